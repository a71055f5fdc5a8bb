"""The truth/ folder read back: what belongs to what, and a sentence where it is no truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.errors import UsageError
from dalil.simulate.score.truth import read_truth


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two attacks, of which one was reported; tables that a simulation may leave out are left out."""
    (tmp_path / "incidents.csv").write_text("incident_id,party\nI1,red\nI2,blue\n", encoding="utf-8")
    (tmp_path / "reports.csv").write_text("report_id,incident_id,how\nA/1,I1,own\nB/1,I1,rereport\n", encoding="utf-8")
    (tmp_path / "parameters.json").write_text('{"seed": 7}', encoding="utf-8")
    return tmp_path


def test_reports_belong_to_incidents(folder: Path):
    truth = read_truth(folder)
    assert truth.incident_of_report == {"A/1": "I1", "B/1": "I1"}
    assert truth.incidents["I2"]["party"] == "blue"
    assert truth.parameters["seed"] == 7


def test_an_account_told_again_counts_as_reported_and_silence_does_not(folder: Path):
    assert set(read_truth(folder).reported) == {"I1"}


def test_tables_that_are_not_there_are_empty(folder: Path):
    truth = read_truth(folder)
    assert truth.flight_of_sighting == {}
    assert truth.tables["tracks"] == []


@pytest.mark.parametrize("missing", ["incidents.csv", "parameters.json"])
def test_another_folder_is_refused_with_what_to_give(folder: Path, missing: str):
    (folder / missing).unlink()
    with pytest.raises(UsageError, match="not the truth of a simulation") as caught:
        read_truth(folder)
    assert "OUT/truth" in caught.value.do


def test_a_simulation_is_read_back_whole(small: Path):
    truth = read_truth(small / "truth")
    assert set(truth.incident_of_report.values()) <= set(truth.incidents)
    assert set(truth.reported) == {
        row["incident_id"] for row in truth.incidents.values() if row["documented_by"]
    }  # every documented attack has a report, and nobody tells again what nobody told
