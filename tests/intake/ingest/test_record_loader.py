"""Files that nobody foresaw: each ends in a sentence, and the case stays open to all others."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dalil import intake
from dalil.casefile.case import Case
from dalil.errors import visible
from dalil.intake.formats.registry import Context
from dalil.intake.ingest.record_loader import RecordLoader
from dalil.intake.notations.source_file import SourceFile

HEAD = "sighting_id,post,latitude,longitude,seen_at,aircraft\n"
ROW = "s1,P1,36.1,37.1,2016-09-01T10:00:00Z,Su-24\n"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "9999-12-31", "0001-01-01"])
def test_the_ends_of_all_calendars_are_refused(read: Callable, moment: str) -> None:
    got = read("sightings.csv", HEAD + ROW.replace("2016-09-01T10:00:00Z", moment), organisation="w")
    assert got.counts()["sightings"] == (1, 0, 1)


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_typed_moments_beyond_all_calendars_are_refused(read: Callable, tmp_path: Path, zone: str | None) -> None:
    moments = pa.array([datetime(2016, 9, 1, 10, 0, 5), datetime(1, 1, 1), None], pa.timestamp("us"))
    far = pa.array([2**60], pa.int64()).cast(pa.timestamp("us"))
    columns = {"track_id": ["a"] * 4, "latitude": [36.0] * 4, "longitude": [37.0] * 4}
    times = pa.concat_arrays([moments, far]).cast(pa.timestamp("us", tz=zone))
    pq.write_table(pa.table({"t": times, **columns}), tmp_path / "p.parquet")
    got = read("positions.parquet", (tmp_path / "p.parquet").read_bytes(), organisation="w")
    assert got.counts()["positions"] == (4, 1, 3)


def test_a_reader_that_fails_refuses_the_file_and_no_more(read: Callable, settings) -> None:
    def items() -> Iterator:
        raise IndexError("a cell of the file")
        yield

    facts = read("sightings.csv", HEAD + ROW, organisation="w").facts
    loader = RecordLoader(facts, Context(settings), "f" * 64, "x.csv", ("c" * 32, 9))
    refused = loader.load(items(), "some", "1")
    assert refused is not None and "IndexError" in refused.found and "a cell" not in str(refused)
    assert facts.value("SELECT count(*) FROM sighting") == 1


@pytest.mark.parametrize("kept", [0, 2, 30, 3000])
def test_a_truncated_gzip_is_called_broken_and_not_empty(read: Callable, kept: int) -> None:
    rows = "".join(ROW.replace("s1", f"s{n * 7919 % 10007}") for n in range(5000))
    got = read("sightings.csv.gz", gzip.compress((HEAD + rows).encode())[:kept], as_="plain")
    assert got.refused is not None
    assert ("empty" in str(got.refused)) == (kept == 0)


def test_what_can_be_unpacked_before_the_break_is_the_head() -> None:
    whole = gzip.compress(("".join(f"{n * 7919 % 10007}\n" for n in range(20_000))).encode())
    assert SourceFile.of_bytes("x.gz", whole[:5000]).head.startswith(b"0\n7919\n5831\n")


@pytest.mark.parametrize("text", ['{"a": 1}', '[{"a": 1}]', "\ufeff [1]", "[]"])
def test_json_under_the_name_of_a_csv_is_called_json(read: Callable, text: str) -> None:
    assert "JSON" in str(read("sightings.csv", text, as_="plain").refused)


def test_tabs_in_a_csv_are_seen(read: Callable) -> None:
    got = read("sightings.csv", (HEAD + ROW).replace(",", "\t"), organisation="w")
    assert got.counts()["sightings"] == (1, 1, 0)


def test_signs_that_steer_a_terminal_are_written_out(read: Callable) -> None:
    got = read("sightings.csv", HEAD + ROW.replace("s1", "s\x1b[2J"), organisation="w")
    assert [found for _, _, found, _ in got.refusals()] == ["s\\x1b[2J"]
    assert visible("سوخوي ٢٤\u202e") == "سوخوي ٢٤\\u202e"


def test_a_refused_file_handed_in_again_is_said_to_be_refused(case: Case, folder: Path) -> None:
    (folder / "sightings.csv").write_text("sighting_id\nx\n")
    assert intake.add(case, [folder]).exit_code() == 1
    (again,) = intake.add(case, [folder]).files
    assert again.status == "same" and "refused then" in again.note
