"""Judgements as rows: retracted, contradicted, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dalil.casefile.decisions import decision_id, decisions_of
from dalil.casefile.facts import Facts
from dalil.vault.log.reader import Recorded

CHAIN = "c" * 32


@dataclass
class LogOf:
    """Entries of one chain, numbered from 0."""

    details: list[dict[str, Any] | None]
    trusts: bool = True

    def trusted(self) -> frozenset[str]:
        return frozenset({CHAIN} if self.trusts else ())

    def entries(self, *kinds: str) -> list[Recorded]:
        assert kinds == ("decide",)
        return [
            Recorded(CHAIN, number, "decide", "2026-01-02T03:04:05Z", {}, details, self.trusts)
            for number, details in enumerate(self.details)
        ]


def rows(*details: dict[str, Any] | None, upto: int = 99) -> list[dict[str, Any]]:
    return decisions_of(LogOf(list(details)), {CHAIN: upto}, Facts.in_memory())  # type: ignore[arg-type]


MERGE = {"kind": "merge", "a": ["o/1"], "b": ["o/2"], "by": "k", "reason": "same video"}
APART = {"kind": "apart", "a": ["o/2"], "b": ["o/1"], "by": "l", "reason": "two strikes"}


def test_a_decision_has_an_id_that_stays() -> None:
    assert [row["decision_id"] for row in rows(MERGE)] == ["cccccccc-0"]


def test_retraction_marks_the_row_and_keeps_it() -> None:
    (row,) = rows(MERGE, {"kind": "retract", "a": ["cccccccc-0"]})
    assert row["retracted_by"] == "cccccccc-1"


def test_contradictions_are_shown_on_both_and_neither_wins() -> None:
    first, second = rows(MERGE, APART)
    assert (first["contradicted_by"], second["contradicted_by"]) == (["cccccccc-1"], ["cccccccc-0"])


def test_a_retracted_decision_contradicts_nothing() -> None:
    first, second = rows(MERGE, APART, {"kind": "retract", "a": ["cccccccc-0"]})
    assert (first["contradicted_by"], second["contradicted_by"]) == ([], [])


def test_only_what_lies_before_the_position_counts() -> None:
    assert rows(MERGE, APART, upto=1)[0]["contradicted_by"] == []


def test_holding_and_accepting_one_report_contradict() -> None:
    hold = {"kind": "hold", "a": ["o/1"], "by": "k", "reason": "one source"}
    accept = {"kind": "accept", "a": ["o/1"], "by": "l", "reason": "video"}
    first, second = rows(hold, accept)
    assert (first["contradicted_by"], second["contradicted_by"]) == (["cccccccc-1"], ["cccccccc-0"])


def test_decisions_of_other_reports_do_not_contradict() -> None:
    other = APART | {"a": ["o/2"], "b": ["o/3"]}
    assert [row["contradicted_by"] for row in rows(MERGE, other)] == [[], []]


def test_two_who_agree_do_not_contradict() -> None:
    assert [row["contradicted_by"] for row in rows(MERGE, MERGE | {"by": "l"})] == [[], []]


def test_what_is_left_out_is_empty_and_the_time_is_naive_utc() -> None:
    (row,) = rows({"kind": "standard", "a": ["o/1"]})
    assert (row["b"], row["by"], row["reason"]) == ([], "", "")
    assert row["at"] == datetime(2026, 1, 2, 3, 4, 5)


def test_an_entry_whose_details_were_destroyed_decides_nothing() -> None:
    assert [row["decision_id"] for row in rows(None, MERGE)] == ["cccccccc-1"]


def test_a_chain_beyond_the_position_does_not_count_yet() -> None:
    assert decisions_of(LogOf([MERGE]), {}, Facts.in_memory()) == []  # type: ignore[arg-type]


def test_retracting_what_is_not_there_changes_nothing() -> None:
    (row,) = rows(MERGE, {"kind": "retract", "a": ["dddddddd-7"]})
    assert row["retracted_by"] is None


def read_by(chain: str) -> Facts:
    facts = Facts.in_memory()
    facts.append("reading", [{"sha256": "ab" * 32, "chain": chain, "number": 1}])
    return facts


def test_a_table_that_only_a_stranger_read_decides_nothing() -> None:
    facts = read_by("d" * 32)
    facts.append("decision_row", [{"source_sha256": "ab" * 32, "source_row": 3, "kind": "hold", "a": ["o/1"]}])
    assert decisions_of(LogOf([]), {CHAIN: 9}, facts) == []  # type: ignore[arg-type]


def test_a_key_that_the_case_does_not_trust_decides_nothing() -> None:
    assert decisions_of(LogOf([MERGE], trusts=False), {CHAIN: 9}, Facts.in_memory()) == []  # type: ignore[arg-type]


def test_a_table_of_decisions_has_its_row_as_a_name() -> None:
    facts = read_by(CHAIN)
    facts.append(
        "decision_row",
        [{"source_sha256": "ab" * 32, "source_row": 3, "kind": "apart", "a": ["o/1"], "b": ["o/2"], "by": "m"}],
    )
    found = decisions_of(LogOf([MERGE]), {CHAIN: 9}, facts)  # type: ignore[arg-type]
    assert [(row["decision_id"], row["at"] is None) for row in found] == [
        ("abababab-row-3", True),
        ("cccccccc-0", False),
    ]
    # A person's word in a table and one in the log stand beside each other.
    assert found[0]["contradicted_by"] == ["cccccccc-0"]


def test_a_decision_in_a_table_can_be_retracted() -> None:
    facts = read_by(CHAIN)
    facts.append("decision_row", [{"source_sha256": "ab" * 32, "source_row": 3, "kind": "hold", "a": ["o/1"]}])
    log = LogOf([{"kind": "retract", "a": ["abababab-row-3"]}])
    (row,) = decisions_of(log, {CHAIN: 9}, facts)  # type: ignore[arg-type]
    assert row["retracted_by"] == "cccccccc-0"


def test_a_decision_is_named_by_its_chain_and_number() -> None:
    assert decision_id("0123456789abcdef", 12) == "01234567-12"
