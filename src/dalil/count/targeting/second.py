"""Second strikes: attacks on the place of another shortly before, against what accident would give.

The nulls are those of aim, for single strikes: each strike displaced within h, and each moved to a random other place
that was struck within 2h.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from dalil.casefile.settings import Settings
from dalil.count.targeting.nulls import MOST_PLACES, disc
from dalil.count.targeting.strikes import Strikes
from dalil.kernels import Floats, Ints

__all__ = ["Times", "second_strike_draws", "second_strikes", "strikes_on_the_place", "times_of"]


_KNOWN_TIME_S = 3600.0  # an interval wider than an hour cannot say that an attack came 10 to 90 minutes after another
_MOST_MOVES = 20_000_000  # pairs × draws


class Times:
    """Pairs of strikes (earlier, later) whose times, each known to the hour, lie as far apart as is asked."""

    def __init__(self, strikes: Strikes, settings: Settings) -> None:
        known = np.flatnonzero(strikes.width_s <= _KNOWN_TIME_S)
        order = known[np.argsort(strikes.at_s[known], kind="stable")]
        at = strikes.at_s[order]
        # Sorted by time, each strike has its possible first ones side by side.
        first = np.searchsorted(at, at - settings.count.second_strike_minutes * 60, side="left")
        last = np.searchsorted(at, at - settings.count.second_strike_from_minutes * 60, side="right")
        lengths = np.maximum(last - first, 0)
        later = np.repeat(np.arange(len(order)), lengths)
        offset = np.arange(len(later)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.earlier, self.later = order[np.repeat(first, lengths) + offset], order[later]


def times_of(strikes: Strikes, settings: Settings) -> Times:
    """The pairs that could be second strikes by their times."""
    return Times(strikes, settings)


def second_strikes(strikes: Strikes, times: Times, within_m: float) -> list[tuple[int, int]]:
    """(later, earlier) for each strike on the place of an earlier one: the nearest in place."""
    apart = np.hypot(*(strikes.points[times.later] - strikes.points[times.earlier]).T)
    best: dict[int, tuple[float, int]] = {}
    for later, earlier, metres in zip(times.later.tolist(), times.earlier.tolist(), apart.tolist(), strict=True):
        if metres <= within_m and (later not in best or (metres, earlier) < best[later]):
            best[later] = (metres, earlier)
    return [(later, earlier) for later, (_, earlier) in sorted(best.items())]


def second_strike_draws(
    strikes: Strikes, times: Times, settings: Settings, rng: np.random.Generator
) -> dict[str, list[int]]:
    """How many second strikes there would be, for each null and draw."""
    options = settings.count
    draws = min(options.aim_draws, max(99, _MOST_MOVES // max(len(times.later), 1)))
    places = _Places(strikes, np.unique(np.concatenate([times.earlier, times.later])), 2 * options.aim_displacement_m)
    drawn: dict[str, list[int]] = {"displaced": [], "buildings": []}
    for _ in range(draws):
        moved = strikes.points + disc(rng, (len(strikes.points),), options.aim_displacement_m)
        drawn["displaced"].append(strikes_on_the_place(moved, times, options.second_strike_m))
        drawn["buildings"].append(strikes_on_the_place(places.exchanged(moved, rng), times, options.second_strike_m))
    return drawn


class _Places:
    """For each strike that is asked about, the places around it that another raid struck."""

    def __init__(self, strikes: Strikes, asked: Ints, reach: float) -> None:
        pool = np.arange(0, len(strikes.points), -(-len(strikes.points) // MOST_PLACES) or 1)
        near = cKDTree(strikes.points[pool]).query_ball_point(strikes.points[asked], reach)
        others = [
            pool[found][strikes.raid[pool[found]] != strikes.raid[own]]
            for own, found in zip(asked.tolist(), near, strict=True)
        ]
        some = [len(found) > 0 for found in others]
        self.points, self.asked = strikes.points, asked[some]
        kept = [found for found in others if len(found)]
        self.lengths = np.array([len(found) for found in kept], dtype=np.int64)
        self.begin = np.cumsum(self.lengths) - self.lengths
        self.places = np.concatenate(kept) if kept else pool[:0]

    def exchanged(self, moved: Floats, rng: np.random.Generator) -> Floats:
        """Each strike at a random one of its places; where there is none, as it was displaced."""
        points = moved.copy()
        share = rng.random(len(self.asked))
        points[self.asked] = self.points[self.places[self.begin + (share * self.lengths).astype(np.int64)]]
        return points


def strikes_on_the_place(points: Floats, times: Times, within_m: float) -> int:
    """How many strikes at these points follow another on its place; each once, however many came before."""
    apart = points[times.later] - points[times.earlier]
    return len(np.unique(times.later[np.hypot(*apart.T) <= within_m]))
