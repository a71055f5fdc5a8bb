"""Every time that a report states is looked at, and chance is counted in windows of the same shape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import at, incident, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.crossref.sky.search.search import search_of
from dalil.crossref.sky.search.stated_times import Span, overlaps
from dalil.crossref.spread import time_spread
from dalil.crossref.window import declare, read_declared

Filled = Callable[..., Facts]
MINUTE = 60.0
NOON = 720.0


def told(number: int, minutes: float, wide: float = 0.0) -> dict[str, Any]:
    """A report of attack A that states a time."""
    when = {"earliest": at(minutes), "latest": at(minutes + wide)}
    return {"source_sha256": "r", "source_row": number, "report_id": f"r/{number}", "organisation": "r", **when}


def with_reports(filled: Filled, own: float, *reports: dict[str, Any], wide: float = 0.0, **more: Any) -> Facts:
    links = [{"incident_id": "A", "report_id": r["report_id"], "organisation": "r"} for r in reports]
    rows = [incident("A", own, 34.0, 175.0, latest=at(own + wide))]
    return filled(incident=rows, report=list(reports), incident_report=links, **more)


def parts(facts: Facts, settings: Settings) -> tuple[list[tuple[float, float]], str]:
    """The parts of A's own window in minutes after the start, and its precision."""
    found = search_of(facts, settings, read_declared(declare(facts, settings)), time_spread(facts))
    zero = (at(0) - at(0).replace(year=1970, month=1, day=1)).total_seconds()
    return [tuple(((p - zero) / MINUTE).tolist()) for p in found.parts(0)], found.precision[0]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], ([(705, 735)], "minute")),
        ([told(1, NOON)], ([(705, 735)], "minute")),
        # Twenty minutes later: the two windows are one, longer than that of a time known to the minute.
        ([told(1, NOON), told(2, 740)], ([(705, 755)], "hour")),
        # Twelve hours off: two parts.
        ([told(1, NOON), told(2, 1440)], ([(705, 735), (1425, 1455)], "hour")),
        # A whole day that holds the time says nothing more; another day is too vague to stand beside a minute.
        ([told(1, NOON), told(2, 0, wide=1439)], ([(705, 735)], "minute")),
        ([told(1, NOON), told(2, 1440, wide=1439)], ([(705, 735)], "minute")),
    ],
)
def test_parts(
    filled: Filled, settings: Settings, reports: list[dict[str, Any]], expected: tuple[list[tuple[float, float]], str]
) -> None:
    # All hours of midnight are left alone here; the next test is about them.
    still = settings.model_copy(update={"sky": settings.sky.model_copy(update={"night_until_hour": 0})})
    assert parts(with_reports(filled, NOON, *reports), still) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (told(2, 1200, wide=300), [(705, 735), (1425, 1455)]),  # 20:00 to 01:00 holds midnight, twelve hours later
        (told(2, 1500, wide=300), [(705, 735)]),  # 01:00 to 06:00 does not
        (told(2, 1200, wide=600), [(705, 735)]),  # ten hours say too little to confirm a slip
    ],
)
def test_half_a_day_off_is_looked_at_where_another_report_has_the_attack_there(
    filled: Filled, settings: Settings, other: dict[str, Any], expected: list[tuple[float, float]]
) -> None:
    still = settings.model_copy(update={"sky": settings.sky.model_copy(update={"night_until_hour": 0})})
    assert parts(with_reports(filled, NOON, told(1, NOON), other), still)[0] == expected


def test_a_source_whose_times_scatter_has_wider_windows(filled: Filled, settings: Settings) -> None:
    # Twenty attacks of which two sources say times 40 minutes apart: each scatters by some 28 minutes.
    reports, links = [], []
    for n in range(20):
        for k, source in enumerate(("r", "s")):
            row = told(2 * n + k, 1500 + 60 * n + (40 * k if n % 2 else -40 * k)) | {"organisation": source}
            reports.append(row)
            links.append({"incident_id": f"B{n}", "report_id": row["report_id"], "organisation": source})
    own = told(99, NOON)
    links.append({"incident_id": "A", "report_id": own["report_id"], "organisation": "r"})
    facts = filled(incident=[incident("A", NOON, 34.0, 175.0)], report=[*reports, own], incident_report=links)
    assert parts(facts, settings)[0] == [(675, 765)]  # no more than 45 minutes


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (180, [(165, 195), (1605, 1635)]),  # 03:00: on the next date too
        (299, [(284, 314), (1724, 1754)]),
        (300, [(285, 315)]),  # 05:00 is no small hour any more
        (1430, [(1415, 1445)]),  # ten to midnight
    ],
)
def test_a_night_is_looked_for_on_the_next_date_too(
    filled: Filled, settings: Settings, minutes: float, expected: list[tuple[float, float]]
) -> None:
    assert parts(with_reports(filled, minutes, told(1, minutes)), settings)[0] == expected


def test_only_the_likeliest_time_where_the_case_says_so(filled: Filled, settings: Settings) -> None:
    one = settings.model_copy(
        update={"sky": settings.sky.model_copy(update={"stated_times": False, "night_until_hour": 0})}
    )
    assert parts(with_reports(filled, NOON, told(1, NOON), told(2, 1440)), one)[0] == [(705, 735)]


def test_older_declarations_keep_their_windows(filled: Filled, settings: Settings) -> None:
    facts = with_reports(filled, NOON, told(1, NOON), told(2, 1440))
    old = {k: v for k, v in declare(facts, settings).items() if k not in ("stated_times", "night_until_hour")}
    assert [len(f) for f in search_of(facts, settings, read_declared(old), time_spread(facts)).further] == [0]


@pytest.mark.parametrize(("shift_h", "touches"), [(0, False), (24, True), (-24, True), (1, False), (48, False)])
def test_a_shift_that_finds_the_attack_again_is_left_out(shift_h: float, touches: bool) -> None:
    span = Span(0.0, 1800.0, "hour", np.array([[86_400.0, 88_200.0]]))
    assert overlaps(span, shift_h * 3600.0) is touches


def test_shifted_windows_have_the_same_parts(filled: Filled, settings: Settings) -> None:
    """The incident's time is noon, one report has midnight: a flight at midnight on another day is a chance match."""
    lines = [sighting(n, 1440 * (n - 9), 34.0, 175.0, aircraft="Su-34") for n in range(1, 20)]
    # Another post of the network, too far off to see the place, shows that the log was kept.
    lines += [sighting(100 + n, 480 * (n - 24), 36.0, 175.0, aircraft="Mi-8") for n in range(55)]
    still = settings.model_copy(update={"sky": settings.sky.model_copy(update={"night_until_hour": 0})})
    facts = with_reports(filled, NOON, told(1, NOON), told(2, 1440), sighting=lines)
    crossref(facts, still)
    row = facts.rows("SELECT c1_n, c1_matched FROM chance WHERE bin_s = 60 AND label = 'Su-34'")[0]
    # The log runs from 12 to 30 March: noons of the 12th to the 29th without the 20th, each with its midnight.
    assert (row["c1_n"], row["c1_matched"]) == (17, 17)


def test_a_flight_of_the_other_time_has_opportunity_once(filled: Filled, settings: Settings) -> None:
    lines = [sighting(1, 1440, 34.0, 175.0, aircraft="Su-34"), sighting(2, NOON, 34.0, 175.0, aircraft="Mi-8")]
    facts = with_reports(filled, NOON, told(1, NOON), told(2, 1440), sighting=lines)
    crossref(facts, settings)
    rows = facts.rows("SELECT label, bin_s FROM opportunity ORDER BY label")
    assert [(r["label"], r["bin_s"]) for r in rows] == [("Mi-8", 60), ("Su-34", 60)]


def test_watched_means_all_parts(filled: Filled, settings: Settings) -> None:
    """The log ends at noon: the part at midnight was watched by nobody, and the window does not count."""
    lines = [sighting(n, NOON - 400 * (5 - n), 34.0, 175.0, aircraft="Su-34") for n in range(1, 6)]
    facts = with_reports(filled, NOON, told(1, NOON), told(2, 1440), sighting=lines)
    crossref(facts, settings)
    assert facts.value("SELECT stratum FROM coverage") == "none"


def test_times_differ_by_days(filled: Filled, settings: Settings) -> None:
    later = NOON + timedelta(days=3).total_seconds() / MINUTE
    found, precision = parts(with_reports(filled, NOON, told(1, NOON), told(2, later)), settings)
    assert found == [(705, 735), (later - 15, later + 15)]
    assert precision == "hour"
