"""Second strikes: attacks on the place of another shortly before, against what accident would give.

The nulls are those of aim, for single strikes: each strike displaced within h, and each moved to a random other place
that was struck within 2h.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from dalil.casefile.settings import Settings
from dalil.count.targeting.nulls import disc
from dalil.count.targeting.strikes import Strikes

__all__ = ["Times", "second_strike_draws", "second_strikes", "times_of"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_KNOWN_TIME_S = 3600.0


class Times:
    """Pairs of strikes (earlier, later) whose times, each known to the hour, lie as far apart as is asked."""

    def __init__(self, strikes: Strikes, settings: Settings) -> None:
        known = np.flatnonzero(strikes.width_s <= _KNOWN_TIME_S)
        order = known[np.argsort(strikes.at_s[known], kind="stable")]
        at = strikes.at_s[order]
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
    near = cKDTree(strikes.points).query_ball_point(strikes.points, 2 * options.aim_displacement_m)
    others = [[n for n in found if strikes.raid[n] != strikes.raid[own]] for own, found in enumerate(near)]
    drawn: dict[str, list[int]] = {"displaced": [], "buildings": []}
    for _ in range(options.aim_draws):
        moved = strikes.points + disc(rng, (len(strikes.points),), options.aim_displacement_m)
        drawn["displaced"].append(_count(moved, times, options.second_strike_m))
        drawn["buildings"].append(_count(_exchanged(strikes, others, moved, rng), times, options.second_strike_m))
    return drawn


def _exchanged(strikes: Strikes, others: list[list[int]], moved: Floats, rng: np.random.Generator) -> Floats:
    """Each strike at a random place that another raid struck around it; where none did, displaced."""
    share = rng.random(len(others))
    points = moved.copy()
    for number, (u, found) in enumerate(zip(share.tolist(), others, strict=True)):
        if found:
            points[number] = strikes.points[found[int(u * len(found))]]
    return points


def _count(points: Floats, times: Times, within_m: float) -> int:
    apart = points[times.later] - points[times.earlier]
    return len(np.unique(times.later[np.hypot(*apart.T) <= within_m]))
