"""Where a rate changed: the searched test, PELT and the Bayesian answer side by side, over draws.

A change is claimed where the test finds it at the level of the case, PELT has one within a week, and the same holds in
at least half of the draws. Its day and interval are those of the posterior of one change between its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.casefile.settings import Settings
from dalil.count.drawn import Drawn
from dalil.count.rates.exposure import Observed
from dalil.count.rates.regimes import Regimes, bayesian_regimes, one_change, pelt_changes
from dalil.count.rates.renewal import Raids, Split, dispersion, raids_in, search
from dalil.count.rates.series import moments
from dalil.kernels import Floats

__all__ = ["Change", "Found", "find_changes"]


_NEAR_DAYS = 7.0  # two methods speak of one change where they put it within a week
_DRAWS = 7  # of the moments of attacks: odd, so that "half of them" is never a tie; each costs a search of its own
_SHUFFLES, _SHUFFLES_AGAIN = 999, 199


@dataclass(frozen=True, slots=True)
class Change:
    """A possible change: observed days since the beginning, rates a day around it, and the three answers."""

    at: float
    earliest: float
    latest: float
    before: float
    after: float
    p: float
    probability: float
    pelt: bool
    support: float
    claimed: bool


@dataclass(frozen=True)
class Found:
    """The changes of a category and, for each draw looked at, the Bayesian regimes."""

    changes: tuple[Change, ...]
    regimes: tuple[Regimes, ...]


@dataclass(frozen=True)
class _Look:
    """One draw: its raids, the changes of the test, those of PELT, and the Bayesian regimes."""

    raids: Raids
    spread: float
    splits: tuple[Split, ...]
    pelt: tuple[float, ...]
    regimes: Regimes


def find_changes(drawn: Drawn, observed: Observed, settings: Settings, category: str) -> Found:
    """Search the attacks of a category. Too few of them give no change and say so by their absence."""
    hit = drawn.hits(category)
    # Where all times are known to the hour one draw is all draws.
    still = len(drawn.draws) == 1 and bool(np.all(drawn.latest_s[hit] - drawn.earliest_s[hit] <= 3600))
    looks = []
    for number, (attacks, at) in enumerate(moments(drawn, 1 if still else _DRAWS, settings.count.seed + 1)):
        kept = hit[attacks] & observed.holds(at)
        times = np.sort(observed.elapsed_s(at[kept])) / 86_400
        looks.append(
            _look(raids_in(times, observed.total_s / 86_400), settings, _SHUFFLES if number == 0 else _SHUFFLES_AGAIN)
        )
    placed = _places(looks, settings.count.change_days)
    changes = [_change(looks, n, placed, settings.count.change_level) for n in range(len(placed))]
    return Found(tuple(changes), tuple(look.regimes for look in looks))


def _look(raids: Raids, settings: Settings, shuffles: int) -> _Look:
    options = settings.count
    rng = np.random.default_rng(options.seed)
    # Every look from the same seed: draws of linking differ, shuffles of the test do not.
    splits = search(raids, least=options.change_days, level=options.change_level, draws=shuffles, rng=rng)
    spread = dispersion(raids, [split.at_days for split in splits if split.p <= options.change_level])
    return _Look(raids, spread, tuple(splits), tuple(pelt_changes(raids, spread)), bayesian_regimes(raids, spread))


def _places(looks: list[_Look], least: float) -> list[tuple[float, ...]]:
    """The day of each split of the first look, and its 95 %: of one change between its neighbours, as they are placed.

    The sharpest first, and twice, for a neighbour moves too: where the search splits a day late, raids of a sharp
    regime are left before it, and would draw a faint neighbour to themselves. No regime is shorter than `least` days.
    """
    base = looks[0]
    placed: list[tuple[float, ...]] = [(split.at_days,) * 3 for split in base.splits]
    sharpest = sorted(range(len(placed)), key=lambda n: -base.splits[n].log_ratio)
    for _ in range(2):
        for n in sharpest:
            placed[n] = _where(looks, *_around(placed, n, base.raids.length), least) or placed[n]
    return placed


def _around(placed: list[tuple[float, ...]], number: int, length: float) -> tuple[float, float]:
    """Where the regimes before and after a change begin and end."""
    days = [0.0, *(day for day, *_ in placed), length]
    return days[number], days[number + 2]


def _change(looks: list[_Look], number: int, placed: list[tuple[float, ...]], level: float) -> Change:
    base, split = looks[0], looks[0].splits[number]
    first, end = _around(placed, number, base.raids.length)
    day, early, late = placed[number]
    before, after = base.raids.between(first, day), base.raids.between(day, end)
    pelt = _near(base.pelt, split.at_days)
    support = float(np.mean([_agrees(look, split.at_days, level) for look in looks]))
    return Change(
        day, early, late, before.size.sum() / before.length, after.size.sum() / after.length, split.p,
        float(np.mean([_probability(look.regimes, day) for look in looks])), pelt, support,
        split.p <= level and pelt and support >= 0.5,
    )  # fmt: skip


def _where(looks: list[_Look], first: float, end: float, least: float) -> tuple[float, ...] | None:
    """Median and 95 % of the day of one change at least so many days from its neighbours, all draws pooled."""
    found = [one_change(look.raids.between(first, end), look.spread) for look in looks]
    at = np.concatenate([days for days, _ in found]) + first
    weight = np.concatenate([share for _, share in found])
    inside = (at >= first + least) & (at <= end - least)
    at, weight = at[inside], weight[inside]
    if not len(at) or weight.sum() <= 0:
        return None
    order = np.argsort(at, kind="stable")
    return _quantiles(at[order], weight[order], (0.5, 0.025, 0.975))


def _probability(regimes: Regimes, day: float) -> float:
    """Posterior probability, over all numbers of changes, of one within a week of the day."""
    return float(min(1.0, regimes.change[np.abs(regimes.at - day) <= _NEAR_DAYS].sum()))


def _quantiles(at: Floats, weight: Floats, levels: tuple[float, ...]) -> tuple[float, ...]:
    share = np.cumsum(weight) / weight.sum()
    return tuple(float(at[min(int(np.searchsorted(share, level)), len(at) - 1)]) for level in levels)


def _near(days: tuple[float, ...], day: float) -> bool:
    return any(abs(one - day) <= _NEAR_DAYS for one in days)


def _agrees(look: _Look, day: float, level: float) -> bool:
    tested = tuple(split.at_days for split in look.splits if split.p <= level)
    return _near(tested, day) and _near(look.pelt, day)
