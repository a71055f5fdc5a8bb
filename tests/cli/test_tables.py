"""What a person reads in 80 columns: what was asked for first, nothing that steers the terminal, and the next step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dalil.cli.tables import print_added, print_checks, print_run, print_view
from dalil.intake.ingest.summary import AddSummary, FileSummary

DAY = datetime(2016, 7, 1, 4, 5)


def incident(id_: str, at: datetime | None, *, in_scope: bool = True, place: str = "Here, There") -> dict:
    return {"incident_id": id_, "earliest": at, "in_scope": in_scope, "place": place, "kind": "airstrike",
            "killed": {"total": [1, 3]}, "grade": "more_likely_than_not"}  # fmt: skip


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_incidents_of_the_case_stand_first_in_order_of_time(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [incident("I-early-out", datetime(2014, 1, 1), in_scope=False), incident("I-none", None),
            incident("I-late", datetime(2016, 9, 1)), incident("I-first", DAY)]  # fmt: skip
    print_view("incidents", rows, 40)
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()[1:5]] == ["I-first", "I-late", "I-none", "I-early-out"]
    assert "2016-07-01 04:05" in out and "There" not in out
    assert "1 of these 4 lie outside the case's period or area" in out


def test_main_figures_stand_first(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["change.all.1.p", "incidents.total", "killed.total.min", "zz"]
    print_view("figures", [{"name": name, "value": 1.0, "unit": "x", "rows": 1} for name in names], 40)
    shown = [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert shown == ["incidents.total", "killed.total.min", "change.all.1.p", "zz"]


@pytest.mark.parametrize(("row", "whole", "lost"), [(3, True, "row"), (3, False, "value"), (None, True, "file")])
def test_a_refusal_says_what_was_lost(
    capsys: pytest.CaptureFixture[str], row: int | None, whole: bool, lost: str
) -> None:
    found = {"file_name": "a.csv", "row": row, "whole": whole, "field": "t", "expected": "a time", "found": "x\x1b[2J"}
    print_view("refusals", [found], 40)
    out = capsys.readouterr().out
    assert lost in out.splitlines()[1].split()
    assert "\x1b" not in out and "\\x1b[2J" in out


def test_no_flights_is_not_said_as_if_somebody_had_looked(capsys: pytest.CaptureFixture[str]) -> None:
    print_view("flights", [], 40)
    assert "none was looked for" in capsys.readouterr().out


def test_what_was_added_says_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    file = FileSummary("a\x1b.csv", "read", kinds=("reports",), rows=2, records=1, refused=1, unknown={"x": 1, "y": 2})
    print_added(Path("my.case"), AddSummary((file,)))
    out = capsys.readouterr().out
    assert "dalil show my.case refusals" in out and "dalil run my.case" in out
    assert "x (1 filled), y (2 filled)" in out.replace("\n  ", " ")
    assert "\x1b" not in out and max(map(len, out.splitlines())) <= 80


def test_a_run_fits_and_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    print_run(Path("my.case"), {"stages": {"crossref": {f"a_long_name_{n}": n for n in range(20)}}})
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines()[:-2])) <= 80 and "dalil show my.case incidents" in out


def checked(**check: object) -> dict[str, object]:
    return {
        "what": "submission", "path": "out", "key": "ab" * 16, "chains": [], "compared_with": "", "not_covered": [],
        "passed": True, "checks": [{"number": 1, "passed": True, "title": "word " * 30, **check}],
    }  # fmt: skip


def test_a_check_fits(capsys: pytest.CaptureFixture[str]) -> None:
    print_checks(checked())
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_what_a_stranger_wrote_steers_nothing_and_begins_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x1b[2J\u202eb\u2066c\x9b1m\n  1  ok      forged"
    print_checks(checked(passed=False, expected=hostile, found=hostile, where=hostile))
    print_checks(checked(notes=[hostile]) | {"path": hostile})
    out = capsys.readouterr().out
    assert not set("\x1b\u202e\u2066\x9b") & set(out)
    assert "\\x1b[2J\\u202eb\\u2066c\\x9b1m\\n" in out
    assert not [line for line in out.splitlines() if line.startswith("  1  ok      forged")]
