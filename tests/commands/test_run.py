"""Stages by name: what is logged, what one alone brings along, and which runs a rebuild repeats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dalil import intake
from dalil.casefile.case import Case, create
from dalil.commands.run import STAGES, rebuild, run, runs_to_repeat, stages_of
from dalil.errors import UsageError

CASE_TOML = """
title = "An invented case"
zone = "Asia/Damascus"
from = 2016-07-01
to = 2016-12-31
area = [36.5, 35.7, 37.7, 36.7]
organisation = "Keepers"
"""
REPORTS = """report_id,organisation,earliest,latitude,longitude
1,L,2016-10-01,36.1,37.1
2,L,2016-10-02,30.0,30.0
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create(tmp_path / "x.case", CASE_TOML)
    (tmp_path / "reports.csv").write_text(REPORTS)
    with Case.open(tmp_path / "x.case", write=True) as case:
        intake.add(case, [tmp_path / "reports.csv"])
    return tmp_path / "x.case"


def logged(path: Path) -> list[dict[str, Any]]:
    with Case.open(path) as case:
        return [entry.details for entry in case.log.entries("run") if entry.details]


def log(path: Path, stages: Sequence[str]) -> None:
    """A run as it was logged by a version in which `locate` was no stage."""
    with Case.open(path, write=True) as case:
        case.writer.append("run", {**logged(path)[0], "stages": list(stages), "position": case.position()})


def test_only_locate_locates_and_no_more(path: Path) -> None:
    said = run(path, only="locate")["stages"]
    assert said == {"locate": {"point": 2, "gazetteer": 0, "none": 0, "in_scope": 1}}
    assert [details["stages"] for details in logged(path)] == [["locate"]]
    with Case.open(path) as case, case.facts() as facts:
        assert facts.value("SELECT count(*) FROM location") == 2
        assert facts.value("SELECT count(*) FROM incident") == 0


def test_a_stage_alone_is_located_first_and_the_log_says_so(path: Path) -> None:
    assert list(run(path, only="count")["stages"]) == ["locate", "count"]
    assert logged(path)[-1]["stages"] == ["locate", "count"]


def test_a_run_logged_before_locate_was_a_stage_is_repeated_as_it_was(path: Path) -> None:
    run(path, only="locate")
    with Case.open(path) as case, case.facts() as facts:
        before = facts.table_hash("location")
    log(path, ["count"])
    made = rebuild(path)
    assert made["hashes"]["location"] == before
    with Case.open(path) as case, case.facts() as facts:
        assert facts.value("SELECT value FROM figure WHERE name = 'incidents.total'") == 0


def test_from_the_last_run_of_all_stages_on_runs_are_repeated(path: Path) -> None:
    run(path, only="locate")
    log(path, STAGES[1:])  # all there were then
    log(path, ["link"])
    with Case.open(path) as case:
        repeated = [stages_of(details) for details in runs_to_repeat(case)]
    assert repeated == [STAGES, ("locate", "link")]


def test_runs_that_saw_fewer_records_are_not_repeated(path: Path, tmp_path: Path) -> None:
    run(path, only="locate")
    (tmp_path / "reports.csv").write_text(REPORTS.replace("37.1", "37.2"))
    with Case.open(path, write=True) as case:
        intake.add(case, [tmp_path / "reports.csv"])
        assert runs_to_repeat(case) == []


def test_an_unknown_stage_is_said_with_those_there_are(path: Path) -> None:
    with pytest.raises(UsageError, match="locate, link, crossref, attribute, count"):
        run(path, only="submit")
