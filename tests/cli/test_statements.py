"""show statements: the findings under each statement, the surest first, with the exhibits behind."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.cli.tables import print_view
from dalil.commands.show import statements


def view(**more: Any) -> list[dict[str, Any]]:
    row = {
        "statement_id": "S1",
        "party": "north",
        "act": "denies",
        "made_on": None,
        "excluded": 2,
        "high": 1,
        "likely": 1,
    }
    return [
        row | {"incidents": {"I-1": "likely", "I-2": "high"}, "exhibits": {"I-1": ["a.jpg", "b.mp4"], "I-2": []}} | more
    ]


def test_exhibits_stand_beside_each_incident(capsys: pytest.CaptureFixture[str]) -> None:
    print_view("statements", view(), 40)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3:] == [
        "S1 would exclude, if it were true:",
        "  I-2  high                  no exhibit",
        "  I-1  likely                a.jpg, b.mp4",
    ]


def test_no_line_is_wider_than_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_view("statements", view(exhibits={"I-1": ["x" * 90, *["y" * 20] * 9], "I-2": []}), 40)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_what_the_limit_leaves_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_view("statements", view(), 1)
    out = capsys.readouterr().out
    assert "I-2" in out and "I-1" not in out and "1 more" in out


def test_the_exhibits_are_those_that_the_reports_of_the_incident_name() -> None:
    facts = Facts.in_memory()
    facts.replace("statement", [{"statement_id": "S1", "party": "north", "act": "denies"}])
    facts.replace("statement_check", [
        {"statement_id": "S1", "incident_id": name, "grade": "high", "excluded": True} for name in ("I-1", "I-2")
    ])  # fmt: skip
    named = {"A/1": ["b.jpg", "a.jpg"], "B/1": ["a.jpg"], "C/1": None}
    facts.replace("report", [{"report_id": each, "organisation": each[0], "exhibits": files}
                             for each, files in named.items()])  # fmt: skip
    facts.replace("incident_report", [
        {"incident_id": incident, "report_id": report, "organisation": report[0]}
        for incident, report in (("I-1", "A/1"), ("I-1", "B/1"), ("I-2", "C/1"))
    ])  # fmt: skip
    assert statements(facts)[0]["exhibits"] == {"I-1": ["a.jpg", "b.jpg"], "I-2": []}
