"""Hold and accept: rows of persons, from which the state follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dalil.attribute.outputs.reviews import write_reviews
from dalil.casefile.facts import Facts


def decided(number: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"decision_id": f"c:{number}", "kind": kind, "a": ["o/x"], "by": f"k{number}", "reason": kind, **more}


@pytest.mark.parametrize(
    ("rows", "state", "by"),
    [
        ([decided(1, "accept")], "accepted", "k1"),
        ([decided(1, "hold"), decided(2, "accept")], "held", "k1"),
        ([decided(1, "accept"), decided(2, "accept")], "accepted", "k2"),
        ([decided(1, "hold", retracted_by="c:9"), decided(2, "accept")], "accepted", "k2"),
    ],
)
def test_state(incidents: Callable[..., Facts], rows: list[dict[str, Any]], state: str, by: str) -> None:
    facts = incidents(x={})
    facts.replace("decision", rows)
    write_reviews(facts)
    assert facts.rows('SELECT incident_id, state, "by" FROM review') == [{"incident_id": "x", "state": state, "by": by}]


@pytest.mark.parametrize(
    ("rows", "whole", "line"),
    [
        ([decided(1, "accept", reason="flight: I know the clock")], None, "accepted"),
        ([decided(1, "hold", reason=" Flight : the clock is off")], "held", "held"),
        ([decided(1, "accept"), decided(2, "hold", reason="flight: off")], "held", "held"),
        ([decided(1, "accept", reason="flights are well seen")], "accepted", None),
    ],
)
def test_an_answer_to_one_line(
    incidents: Callable[..., Facts], rows: list[dict[str, Any]], whole: str | None, line: str | None
) -> None:
    facts = incidents(x={})
    facts.replace("decision", rows)
    write_reviews(facts)
    assert facts.value("SELECT max(state) FROM review") == whole
    assert facts.value("SELECT max(state) FROM line_review WHERE line = 'flight'") == line


def test_other_kinds_and_other_reports_are_no_review(incidents: Callable[..., Facts]) -> None:
    facts = incidents(x={})
    facts.replace("decision", [decided(1, "merge"), decided(2, "hold", a=["o/y"])])
    write_reviews(facts)
    assert facts.rows("SELECT * FROM review") == []
