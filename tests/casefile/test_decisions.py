"""Judgements as rows: retracted, contradicted, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dalil.casefile.decisions import decisions_of
from dalil.casefile.facts import Facts
from dalil.vault.log.reader import Recorded

CHAIN = "c" * 32


@dataclass
class LogOf:
    """Entries of one chain, numbered from 0."""

    details: list[dict[str, Any]]

    def entries(self, *kinds: str) -> list[Recorded]:
        assert kinds == ("decide",)
        return [
            Recorded(CHAIN, number, "decide", "2026-01-02T03:04:05Z", {}, details)
            for number, details in enumerate(self.details)
        ]


def rows(*details: dict[str, Any], upto: int = 99) -> list[dict[str, Any]]:
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
