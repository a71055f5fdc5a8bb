"""Exhibits in the tables: names, custody, the truth of media."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.simulate import simulate
from dalil.simulate.tell.exhibits import of_report


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small conflict with media, few of them."""
    folder = tmp_path_factory.mktemp("media") / "out"
    settings = {"war.incidents": "24", "media.rasters": "0", "evidence.video": "0.2", "media.video_frames": "3"}
    simulate(folder, 8, "small", settings)
    return folder


def files_of(out: Path) -> dict[str, Path]:
    """Exhibit files by name."""
    return {path.name: path for path in (out / "raw").rglob("media/*")}


def test_every_file_has_its_row_and_every_row_its_file(out: Path, rows):
    named = [row["file"] for path in (out / "raw").rglob("exhibits.csv") for row in rows(path)]
    assert sorted(named) == sorted(files_of(out))
    assert sorted(named) == sorted(row["file"] for row in rows(out / "truth/media.csv"))


def test_reports_name_files_of_their_own_organisation(out: Path, rows):
    for path in (out / "raw").rglob("reports.csv"):
        own = {file.name for file in path.parent.glob("media/*")}
        for row in rows(path):
            assert set(filter(None, row["exhibits"].split(";"))) <= own


def test_observations_name_a_file_or_at_least_a_report(out: Path, rows):
    for path in (out / "raw").rglob("observations.csv"):
        for row in rows(path):
            assert row["exhibit"] in files_of(out) or row["exhibit"] == ""
            assert row["report_id"]


def test_a_declared_original_knows_its_transform(out: Path, rows):
    media = {row["file"]: row for row in rows(out / "truth/media.csv")}
    assert {row["transform"] for row in media.values()} >= {"original", "recoded", "cropped", "resized"}
    for row in media.values():
        assert (row["transform"] == "original") == (row["file"] == row["original_file"])
        assert media[row["original_file"]]["incident_id"] == row["incident_id"]
        assert Path(row["file"]).suffix == ".mp4" or not row["original_file"].endswith(".mp4")


def test_a_copy_has_other_bytes_than_its_original(out: Path, rows):
    files = files_of(out)
    for row in rows(out / "truth/media.csv"):
        if row["transform"] != "original":
            assert files[row["file"]].read_bytes() != files[row["original_file"]].read_bytes()


def test_exhibits_are_published_after_they_were_taken(out: Path, rows):
    for path in (out / "raw").rglob("exhibits.csv"):
        for row in rows(path):
            assert not row["captured_at"] or row["captured_at"] < row["published_at"]
            assert row["note"] == "FICTIONAL"
            assert ".invalid/" in row["source_url"]


def test_an_update_carries_the_files_of_the_report_it_renews(drawn):
    part = drawn[1]
    files = of_report(part.exhibits, part.reports)
    renewed = [n for n, r in enumerate(part.reports) if r.how == "update" and r.origin in files]
    assert renewed
    assert all(files[n] == files[part.reports[n].origin] for n in renewed)
