"""What witnesses and organisations say, and what they do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from dalil.attribute.book.model import FEEDS
from dalil.casefile.facts import Facts

from .conftest import told

Make = Callable[..., Facts]
NOON = datetime(2020, 5, 1, 12)


@pytest.mark.parametrize(
    ("strikes", "written"), [(1, ["1"]), (2, ["2-3"]), (3, ["2-3"]), (9, ["4+"]), (0, []), (None, [])]
)
def test_number_of_strikes(incidents: Make, strikes: int | None, written: list[str]) -> None:
    found = told(incidents(x={"report": {"strikes": strikes}}), "report.strikes")
    assert [row[0] for row in found] == written


@pytest.mark.parametrize(("hours", "written"), [(0, ["12"]), (2, ["13"]), (3, ["13"]), (4, [])])
def test_hour_where_it_is_known_to_three(incidents: Make, hours: int, written: list[str]) -> None:
    report = {"earliest": NOON, "latest": NOON.replace(hour=12 + hours)}
    assert [row[0] for row in told(incidents(x={"report": report}), "report.hour")] == written


@pytest.mark.parametrize(("field", "feed"), [
    ("aircraft_reported", "report.aircraft"), ("weapons", "report.weapon"),
])  # fmt: skip
def test_each_word_of_a_list_by_itself(incidents: Make, field: str, feed: str) -> None:
    assert told(incidents(x={"report": {field: ["a", "b"]}}), feed) == [
        ("a", "report", "o/x", "account"),
        ("b", "report", "o/x", "account"),
    ]


def test_a_report_that_retells_another_has_its_origin(incidents: Make) -> None:
    facts = incidents(x={"report": {"kind": "airstrike"}, "origin": "p/first"})
    assert told(facts, "report.kind") == [("airstrike", "report", "p/first", "account")]


def test_parties_that_a_report_alleges_feed_nothing(incidents: Make) -> None:
    facts = incidents(x={"report": {"parties_alleged": ["ann"], "kind": "airstrike"}})
    assert [row for feed in FEEDS for row in told(facts, feed) if row[0] == "ann"] == []


@pytest.mark.parametrize(("withdrawn", "expected"), [(None, 1), (datetime(2020, 6, 1), 0)])
def test_withdrawn_testimony_feeds_nothing(incidents: Make, withdrawn: datetime | None, expected: int) -> None:
    said = {"testimony_id": "t", "witness": "w", "parties_alleged": ["ann"], "withdrawn_on": withdrawn}
    assert len(told(incidents(x={"testimony": [said]}), "testimony.party")) == expected
