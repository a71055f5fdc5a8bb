"""What is declared before the search: windows, shifts, bins and regimes.

`declare` gives one JSON object that the pipeline writes to the log before anything is looked up; the search takes
nothing else. Another set of windows is another declaration, another run, and stands beside the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import UsageError
from dalil.vault.log.entry import canonical

__all__ = ["PRECISIONS", "Bin", "Declared", "Regime", "declare", "read_declared", "run_id_of"]

DECLARATION_FORMAT = 1  # raised where a declaration of before would be read as something else
PRECISIONS = {"minute": 600.0, "hour": 5_400.0, "part_of_day": 32_400.0, "day": 97_200.0}
"""The widest interval, in seconds, that still counts as known to the minute, the hour, a part of the day, the day."""

_KINDS = ("ceasefire", "offensive")


@dataclass(frozen=True, slots=True)
class Regime:
    """A span between two borders of declared cease-fires and offensives; what was in force, by kind and context."""

    from_at: datetime
    to_at: datetime
    kinds: tuple[str, ...]
    contexts: tuple[str, ...]


class Bin(NamedTuple):
    """How near a match is: `within` so many seconds of flight, `possible` (seen further off), `matched` (radio)."""

    name: str
    within_s: float | None = None


@dataclass(frozen=True)
class Declared:
    """A declaration, read. Seconds, metres and days as the names say."""

    run_id: str
    text: str
    window_s: Mapping[str, float]
    bins_s: tuple[float, ...]
    shift_days: int
    shift_s: tuple[float, ...]
    regimes: tuple[Regime, ...]
    raid_gap_s: float
    raid_gap_m: float
    sequence_s: float
    track_range_m: float
    seed: int
    draws: int
    stated_times: bool = False
    night_until_hour: int = 0
    spread_times: float = 0.0
    spread_at_most_s: float = 0.0

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The bins of flights, the nearest first; the last is of those seen further off."""
        return (*(Bin("within", bound) for bound in self.bins_s), Bin("possible"))

    def window_of(
        self, earliest: datetime, latest: datetime, spread_s: float = 0.0
    ) -> tuple[datetime, datetime, str] | None:
        """The window of an incident and its precision; None where the time is too vague to look for a flight.

        `spread_s` is the standard deviation of the times that its source states to the minute (see `spread`).
        """
        wide = (latest - earliest).total_seconds()
        for precision, widest in PRECISIONS.items():
            if wide <= widest:
                margin = timedelta(seconds=self._margin(precision, spread_s))
                return earliest - margin, latest + margin, precision
        return None

    def _margin(self, precision: str, spread_s: float) -> float:
        declared = self.window_s.get(precision, 0.0)
        own = min(self.spread_times * spread_s, self.spread_at_most_s) if precision == "minute" else 0.0
        return max(declared, own)

    def regime_at(self, moment: datetime) -> int:
        """The number of the regime that holds a moment; the nearest one outside the period."""
        for number, regime in enumerate(self.regimes):
            if moment <= regime.to_at:
                return number
        return len(self.regimes) - 1


def declare(facts: Facts, settings: Settings) -> dict[str, Any]:
    """What will be searched, as one JSON object. Takes `context` and the `[sky]` section; looks at no flight."""
    sky = settings.sky
    days = [d for d in range(-sky.shift_days, sky.shift_days + 1) if d]
    return {
        "format": DECLARATION_FORMAT,
        "window_s": dict(sorted(sky.window_s.items())),
        "bins_s": sorted(sky.bins_s),
        "shift_days": days,
        "shift_minutes": sorted({sign * m for m in sky.shift_minutes for sign in (-1, 1)}),
        "regimes": _regimes(facts, settings),
        "raid": {"gap_s": sky.raid_gap_s, "gap_m": sky.raid_gap_m},
        "sequence_s": sky.sequence_s,
        "stated_times": sky.stated_times,
        "night_until_hour": sky.night_until_hour,
        "spread": {"times": sky.spread_times, "at_most_s": sky.spread_at_most_s},
        "track": {"range_m": sky.track_range_m, "gap_s": sky.track_gap_s},
        "bootstrap": {"unit": "day and raid", "draws": sky.draws, "seed": sky.seed},
    }


def _regimes(facts: Facts, settings: Settings) -> list[dict[str, Any]]:
    rows = facts.rows(
        "SELECT context_id, kind, from_at, coalesce(to_at_latest, to_at) AS to_at FROM context "
        "WHERE kind IN ('ceasefire', 'offensive') AND from_at IS NOT NULL ORDER BY from_at, context_id"
    )
    period = settings.period
    inside = [row for row in rows if row["from_at"] <= period.latest]
    borders = {period.earliest, period.latest + timedelta(microseconds=1)}
    for row in inside:
        borders |= {row["from_at"], (row["to_at"] or period.latest) + timedelta(microseconds=1)}
    spans = sorted(b for b in borders if period.earliest <= b <= period.latest + timedelta(microseconds=1))
    return [_regime(a, b, inside) for a, b in pairwise(spans)]


def _regime(begins: datetime, ends: datetime, rows: list[dict[str, Any]]) -> dict[str, Any]:
    middle = begins + (ends - begins) / 2
    within = [row for row in rows if row["from_at"] <= middle and (row["to_at"] is None or middle <= row["to_at"])]
    return {
        "from": begins.isoformat(),
        "to": (ends - timedelta(microseconds=1)).isoformat(),
        "kinds": sorted({row["kind"] for row in within}),
        "contexts": sorted(row["context_id"] for row in within),
    }


def run_id_of(declared: Mapping[str, Any]) -> str:
    """The name of a run: the first twelve digits of the hash of what was declared, spelled as the log spells it.

    So a declaration has one name, made just now (`900.0`) or read back from the log (`900`).
    """
    return hashlib.sha256(canonical(declared)).hexdigest()[:12]


def read_declared(declared: Mapping[str, Any]) -> Declared:
    """A declaration back from the log. Raises `UsageError` for one that this version does not know."""
    if declared.get("format") != DECLARATION_FORMAT:
        raise UsageError(
            "This declaration of windows is of another format.",
            expected=f"format {DECLARATION_FORMAT}", found=str(declared.get("format")), do="declare anew: dalil run",
        )  # fmt: skip
    at = datetime.fromisoformat
    regimes = tuple(
        Regime(at(r["from"]), at(r["to"]), tuple(r["kinds"]), tuple(r["contexts"])) for r in declared["regimes"]
    )
    return Declared(
        run_id=run_id_of(declared), text=canonical(declared).decode(), window_s=declared["window_s"],
        bins_s=tuple(declared["bins_s"]), shift_days=max(declared["shift_days"], default=0),
        shift_s=tuple(60.0 * m for m in declared["shift_minutes"]), regimes=regimes,
        raid_gap_s=declared["raid"]["gap_s"], raid_gap_m=declared["raid"]["gap_m"], sequence_s=declared["sequence_s"],
        track_range_m=declared["track"]["range_m"], seed=declared["bootstrap"]["seed"],
        draws=declared["bootstrap"]["draws"], stated_times=declared.get("stated_times", False),
        night_until_hour=declared.get("night_until_hour", 0),
        spread_times=declared.get("spread", {}).get("times", 0.0),
        spread_at_most_s=declared.get("spread", {}).get("at_most_s", 0.0),
    )  # fmt: skip
