"""Attacks in time, draw by draw: a moment for each from its interval, counted by civil day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dalil.casefile.settings import Settings
from dalil.count.drawn import Drawn
from dalil.count.rates.exposure import Observed, local_days
from dalil.count.rates.intervals import Counted, day_spread
from dalil.count.scopes import Selection
from dalil.kernels import Floats, Ints

__all__ = ["Series", "moments", "series_of"]


@dataclass(frozen=True)
class Series:
    """One category of a scope: events of each civil day in each draw, (draws, days), and the days' observed time."""

    category: str
    days: tuple[str, ...]
    midnights_s: Floats
    counts: Ints
    observed_s: Floats

    def counted(self, first: int, end: int) -> Counted:
        """Events of the days first … end − 1 over all draws."""
        counts, days = self.counts[:, first:end].astype(np.float64), self.observed_s[first:end] / 86_400
        spread = np.array([day_spread(row, days) for row in counts])
        return Counted(counts.sum(axis=1), spread, float(days.sum()))

    def days_between(self, first_s: float, last_s: float) -> tuple[int, int]:
        """The first day and one past the last of a period of civil days."""
        # A second later: a period that begins at midnight begins with that day and not with the one before.
        first = int(np.searchsorted(self.midnights_s, first_s + 1, side="right")) - 1
        return max(first, 0), int(np.searchsorted(self.midnights_s, last_s, side="left"))


def moments(drawn: Drawn, draws: int, seed: int) -> Iterator[tuple[Ints, Floats]]:
    """For each draw the numbers of its attacks and a moment of each, uniform in its interval (seconds)."""
    rng = np.random.default_rng(seed)
    width = drawn.latest_s - drawn.earliest_s
    for number in range(draws):
        attacks = drawn.draws[number % len(drawn.draws)]
        at = drawn.earliest_s + rng.random(len(drawn.ids)) * width
        yield attacks, at[attacks]


def series_of(
    drawn: Drawn, observed: Observed, settings: Settings, selection: Selection, categories: tuple[str, ...]
) -> list[Series]:
    """One series for each category; attacks outside the period or observed time do not count."""
    days, midnights = local_days(selection.period, settings)
    observed_s = np.diff(observed.elapsed_s(midnights)) if len(observed.spans_s) else np.zeros(len(days))
    hits = [drawn.hits(category) for category in categories]
    draws = settings.count.rate_draws
    counts = np.zeros((len(categories), draws, len(days)), dtype=np.int64)
    for number, (attacks, at) in enumerate(moments(drawn, draws, settings.count.seed)):
        day = np.searchsorted(midnights, at, side="right") - 1
        inside = (day >= 0) & (day < len(days)) & observed.holds(at)
        for row, hit in enumerate(hits):
            counts[row, number] = np.bincount(day[inside & hit[attacks]], minlength=len(days))
    return [
        Series(category, tuple(days), midnights, counts[row], observed_s) for row, category in enumerate(categories)
    ]
