"""Long work says what it does, on a terminal's standard error alone, and to whoever it is told to tell."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cases import new

from dalil.commands import case as cases
from dalil.commands import run as runs

DALIL = (sys.executable, "-c", "from dalil.cli import main; main()")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one report, which names no party, and one sighting."""
    subprocess.run(
        [*DALIL, "new", str(tmp_path / "case"), *new("2019-03-01", "2019-03-31")], check=True, capture_output=True
    )
    (tmp_path / "raw").mkdir()
    report = "report_id,earliest,latest,latitude,longitude\nR1,2019-03-20T10:00,2019-03-20T10:00,34,175\n"
    (tmp_path / "raw" / "reports.csv").write_text(report, encoding="utf-8")
    sighting = "sighting_id,seen_at,post,latitude,longitude,aircraft\nS1,2019-03-20T10:01Z,P1,34.01,175,Su-24\n"
    (tmp_path / "raw" / "sightings.csv").write_text(sighting, encoding="utf-8")
    return tmp_path / "case"


def test_each_step_is_told_and_a_case_that_names_no_party_runs(case: Path) -> None:
    told: list[str] = []
    cases.add(case, [case.parent / "raw"], as_=None, organisation="Org", mapping=None, announce=told.append)
    runs.run(case, announce=told.append)
    assert told[:3] == ["sealing 2 files", "reading table 1 of 2", "reading table 2 of 2"]
    assert [what.split(":")[0] for what in told[-5:]] == ["locate", "link", "crossref", "attribute", "count"]


def test_a_terminal_is_shown_it_and_a_file_is_not(case: Path) -> None:
    command = [*DALIL, "add", str(case), str(case.parent / "raw"), "--organisation", "Org"]
    ours, theirs = pty.openpty()
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    written = os.read(ours, 65_536).decode()
    again = subprocess.run(command, capture_output=True, check=True)
    assert "sealing 2 files" in written
    assert "sealing" not in shown.stdout.decode() + again.stdout.decode() + again.stderr.decode()
