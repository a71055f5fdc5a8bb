"""CSV files."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.simulate.write.tables import TRUTH, Tables


def test_a_row_has_the_columns_of_its_table_and_blanks(tmp_path: Path):
    with Tables(tmp_path) as tables:
        tables.write("raw/x", "labels", {"report_id": "a/1", "basis": "court"})
        tables.write("raw/x", "labels", {"report_id": "a/2", "party": "نهارات", "basis": "expert"})
    text = (tmp_path / "raw/x/labels.csv").read_text(encoding="utf-8")
    assert text == "report_id,party,basis\na/1,,court\na/2,نهارات,expert\n"


def test_a_key_without_a_column_is_an_error(tmp_path: Path):
    with Tables(tmp_path) as tables, pytest.raises(KeyError, match="labels has no column colour"):
        tables.write("raw/x", "labels", {"colour": "red"})


def test_truth_goes_to_its_folder(tmp_path: Path):
    with Tables(tmp_path) as tables:
        tables.truth("media", {"file": "a.jpg", "original_file": "a.jpg", "transform": "original"})
    assert (tmp_path / "truth" / "media.csv").read_text().splitlines()[1] == "a.jpg,a.jpg,original,,,"


def test_truth_has_the_columns_of_the_contract():
    # The order is that of the published contract; what the simulator adds stands behind.
    assert TRUTH["reports"][:2] == ["report_id", "incident_id"]
    assert TRUTH["victims"][:2] == ["person_id", "true_person"]
    assert TRUTH["incidents"][:12] == [
        "incident_id", "party", "at", "latitude", "longitude", "killed_civilians", "killed_children", "objects_hit",
        "weapons", "flight_id", "documented_by", "in_annex",
    ]  # fmt: skip
    assert TRUTH["flights"] == ["flight_id", "party", "aircraft", "base", "took_off", "landed"]
    assert TRUTH["transmissions"][:3] == ["transmission_id", "flight_id", "incident_id"]
    assert TRUTH["media"][:3] == ["file", "original_file", "transform"]
