"""Consent withdrawn: found by whatever a person calls it, marked whenever facts are made, and marked alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.withdrawals import apply_withdrawals, what_it_names
from dalil.vault.log.reader import Recorded


@dataclass
class LogOf:
    """Entries of kind `withdraw`, one for each (day logged, details)."""

    given: list[tuple[str, dict[str, Any] | None]] = field(default_factory=list)

    def entries(self, *kinds: str) -> list[Recorded]:
        assert kinds == ("withdraw",)
        return [
            Recorded("c" * 32, number, "withdraw", f"{day}T09:00:00Z", {}, details)
            for number, (day, details) in enumerate(self.given)
        ]


def withdrawn(facts: Facts, *given: tuple[str, dict[str, Any] | None]) -> int:
    return apply_withdrawals(LogOf(list(given)), facts)  # type: ignore[arg-type]


@pytest.fixture
def facts() -> Facts:
    made = Facts.in_memory()
    made.append(
        "testimony",
        [
            {"testimony_id": "A/T1", "organisation": "A", "witness": "W1", "consent": ["public"]},
            {"testimony_id": "A/T2", "organisation": "A", "witness": "W1", "consent": ["public"]},
            {"testimony_id": "B/T1", "organisation": "B", "witness": "W1", "consent": ["public"]},
            {"testimony_id": "B/T2", "organisation": "B", "witness": "W2", "consent": ["public"],
             "withdrawn_on": date(2017, 3, 1)},
        ],
    )  # fmt: skip
    made.append("report", [{"report_id": "A/1", "organisation": "A", "consent": ["public", "commission"]}])
    return made


@pytest.mark.parametrize(
    ("name", "testimonies", "reports"),
    [
        ("A/W1", ["A/T1", "A/T2"], []),
        ("W1", ["A/T1", "A/T2", "B/T1"], []),
        ("B/T1", ["B/T1"], []),
        ("A/1", [], ["A/1"]),
        ("W9", [], []),
        ("", [], []),
    ],
)
def test_a_name_means_a_witness_a_testimony_or_a_report(
    facts: Facts, name: str, testimonies: list[str], reports: list[str]
) -> None:
    assert what_it_names(facts, name) == {"testimonies": testimonies, "reports": reports}


def test_a_name_is_never_read_as_sql(facts: Facts) -> None:
    assert what_it_names(facts, "' OR '1'='1") == {"testimonies": [], "reports": []}


def test_a_testimony_is_marked_with_the_day_that_was_logged(facts: Facts) -> None:
    assert withdrawn(facts, ("2018-05-04", {"testimonies": ["A/T1"], "reports": []})) == 1
    marked = facts.rows("SELECT testimony_id, withdrawn_on FROM testimony WHERE withdrawn_on IS NOT NULL ORDER BY 1")
    assert marked == [
        {"testimony_id": "A/T1", "withdrawn_on": date(2018, 5, 4)},
        {"testimony_id": "B/T2", "withdrawn_on": date(2017, 3, 1)},
    ]


@pytest.mark.parametrize(("logged", "kept"), [("2016-01-01", date(2016, 1, 1)), ("2019-01-01", date(2017, 3, 1))])
def test_the_earlier_day_stands(facts: Facts, logged: str, kept: date) -> None:
    withdrawn(facts, (logged, {"testimonies": ["B/T2"], "reports": []}))
    assert facts.value("SELECT withdrawn_on FROM testimony WHERE testimony_id = 'B/T2'") == kept


def test_a_report_keeps_its_row_and_loses_its_consent(facts: Facts) -> None:
    assert withdrawn(facts, ("2018-05-04", {"testimonies": [], "reports": ["A/1"]})) == 1
    assert facts.rows("SELECT report_id, consent FROM report") == [{"report_id": "A/1", "consent": []}]


def test_applying_twice_is_applying_once(facts: Facts) -> None:
    given = ("2018-05-04", {"testimonies": ["A/T1"], "reports": ["A/1"]})
    withdrawn(facts, given)
    once = facts.hashes()
    withdrawn(facts, given, given)
    assert facts.hashes() == once


def test_what_is_not_in_the_facts_yet_is_no_error(facts: Facts) -> None:
    """The record may come with a later join: the entry waits in the log."""
    before = facts.hashes()
    withdrawn(facts, ("2018-05-04", {"testimonies": ["Z/T9"], "reports": ["Z/9"]}))
    assert facts.hashes() == before


def test_an_entry_whose_details_are_gone_marks_nothing(facts: Facts) -> None:
    assert withdrawn(facts, ("2018-05-04", None)) == 0


def test_a_stranger_withdraws_only_what_they_read(facts: Facts) -> None:
    facts.query("UPDATE testimony SET source_sha256 = 'theirs' WHERE testimony_id = 'B/T1'")
    facts.append("reading", [{"sha256": "theirs", "chain": "d" * 32, "number": 1}])
    log = LogOf([("2017-05-01", {"testimonies": ["A/T1", "B/T1"], "reports": ["A/1"]})])
    entries = [Recorded("d" * 32, 1, each.kind, each.time, {}, each.details, False) for each in log.entries("withdraw")]
    log.entries = lambda *kinds: entries  # type: ignore[method-assign]
    apply_withdrawals(log, facts)  # type: ignore[arg-type]
    rows = facts.rows("SELECT testimony_id FROM testimony WHERE withdrawn_on = '2017-05-01'")
    assert [row["testimony_id"] for row in rows] == ["B/T1"]
    assert facts.value("SELECT consent FROM report") == ["public", "commission"]
