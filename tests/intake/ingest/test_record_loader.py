"""Items of one reading into the facts: all or none, newer for older; and files that nobody foresaw."""

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
from dalil.casefile.facts import Facts
from dalil.errors import Refused, visible
from dalil.intake.formats.registry import Cells, Context, Derived, Refusal, Unknown
from dalil.intake.ingest.record_loader import RecordLoader, settings_mark, transaction
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


def loaded(facts: Facts, settings, number: int, *items: object, fails: Exception | None = None) -> Refused | None:
    """Load items as the reading `number` of the log."""

    def given() -> Iterator:
        yield from items
        if fails is not None:
            raise fails

    sha256 = f"{number:064x}"
    return RecordLoader(facts, Context(settings), sha256, f"{number}.csv", ("c" * 32, number)).load(given(), "r", "1")


def sightings(rows: list[int], *ids: str, **more: list) -> Cells:
    same = {"sighting_id": list(ids), "post": ["P"] * len(ids), "seen_at": ["2016-10-01T10:00"] * len(ids)}
    return Cells("sightings", rows, same | more)


def counted(facts: Facts) -> list[tuple]:
    columns = "number, kind, rows, records, refused, superseded"
    return facts.query(f"SELECT {columns} FROM reading ORDER BY number, kind").fetchall()


@pytest.fixture
def facts() -> Facts:
    return Facts.in_memory()


def test_rows_are_records_refusals_and_nothing_else(facts: Facts, settings) -> None:
    refusal = Refusal(3, "", "a cue", "another", whole=True)
    loaded(facts, settings, 1, sightings([1, 2], "a", "b", count=["1", "x"]), refusal, Unknown("colour", 2))
    assert counted(facts) == [(1, "sightings", 3, 2, 1, 0)]
    assert facts.query('SELECT "column", filled FROM unknown_column').fetchall() == [("colour", 2)]
    found = facts.query("SELECT row, field, whole, kind FROM refusal ORDER BY row").fetchall()
    assert found == [(2, "count", False, "sightings"), (3, "", True, "sightings")]


def test_a_row_refused_twice_is_one_row(facts: Facts, settings) -> None:
    twice = [Refusal(2, "", "a cue", "another", whole=True)] * 2
    loaded(facts, settings, 1, sightings([1], "a"), *twice)
    assert counted(facts) == [(1, "sightings", 2, 1, 1, 0)]


def test_refusals_before_the_first_record_count_with_its_kind(facts: Facts, settings) -> None:
    loaded(facts, settings, 1, Refusal(1, "", "a", "b", whole=True), sightings([2], "a"))
    assert counted(facts) == [(1, "sightings", 2, 1, 1, 0)]


def test_a_reading_of_nothing_is_a_reading(facts: Facts, settings) -> None:
    loaded(facts, settings, 1)
    assert counted(facts) == [(1, "", 0, 0, 0, 0)]


@pytest.mark.parametrize("error", [Refused("Broken.", expected="a table"), KeyError("x"), RecursionError()])
def test_a_file_refused_at_its_end_leaves_no_record(facts: Facts, settings, error: Exception) -> None:
    refused = loaded(facts, settings, 1, sightings([1], "a"), fails=error)
    assert refused is not None and facts.value("SELECT count(*) FROM sighting") == 0
    assert facts.query("SELECT row, whole FROM refusal").fetchall() == [(None, True)]
    assert counted(facts) == [(1, "", 0, 0, 0, 0)]


def test_an_error_that_is_no_fault_of_the_file_is_not_swallowed(facts: Facts, settings) -> None:
    with pytest.raises(OSError, match="disk"):
        loaded(facts, settings, 1, sightings([1], "a"), fails=OSError("disk"))
    assert counted(facts) == [] and facts.value("SELECT count(*) FROM sighting") == 0


def test_a_newer_record_takes_the_place_of_the_older(facts: Facts, settings) -> None:
    loaded(facts, settings, 1, sightings([1, 2], "a", "b"))
    loaded(facts, settings, 2, sightings([7], "b", count=["5"]))
    assert facts.query('SELECT sighting_id, "count" FROM sighting ORDER BY 1').fetchall() == [("a", None), ("b", 5)]
    assert counted(facts) == [(1, "sightings", 2, 1, 0, 1), (2, "sightings", 1, 1, 0, 0)]
    found = facts.query('SELECT "table", id, source_row, by_row FROM superseded').fetchall()
    assert found == [("sighting", "b", 2, 7)]


def test_the_same_file_read_anew_replaces_all_its_records(facts: Facts, settings) -> None:
    loaded(facts, settings, 1, sightings([1, 2], "a", "b"))
    loaded(facts, settings, 1, sightings([1], "c"))
    assert facts.query("SELECT sighting_id FROM sighting").fetchall() == [("c",)]


def test_kinds_without_an_id_stand_beside_one_another(facts: Facts, settings) -> None:
    label = Cells("labels", [1], {"report_id": ["L/1"], "party": ["reds"], "basis": ["court"]})
    loaded(facts, settings, 1, label)
    loaded(facts, settings, 2, label)
    assert facts.value("SELECT count(*) FROM label") == 2 and facts.value("SELECT count(*) FROM superseded") == 0


def test_what_hangs_on_a_refused_row_falls_with_it(facts: Facts, settings) -> None:
    columns = {"report_id": ["1", "2"], "organisation": ["L"] * 2, "earliest": ["2016-10-01", "never"]}
    sources = [{"report_id": f"L/{n}", "position": 1, "url": "u"} for n in (1, 2)]
    loaded(facts, settings, 1, Cells("reports", [1, 2], columns), Derived("report_source", [1, 2], sources))
    assert facts.query("SELECT report_id FROM report_source").fetchall() == [("L/1",)]


def test_sources_of_a_report_that_its_file_no_longer_holds_go_with_it(facts: Facts, settings) -> None:
    columns = {"organisation": ["L"], "earliest": ["2016-10-01"]}
    source = {"report_id": "L/1", "position": 1, "url": "u"}
    of_1 = Derived("report_source", [1], [source])
    loaded(facts, settings, 1, Cells("reports", [1], columns | {"report_id": ["1"]}), of_1)
    loaded(facts, settings, 1, Cells("reports", [1], columns | {"report_id": ["2"]}))
    assert facts.query("SELECT report_id FROM report").fetchall() == [("L/2",)]
    assert facts.value("SELECT count(*) FROM report_source") == 0


def test_local_times_are_of_the_zone_that_the_cells_name(facts: Facts, settings) -> None:
    loaded(facts, settings, 1, Cells("sightings", [1], dict(sightings([1], "a").columns), zone="UTC"))
    assert str(facts.value("SELECT seen_at FROM sighting")) == "2016-10-01 10:00:00"


@pytest.mark.parametrize(
    ("change", "same"),
    [({"title": "Another"}, True), ({"zone": "UTC"}, False), ({"area": None}, False), ({"parties": ()}, True)],
)
def test_which_settings_a_reading_depends_on(settings, change: dict, same: bool) -> None:
    assert (settings_mark(settings.model_copy(update=change)) == settings_mark(settings)) is same


def test_a_transaction_is_all_or_nothing(facts: Facts) -> None:
    with pytest.raises(ZeroDivisionError), transaction(facts):
        facts.append("unknown_column", [{"sha256": "0", "column": "a", "filled": 1}])
        raise ZeroDivisionError
    assert facts.value("SELECT count(*) FROM unknown_column") == 0
