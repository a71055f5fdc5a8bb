"""Background positions: how many, where, and a row group at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from dalil.simulate.write import positions


@pytest.fixture
def written(at, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pq.ParquetFile:
    """Ten thousand positions in groups of 2,500."""
    monkeypatch.setattr(positions, "GROUP_TRACKS", 10)
    assert positions.write_positions(at(), tmp_path / "p.parquet", 9_800) == 10_000
    return pq.ParquetFile(tmp_path / "p.parquet")


def test_whole_tracks_in_row_groups(written: pq.ParquetFile):
    assert written.metadata.num_rows == 10_000
    assert written.metadata.num_row_groups == 4
    table = written.read()
    assert len(set(table["track_id"].to_pylist())) == 40


def test_groups_follow_one_another_in_time(written: pq.ParquetFile):
    starts = [written.read_row_group(n)["t"][0].as_py() for n in range(4)]
    assert starts == sorted(starts)


def test_fixes_of_a_track_are_half_a_minute_apart(written: pq.ParquetFile):
    t = written.read_row_group(0)["t"].to_numpy().astype("datetime64[s]").astype(int)[:250]
    assert (np.diff(t) == 30).all()


def test_degrees_are_rounded(written: pq.ParquetFile):
    latitude = written.read()["latitude"].to_numpy()
    assert (latitude == np.round(latitude, 5)).all()
    assert (np.abs(latitude - 34.2) < 2.0).all()


def test_same_seed_same_bytes(at, tmp_path: Path):
    for name in ("a", "b"):
        positions.write_positions(at(), tmp_path / name, 5_000)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
