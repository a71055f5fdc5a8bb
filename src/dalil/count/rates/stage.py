"""From attacks in time to figures: `rate`, `every`, `ratio`, `change`, and the tables they are read from."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, utc_days
from dalil.count.drawn import Drawn
from dalil.count.figures import Category, Coded, Counting, Figure, Refusal, Said
from dalil.count.rates.changes import Change, Found, find_changes
from dalil.count.rates.exposure import Observed, observed_time, seconds
from dalil.count.rates.intervals import Counted, pooled_interval, ratio_interval
from dalil.count.rates.series import Series, series_of
from dalil.count.scopes import Selection, quoted
from dalil.errors import Refused
from dalil.units import UtcInterval

__all__ = ["rate_figures"]

WHOLE = "whole"
ALL = "all"


def rate_figures(facts: Facts, settings: Settings, selection: Selection, drawn: Drawn) -> Counting:
    """Rates of every category and period of a scope.

    Takes context (observed time) and the drawn attacks. Gives figures with rows of observed_time, rate_draw,
    rate_change, rate_curve. Refuses, each with its reason: a scope without attacks, a period outside it or that
    nobody observed, a ratio to a period without attacks.
    """
    found = Counting()
    if not len(drawn.ids):
        found.refusals.append(Refusal("rate", selection, "no_incidents"))
        return found
    observed = observed_time(facts, settings, selection)
    if observed.total_s <= 0:
        found.refusals.append(Refusal("rate", selection, "not_observed"))
        return found
    _observed_rows(found, selection, observed)
    categories = (ALL, *settings.count.rate_objects)
    for series in series_of(drawn, observed, settings, selection, categories):
        _Rates(found, settings, selection, observed, series).all_periods()
        changes = find_changes(drawn, observed, settings, series.category)
        _change_figures(found, selection, observed, series.category, changes, settings.timezone)
        _curve_rows(found, selection, observed, series, changes)
    return found


def _observed_rows(found: Counting, selection: Selection, observed: Observed) -> None:
    found.rows["observed_time"] += [
        {"scope": selection.id, "from_at": _moment(first), "to_at": _moment(end), "basis": observed.basis}
        for first, end in observed.spans_s.tolist()
    ]
    query = (
        "SELECT sum(epoch_us(to_at) - epoch_us(from_at)) / 86400000000.0"
        f" FROM observed_time WHERE scope = {quoted(selection.id)}"
    )
    value = sum(round((end - first) * 1e6) for first, end in observed.spans_s.tolist()) / 86400000000.0
    key = f"observed_{observed.basis}"
    found.figures.append(
        Figure("exposure.days", value, "days", query, len(observed.spans_s), key, selection, kind="rate")
    )


def _moment(at_s: float) -> datetime:
    return datetime.fromtimestamp(round(at_s), UTC).replace(tzinfo=None)


class _Rates:
    """The rates of one category of one scope, and their ratios."""

    def __init__(
        self, found: Counting, settings: Settings, selection: Selection, observed: Observed, series: Series
    ) -> None:
        self.found, self.settings, self.selection = found, settings, selection
        self.observed, self.series = observed, series
        self.counted: dict[str, Counted] = {}

    def all_periods(self) -> None:
        """The whole scope, each period of the case, and each later period against each earlier one."""
        self._period(WHOLE, self.selection.period)
        for period in self.settings.periods:
            if period.area or period.rule:
                raise Refused(
                    "A period has days only.", expected="from and to", found="an area or a rule",
                    where=f"case.toml, period {period.id}", do="make it a scope",
                )  # fmt: skip
            first, last = period.from_ or self.settings.from_, period.to or self.settings.to
            self._period(period.id, utc_days(first, last, self.settings.timezone))
        for before, after in combinations([period.id for period in self.settings.periods], 2):
            if before in self.counted and after in self.counted:
                self._ratio(before, after)

    def _period(self, name: str, days: UtcInterval) -> None:
        first, end = self.series.days_between(seconds(days.earliest), seconds(days.latest))
        category = self.series.category
        counted = self.series.counted(first, end)
        if counted.days <= 0:
            self._refuse(f"rate.{category}.{name}", "not_observed")
            return
        self.counted[name] = counted
        exposure_s = round(counted.days * 86_400)
        self.found.rows["rate_draw"] += [
            {
                "scope": self.selection.id, "category": category, "period": name, "draw": draw, "events": int(events),
                "exposure_s": exposure_s, "spread": spread, "largest": together,
            }
            for draw, (events, spread, together) in enumerate(
                zip(counted.events.tolist(), counted.spread.tolist(), counted.together.tolist(), strict=True)
            )
        ]  # fmt: skip
        self._figures(name, counted, exposure_s)

    def _figures(self, name: str, counted: Counted, exposure_s: int) -> None:
        category = self.series.category
        low, high = pooled_interval(counted)
        total, draws = int(counted.events.sum()), len(counted.events)
        rate = 86400.0 * total / (draws * exposure_s)
        words = (Coded(category), Coded(WHOLE) if name == WHOLE else name)
        query = f"SELECT 86400.0 * sum(events) / sum(exposure_s) FROM {self._from(name)}"
        # The mean over draws: rows behind a figure are attacks, not attacks times draws.
        rows = round(total / draws)
        self._add(f"rate.{category}.{name}", (rate, low, high), "per day", query, rows, "rate", words)
        if total == 0:
            self._refuse(f"every.{category}.{name}", "none_in_period")
            return
        # One in nine hours is read as it stands; one in three days is not read in hours.
        per, unit = (3600.0, "hours") if rate > 0.5 else (86400.0, "days")
        query = f"SELECT sum(exposure_s) / {per} / sum(events) FROM {self._from(name)}"
        value = draws * exposure_s / per / total
        longest = 86400.0 / per / low if low > 0 else float("inf")
        shortest = 86400.0 / per / high
        self._add(f"every.{category}.{name}", (value, shortest, longest), unit, query, rows, f"every_{unit}", words)

    def _ratio(self, before: str, after: str) -> None:
        category, old, new = self.series.category, self.counted[before], self.counted[after]
        name = f"ratio.{category}.{after}.{before}"
        if old.events.sum() == 0:
            self._refuse(name, "none_in_period")
            return
        low, high = ratio_interval(new, old, self.settings.count.seed)
        rate = "sum(events) / sum(exposure_s)"
        query = f"SELECT (SELECT {rate} FROM {self._from(after)}) / (SELECT {rate} FROM {self._from(before)})"
        value = _per_s(new) / _per_s(old)
        rows = round(float(new.events.mean() + old.events.mean()))
        self._add(name, (value, low, high), "ratio", query, rows, "ratio", (Coded(category), after, before), "ratio")

    def _from(self, period: str) -> str:
        scope, category = quoted(self.selection.id), quoted(self.series.category)
        return f"rate_draw WHERE scope = {scope} AND category = {category} AND period = {quoted(period)}"

    def _refuse(self, name: str, reason: str) -> None:
        self.found.refusals.append(Refusal(name, self.selection, reason))

    def _add(
        self, name: str, interval: tuple[float, float, float], unit: str, query: str, rows: int, key: str,
        words: tuple[Said, ...], kind: str = "rate",
    ) -> None:  # fmt: skip
        """`interval` is value, low and high; an upper end without bound is none."""
        value, low, high = interval
        upper = high if np.isfinite(high) else None
        self.found.figures.append(
            Figure(
                name, value, unit, query, rows, key, self.selection, words, low, upper, kind,
                _of_object(self.series.category),
            )
        )  # fmt: skip


def _of_object(category: str) -> Category:
    return Category() if category == ALL else Category("object", category)


def _per_s(counted: Counted) -> float:
    return int(counted.events.sum()) / (len(counted.events) * round(counted.days * 86_400))


def _change_figures(
    found: Counting, selection: Selection, observed: Observed, category: str, changes: Found, zone: ZoneInfo
) -> None:  # fmt: skip
    """The day of a change is that of the civil time of the case."""
    where = f"rate_change WHERE scope = {quoted(selection.id)} AND category = {quoted(category)}"
    claimed = sum(change.claimed for change in changes.changes)
    query = f"SELECT count(*) FROM {where} AND claimed"
    found.figures.append(
        Figure(f"change.{category}.claimed", claimed, "changes", query, len(changes.changes), "changes", selection,
               (Coded(category),), kind="test", of=_of_object(category))
    )  # fmt: skip
    for number, change in enumerate(changes.changes, 1):
        row = _change_row(selection, observed, category, number, change)
        found.rows["rate_change"].append(row)
        if not change.claimed:
            continue
        words = (Coded(category), row["changed_at"].replace(tzinfo=UTC).astimezone(zone).date())
        here = f"{where} AND number = {number}"
        for measure, sql, value in (
            ("ratio", "after / before", change.after / change.before if change.before else None),
            ("p", "p", change.p),
        ):
            query = f"SELECT {sql} FROM {here}"
            name = f"change.{category}.{number}.{measure}"
            found.figures.append(
                Figure(
                    name,
                    value,
                    measure,
                    query,
                    1,
                    f"change_{measure}",
                    selection,
                    words,
                    kind="test",
                    of=_of_object(category),
                )
            )


def _change_row(selection: Selection, observed: Observed, category: str, number: int, change: Change) -> dict[str, Any]:
    at, earliest, latest = observed.moment_s(86_400 * np.array([change.at, change.earliest, change.latest])).tolist()
    return {
        "scope": selection.id, "category": category, "number": number, "changed_at": _moment(at),
        "earliest": _moment(earliest), "latest": _moment(latest), "before": float(change.before),
        "after": float(change.after), "p": change.p, "probability": change.probability, "pelt": change.pelt,
        "support": change.support, "claimed": bool(change.claimed),
    }  # fmt: skip


def _curve_rows(found: Counting, selection: Selection, observed: Observed, series: Series, changes: Found) -> None:
    elapsed = observed.elapsed_s(series.midnights_s) / 86_400
    rate, change = np.zeros(len(series.days)), np.zeros(len(series.days))
    for regimes in changes.regimes:
        if not len(regimes.at):
            continue
        raid = np.searchsorted(regimes.at, elapsed[1:], side="left") - 1
        rate += regimes.rate[np.maximum(raid, 0)]
        day = np.clip(np.searchsorted(elapsed, regimes.at, side="right") - 1, 0, len(change) - 1)
        np.add.at(change, day, regimes.change)
    looks = max(len(changes.regimes), 1)
    events = series.counts.mean(axis=0)
    found.rows["rate_curve"] += [
        {
            "scope": selection.id, "category": series.category, "day_local": day, "events": float(events[n]),
            "observed_s": round(float(series.observed_s[n])), "rate": float(rate[n] / looks),
            "change": float(change[n] / looks),
        }
        for n, day in enumerate(series.days)
    ]  # fmt: skip
