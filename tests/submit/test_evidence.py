"""Lines of evidence and the strip of times on a sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dalil.casefile.settings import Settings
from dalil.submit.content.entries import Account, Entry
from dalil.submit.elements.findings import line_rows
from dalil.submit.elements.strips import time_strip
from dalil.submit.elements.wording import Wording


@pytest.fixture
def words(settings: Settings) -> Wording:
    return Wording("en", settings.timezone)


def at(hour: int) -> datetime:
    return datetime(2016, 10, 1, hour)


def line(name: str, stance: str, *ratios: float | None) -> dict[str, Any]:
    ratio, low, high = ratios or (None, None, None)
    return {"line": name, "stance": stance, "ratio": ratio, "ratio_low": low, "ratio_high": high}


LINES = (line("radio", "not_looked_for"), line("remnants", "contradicts", 0.4, 0.234, 0.91),
         line("accounts", "supports", 29.76, 5.96, 1603.6), line("flight", "silent", 1.04, 0.7, 1.5))  # fmt: skip


def test_lines_stand_with_their_ranges_those_for_the_finding_first(words: Wording) -> None:
    entry = Entry(1, {}, (), 0, False, finding={"party": "north", "grade": "likely"}, lines=LINES)
    assert line_rows(entry, words) == [
        ["accounts and testimonies", "speaks for it", "30", "6–1,600"],
        ["remnants of munitions", "speaks against it", "0.4", "0.23–0.91"],
        ["flights observed", "does not tell the parties apart", "1", "0.7–1.5"],
        ["radio traffic", "nothing was recorded", "–", "–"],
    ]


@pytest.mark.parametrize("finding", [None, {"party": None, "grade": "not_attributed"}])
def test_where_nobody_was_found_no_ratio_is_shown(words: Wording, finding: dict[str, Any] | None) -> None:
    assert line_rows(Entry(1, {}, (), 0, False, finding=finding, lines=LINES), words) == []


def account(name: str, start: int, end: int) -> Account:
    return Account({"report_id": name, "earliest": at(start), "latest": at(end)}, "", (), 0)


def test_bars_lie_between_the_first_and_the_last_moment(words: Wording) -> None:
    row = {"earliest": at(8), "latest": at(9)}
    strip = time_strip(Entry(1, row, (account("A/1", 6, 10), account("B/2", 8, 9)), 0, False), words)
    assert [(bar["label"], bar["from"], bar["to"]) for bar in strip["rows"]] == [
        ("The incident, as taken", 0.5, 0.75), ("A/1", 0.0, 1.0), ("B/2", 0.5, 0.75),
    ]  # fmt: skip
    assert (strip["first"], strip["last"]) == ("1 October 2016, 09:00", "1 October 2016, 13:00")


def test_a_single_moment_is_a_bar_without_width(words: Wording) -> None:
    row = {"earliest": at(8), "latest": at(8)}
    bars = time_strip(Entry(1, row, (account("A/1", 8, 8),), 0, False), words)["rows"]
    assert [(bar["from"], bar["to"]) for bar in bars] == [(0.0, 0.0), (0.0, 0.0)]


def test_without_a_time_that_leaves_there_is_no_strip(words: Wording) -> None:
    assert time_strip(Entry(1, {"earliest": None, "latest": None}, (), 1, False), words)["rows"] == []
