"""What simulate() writes, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dalil.errors import UsageError
from dalil.simulate import simulate


def digests(root: Path) -> dict[str, str]:
    """SHA-256 of every file under a folder."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes_media_included(tmp_path: Path):
    for name in ("a", "b"):
        simulate(tmp_path / name, 7, "small", {"war.incidents": "12", "evidence.video": "0.5"})
    first = digests(tmp_path / "a")
    assert first == digests(tmp_path / "b")
    assert any(name.endswith(".mp4") for name in first)
    assert any(name.endswith(".jpg") for name in first)
    assert any(name.endswith(".tif") for name in first)


def test_another_seed_is_another_conflict(tmp_path: Path, small: Path):
    simulate(tmp_path / "out", 2, "small", {"media": "off"})
    ours, theirs = digests(tmp_path / "out"), digests(small)
    assert ours["raw/lantern/reports.csv"] != theirs["raw/lantern/reports.csv"]
    assert ours["raw/reference/places.csv"] != theirs["raw/reference/places.csv"]


def test_summary_counts_what_was_written(tmp_path: Path, rows):
    made = simulate(tmp_path / "out", 3, "small", {"war.incidents": "15", "media": "off", "rates.scheduled": "off"})
    truth = tmp_path / "out" / "truth"
    assert made.documented == 15
    assert made.incidents == len(rows(truth / "incidents.csv"))
    assert made.reports == len(rows(truth / "reports.csv"))
    assert made.sightings == len(rows(truth / "sightings.csv"))
    assert made.exhibits == 0
    assert made.fictional


def test_a_folder_that_holds_something_is_refused(tmp_path: Path):
    (tmp_path / "old.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        simulate(tmp_path, 1)
    assert (tmp_path / "old.txt").read_text() == "x"


def test_a_seed_below_nought_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="not below 0"):
        simulate(tmp_path / "out", -1)


def test_a_refused_parameter_writes_nothing(tmp_path: Path):
    with pytest.raises(UsageError):
        simulate(tmp_path / "out", 1, "small", {"war.incidens": "3"})
    assert not (tmp_path / "out").exists()


def test_parameters_are_written_with_the_truth(small: Path):
    body = json.loads((small / "truth" / "parameters.json").read_text(encoding="utf-8"))
    assert body["seed"] == 1
    assert body["preset"] == "small"
    assert body["settings"]["media"]["on"] is False
    assert body["settings"]["war"]["incidents"] == 40
    assert [regime["a_day"] for regime in body["medical_regimes"]] == [0.25, 0.5, 2.6667]
    assert set(body["post_clock_offset_s"]) == {f"fictional-P{n:02d}" for n in range(1, 17)}


def test_a_long_conflict_is_cut_into_slices_without_gaps(tmp_path: Path, rows):
    settings = {"war.incidents": "30", "war.slice_incidents": "10", "media": "off", "rates.scheduled": "off"}
    made = simulate(tmp_path / "out", 4, "small", settings)
    incidents = rows(tmp_path / "out" / "truth" / "incidents.csv")
    assert made.documented == 30
    assert len({row["incident_id"] for row in incidents}) == len(incidents)
    days = sorted(row["at"][:10] for row in incidents)
    assert days[0] < "2019-03-27" < "2019-04-09" < days[-1]
    reports = rows(tmp_path / "out" / "truth" / "reports.csv")
    assert len({row["report_id"] for row in reports}) == len(reports)
