"""Consent withdrawn: found by whatever a person calls it, marked whenever facts are made, and marked alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.withdrawals import TESTIMONY, Meant, apply_withdrawals, keys_left, meant_by
from dalil.errors import UsageError
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
            {"source_sha256": "aa", "source_row": 1, "testimony_id": "T1", "organisation": "A", "witness": "W1",
             "consent": ["public"]},
            {"source_sha256": "aa", "source_row": 2, "testimony_id": "T2", "organisation": "A", "witness": "W1",
             "consent": ["public"]},
            {"source_sha256": "aa", "source_row": 3, "testimony_id": "T1", "organisation": "B", "witness": "W1",
             "consent": ["public"]},
            {"source_sha256": "aa", "source_row": 4, "testimony_id": "T2", "organisation": "B", "witness": "W2",
             "consent": ["public"], "withdrawn_on": date(2017, 3, 1)},
        ],
    )  # fmt: skip
    made.append("report", [{"report_id": "A/1", "organisation": "A", "consent": ["public", "commission"]}])
    return made


SEALED = frozenset({"A/W1", "B/W1", "C/W7"})


def meant(facts: Facts, name: str) -> Meant:
    return meant_by(facts, name, ["A", "B", "C"], SEALED.__contains__)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A/W1", Meant(("A/T1", "A/T2"), (), ("A/W1",))),
        ("B/T1", Meant(("B/T1",))),
        ("A/1", Meant((), ("A/1",))),
        # without an organisation, where one alone calls something so
        ("W2", Meant(("B/T2",), (), ("B/W2",))),
        ("T2", None),
        ("1", Meant((), ("A/1",))),
        # an identity whose testimony is not here yet
        ("C/W7", Meant((), (), ("C/W7",))),
        ("W7", Meant((), (), ("C/W7",))),
    ],
)
def test_a_name_means_a_witness_a_testimony_or_a_report(facts: Facts, name: str, expected: Meant | None) -> None:
    if expected is None:
        with pytest.raises(UsageError, match="Several organisations") as raised:
            meant(facts, name)
        assert raised.value.expected == "one of A/T2, B/T2"
    else:
        assert meant(facts, name) == expected


def test_a_bare_name_of_two_witnesses_is_refused_with_both(facts: Facts) -> None:
    with pytest.raises(UsageError, match="Several organisations call something W1") as raised:
        meant(facts, "W1")
    assert raised.value.expected == "one of A/W1, B/W1"


@pytest.mark.parametrize("name", ["W9", "", "A/", "/W1", "' OR '1'='1"])
def test_what_is_not_there_is_never_taken_for_withdrawn(facts: Facts, name: str) -> None:
    with pytest.raises(UsageError, match="Nothing in the case is called"):
        meant(facts, name)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (Meant(("A/T1",)), [("A/W1", False)]),  # another testimony of theirs stands
        (Meant(("A/T1", "A/T2")), [("A/W1", True)]),
        (Meant(("A/T1", "A/T2"), (), ("A/W1",)), [("A/W1", True)]),
        (Meant(("B/T1",)), [("B/W1", True)]),
        (Meant((), (), ("C/W7",)), [("C/W7", True)]),
        (Meant((), ("A/1",)), []),
    ],
)
def test_a_key_goes_with_the_last_testimony(facts: Facts, of: Meant, expected: list[tuple[str, bool]]) -> None:
    assert keys_left(facts, of) == expected


def test_a_testimony_that_was_withdrawn_before_holds_no_key(facts: Facts) -> None:
    withdrawn(facts, ("2018-05-04", {"testimonies": ["A/T1"], "reports": []}))
    assert keys_left(facts, Meant(("A/T2",))) == [("A/W1", True)]


def test_the_words_go_and_the_file_must_be_written_anew(facts: Facts) -> None:
    facts.query(
        "UPDATE testimony SET text = 'said', translation = 'said too' WHERE organisation = 'A' AND testimony_id = 'T1'"
    )
    withdrawn(facts, ("2018-05-04", {"testimonies": ["A/T1"], "reports": []}))
    assert facts.emptied
    assert facts.value("SELECT count(*) FROM testimony WHERE text IS NOT NULL OR translation IS NOT NULL") == 0


def test_a_person_withdraws_what_comes_in_later_too(facts: Facts) -> None:
    given = ("2018-05-04", {"testimonies": ["A/T1"], "reports": [], "persons": ["A/W1"]})
    facts.append(
        "testimony",
        [
            {
                "source_sha256": "ab",
                "source_row": 1,
                "testimony_id": "T9",
                "organisation": "A",
                "witness": "W1",
                "consent": ["public"],
            }
        ],
    )
    assert withdrawn(facts, given) == 3
    rows = facts.rows(f"SELECT {TESTIMONY} AS testimony_id FROM testimony WHERE withdrawn_on = '2018-05-04' ORDER BY 1")
    assert [row["testimony_id"] for row in rows] == ["A/T1", "A/T2", "A/T9"]


def test_a_testimony_is_marked_with_the_day_that_was_logged(facts: Facts) -> None:
    assert withdrawn(facts, ("2018-05-04", {"testimonies": ["A/T1"], "reports": []})) == 1
    marked = facts.rows(
        f"SELECT {TESTIMONY} AS testimony_id, withdrawn_on FROM testimony WHERE withdrawn_on IS NOT NULL ORDER BY 1"
    )
    assert marked == [
        {"testimony_id": "A/T1", "withdrawn_on": date(2018, 5, 4)},
        {"testimony_id": "B/T2", "withdrawn_on": date(2017, 3, 1)},
    ]


@pytest.mark.parametrize(("logged", "kept"), [("2016-01-01", date(2016, 1, 1)), ("2019-01-01", date(2017, 3, 1))])
def test_the_earlier_day_stands(facts: Facts, logged: str, kept: date) -> None:
    withdrawn(facts, (logged, {"testimonies": ["B/T2"], "reports": []}))
    assert facts.value("SELECT withdrawn_on FROM testimony WHERE organisation = 'B' AND testimony_id = 'T2'") == kept


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
    facts.query("UPDATE testimony SET source_sha256 = 'theirs' WHERE organisation = 'B' AND testimony_id = 'T1'")
    facts.append("reading", [{"sha256": "theirs", "chain": "d" * 32, "number": 1}])
    log = LogOf([("2017-05-01", {"testimonies": ["A/T1", "B/T1"], "reports": ["A/1"]})])
    entries = [Recorded("d" * 32, 1, each.kind, each.time, {}, each.details, False) for each in log.entries("withdraw")]
    log.entries = lambda *kinds: entries  # type: ignore[method-assign]
    apply_withdrawals(log, facts)  # type: ignore[arg-type]
    rows = facts.rows(f"SELECT {TESTIMONY} AS testimony_id FROM testimony WHERE withdrawn_on = '2017-05-01'")
    assert [row["testimony_id"] for row in rows] == ["B/T1"]
    assert facts.value("SELECT consent FROM report") == ["public", "commission"]
