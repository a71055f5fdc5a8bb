from __future__ import annotations

import io
import json
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dalil.records import KINDS

HEADER = (
    "report_id,organisation,earliest,latest,time_precision,latitude,longitude,killed_total_min,killed_total_max,kind\n"
)


def reports(*lines: str) -> str:
    return HEADER + "\n".join(lines) + "\n"


def workbook(rows: list[list[object]], *, merge: str = "", sheet: str = "Sheet1") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if merge:
            page.merge_range(merge, "merged")
    return out.getvalue()


def test_a_report_in_the_facts(read) -> None:
    got = read("reports.csv", reports("7,Lantern,2016-10-01T14:00,,,36.2,37.15,1,2,airstrike"))
    columns = "report_id, organisation, earliest, time_precision, latitude, killed_total_min, kind, radius_m, time_note"
    assert got.one("report", columns) == (
        "Lantern/7",
        "Lantern",
        datetime(2016, 10, 1, 11),
        "minute",
        36.2,
        1,
        "airstrike",
        1500.0,
        ["precision_implied"],
    )
    assert got.counts() == {"reports": (1, 1, 0)}


@pytest.mark.parametrize(
    ("line", "field", "found"),
    [
        ("1,Lantern,,,,,,,,", "earliest", "nothing"),
        (",Lantern,2016-10-01,,,,,,,", "report_id", "nothing"),
        ("1,,2016-10-01,,,,,,,", "organisation", "nothing"),
        ("1,Lantern,1970-01-01,,,,,,,", "earliest", "1970-01-01"),
        ("1,Lantern,2016-10-02,2016-10-01,,,,,,", "earliest", "latest before earliest"),
        ("1,Lantern,2016-10-01,,,,,5,2,", "killed_total_min", "5 above 2"),
        ("1,Lantern,2016-10-01", "", "3 cells"),
    ],
)
def test_a_row_that_is_refused_as_a_whole(read, line: str, field: str, found: str) -> None:
    got = read("reports.csv", reports(line, "2,Lantern,2016-10-01,,,,,,,"))
    assert got.refusals() == [(1, field, found, True)]
    assert got.counts() == {"reports": (2, 1, 1)}
    assert got.rows("report", "report_id") == [("Lantern/2",)]


@pytest.mark.parametrize(
    ("line", "field", "found", "kept"),
    [
        ("1,L,2016-10-01,,,36.2,4239.00416,,,", "longitude", "4239.00416", (None, None)),
        ("1,L,2016-10-01,,,36.2,,,,", "longitude", "nothing", (None, None)),
        ("1,L,2016-10-01,,,0,0,,,", "latitude", "0, 0", (None, None)),
        ("1,L,2016-10-01,,,37.15,36.2,,,", "latitude", "37.15, 36.2", (None, None)),
        ("1,L,2016-10-01,,,36.2,37.15,,,air raid", "kind", "air raid", (36.2, 37.15)),
        ("1,L,2016-10-01,,,36.2,37.15,-1,,", "killed_total_min", "-1", (36.2, 37.15)),
        ("1,L,2016-10-01,,,36.2,37.15,some,,", "killed_total_min", "some", (36.2, 37.15)),
        ("1,L,2016-10-01,,soon,36.2,37.15,,,", "time_precision", "soon", (36.2, 37.15)),
    ],
)
def test_a_value_that_is_refused_while_its_row_is_kept(read, line: str, field: str, found: str, kept: tuple) -> None:
    got = read("reports.csv", reports(line))
    assert got.refusals() == [(1, field, found, False)]
    assert got.one("report", "latitude, longitude") == kept
    assert got.counts() == {"reports": (1, 1, 0)}


def test_exchanged_numbers_are_named_and_not_mended(read) -> None:
    got = read("reports.csv", reports("1,L,2016-10-01,,,37.15,36.2,,,"))
    assert "exchanged" in got.facts.value('SELECT "do" FROM refusal')


def test_a_point_a_little_outside_the_area_is_not_taken_for_an_exchange(read) -> None:
    got = read("reports.csv", reports("1,L,2016-10-01,,,36.75,36.6,,,"))
    assert got.one("report", "latitude, longitude") == (36.75, 36.6)


def test_not_stated_is_not_zero(read) -> None:
    got = read("reports.csv", reports("1,L,2016-10-01,,,,,,,", "2,L,2016-10-01,,,,,0,0,"))
    assert got.rows("report", "killed_total_min") == [(None,), (0,)]


def test_the_same_id_twice_names_the_first_row(read) -> None:
    got = read("reports.csv", reports("1,L,2016-10-01,,,,,,,", "1,M,2016-10-01,,,,,,,", "1,L,2016-10-02,,,,,,,"))
    assert got.refusals() == [(3, "report_id", "the id of row 1", True)]
    assert got.rows("report", "report_id") == [("L/1",), ("M/1",)]


def test_an_unknown_column_is_listed_with_its_filled_cells(read) -> None:
    got = read("reports.csv", "report_id,organisation,earliest,Mood\n1,L,2016-10-01,glum\n2,L,2016-10-01,\n")
    assert got.facts.query('SELECT "column", filled FROM unknown_column').fetchall() == [("mood", 1)]


def test_the_organisation_can_come_from_whoever_hands_it_in(read) -> None:
    got = read("reports.csv", "report_id,earliest\n1,2016-10-01\n", organisation="Lantern")
    assert got.one("report", "report_id, organisation") == ("Lantern/1", "Lantern")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "header"),
        (b"\n1,2\n", "header"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-8"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-8"),
        (HEADER.encode() + "1,لجنة,2016-10-01\n".encode("cp1256"), "UTF-8"),
        (b"report_id,report_id\n1,2\n", "once"),
        (b"report_id,kind\n1,airstrike\n", "organisation, earliest"),
        (HEADER.encode() + b'1,"L,2016-10-01\n2,L,2016-10-01\n', "quotes"),
        (HEADER.encode() + b'1,"L"x,2016-10-01,,,,,,,\n', "quotes"),
    ],
)
def test_a_file_that_is_refused_as_a_whole(read, content: bytes, said: str) -> None:
    got = read("reports.csv", content)
    assert said in (got.refused.expected if got.refused else "")
    assert got.rows("report") == []
    assert [(row, whole) for row, _, _, whole in got.refusals()] == [(None, True)]


def test_nothing_of_a_refused_file_stays_where_batches_before_the_fault_were_read(read) -> None:
    lines = [f"{number},L,2016-10-01,,,,,,," for number in range(9_000)]
    got = read("reports.csv", reports(*lines, '9001,"L,2016-10-01,,,,,,,'))
    assert got.refused is not None
    assert got.rows("report") == []


def test_a_byte_order_mark_is_no_part_of_the_first_column(read) -> None:
    got = read("reports.csv", b"\xef\xbb\xbf" + reports("1,L,2016-10-01,,,,,,,").encode())
    assert got.counts() == {"reports": (1, 1, 0)}


def test_a_semicolon_table_as_some_countries_save_it(read) -> None:
    got = read("reports.csv", "report_id;organisation;earliest\n1;L;2016-10-01\n")
    assert got.counts() == {"reports": (1, 1, 0)}


def test_a_nul_refuses_its_row_only(read) -> None:
    got = read("reports.csv", reports("1,L\x00,2016-10-01,,,,,,,", "2,L,2016-10-01,,,,,,,"))
    assert got.refusals() == [(1, "", "a NUL character", True)]
    assert got.counts() == {"reports": (2, 1, 1)}


def test_a_line_too_long_for_memory_refuses_its_row_only(read, monkeypatch) -> None:
    monkeypatch.setattr("dalil.intake.notations.lines.LINE_LIMIT", 2_000)
    monkeypatch.setattr("dalil.intake.notations.lines.CHUNK", 500)
    long = "report_id,organisation,earliest,narrative\n1,L,2016-10-01," + "x" * 5_000 + "\n2,L,2016-10-01,short\n"
    got = read("reports.csv", long)
    assert got.refusals() == [(1, "", "a longer one", True)]
    assert got.rows("report", "report_id") == [("L/2",)]


def test_a_long_line_inside_a_quote_refuses_the_file(read, monkeypatch) -> None:
    monkeypatch.setattr("dalil.intake.notations.lines.LINE_LIMIT", 2_000)
    monkeypatch.setattr("dalil.intake.notations.lines.CHUNK", 500)
    got = read("reports.csv", 'report_id,organisation,earliest,narrative\n1,L,2016-10-01,"' + "x" * 5_000 + '\nmore"\n')
    assert "quote" in str(got.refused)


def test_lines_in_quotes_are_one_row(read) -> None:
    got = read("reports.csv", 'report_id,organisation,earliest,narrative\n1,L,2016-10-01,"a, b\nc ""d"""\n')
    assert got.one("report", "narrative") == ('a, b\nc "d"',)


def test_free_text_is_never_shown_in_a_refusal(read) -> None:
    got = read("reports.csv", "report_id,organisation,earliest,narrative\n1,L,2016-10-01,whispered \x07 words\n")
    assert got.refusals() == [(1, "narrative", "text, 17 characters", False)]


def test_a_shifted_row_of_a_victims_list_shows_no_name(read) -> None:
    got = read("victims.csv", "person_id,organisation,name,age,fate\n1,L,8,Salma Invented,killed\n")
    assert got.refusals() == [(1, "age", "text, 14 characters", False)]


def test_lists_keep_what_is_right_and_name_what_is_not(read) -> None:
    got = read(
        "reports.csv", "report_id,organisation,earliest,objects_hit\n1,L,2016-10-01,Hospital; palace ;school;school\n"
    )
    assert got.one("report", "objects_hit") == (["hospital", "school"],)
    assert got.refusals() == [(1, "objects_hit", "palace", False)]


def test_json_lines_with_types(read) -> None:
    rows = [
        {
            "report_id": 5,
            "organisation": "L",
            "earliest": "2016-10-01",
            "killed_total_min": 3,
            "populated": True,
            "objects_hit": ["school"],
            "latitude": 36.2,
            "longitude": 37.1,
        },
        {"report_id": "6", "organisation": "L", "earliest": "2016-10-01", "killed_total_min": True},
    ]
    got = read("reports.jsonl", "\n".join(map(json.dumps, rows)))
    assert got.rows("report", "report_id, killed_total_min, populated, objects_hit") == [
        ("L/5", 3, True, ["school"]),
        ("L/6", None, None, None),
    ]
    assert got.refusals() == [(2, "killed_total_min", "True", False)]


@pytest.mark.parametrize("line", ['{"report_id":', "[1]", '{"a":1,"a":2}', '{"killed_total_min":NaN}', '{"A":1,"a":2}'])
def test_a_line_that_is_no_record_refuses_that_line(read, line: str) -> None:
    good = '{"report_id":"1","organisation":"L","earliest":"2016-10-01"}'
    got = read("reports.jsonl", f"{line}\n\n{good}\n")
    assert got.counts() == {"reports": (2, 1, 1)}
    assert got.refusals()[0][0] == 1


def test_a_workbook_with_dates_and_numbers(read) -> None:
    rows = [
        ["report_id", "organisation", "earliest", "killed_total_min"],
        [7, "L", date(2016, 10, 1), 3.0],
        ["", "", "", ""],
    ]
    got = read("reports.xlsx", workbook(rows))
    assert got.one("report", "report_id, time_precision, killed_total_min") == ("L/7", "day", 3)
    assert got.counts() == {"reports": (1, 1, 0)}


def test_merged_cells_refuse_the_rows_they_touch(read) -> None:
    rows = [["report_id", "organisation", "earliest"]] + [[number, "L", "2016-10-01"] for number in range(1, 5)]
    got = read("reports.xlsx", workbook(rows, merge="B3:B4"))
    assert [(row, found) for row, _, found, _ in got.refusals()] == [(2, "merged cells"), (3, "merged cells")]
    assert got.counts() == {"reports": (4, 2, 2)}


def test_a_sheet_named_after_a_kind_is_of_that_kind(read) -> None:
    rows = [["person_id", "organisation", "fate"], ["1", "L", "killed"]]
    got = read("reports.xlsx", workbook(rows, sheet="victims"))
    assert got.counts() == {"victims": (1, 1, 0)}


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a workbook", b"plain text"])
def test_a_broken_workbook_is_refused(read, content: bytes) -> None:
    assert "XLSX" in read("reports.xlsx", content).refused.expected


def parquet(columns: dict[str, pa.Array]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_positions_from_parquet_are_checked_as_columns(read) -> None:
    content = parquet(
        {
            "track_id": pa.array(["a", "a", None, "b"]),
            "t": pa.array(
                [datetime(2016, 10, 1), datetime(1970, 1, 1), datetime(2016, 10, 1), datetime(2016, 10, 2)],
                pa.timestamp("ms", tz="UTC"),
            ),
            "latitude": pa.array([36.2, 36.2, 36.2, 95.0]),
            "longitude": pa.array([37.1, 37.1, 37.1, 37.1]),
            "altitude_m": pa.array([float("nan"), 100.0, 100.0, -30.0]),
        }
    )
    got = read("positions.parquet", content)
    assert got.counts() == {"positions": (4, 1, 3)}
    assert got.one("position", "track_id, t, t_latest, altitude_m") == (
        "a",
        datetime(2016, 10, 1),
        datetime(2016, 10, 1),
        None,
    )
    assert [(row, field) for row, field, _, whole in got.refusals() if whole] == [
        (2, "t"),
        (3, "track_id"),
        (4, "latitude"),
    ]


def test_naive_timestamps_of_parquet_are_local_in_the_case(read) -> None:
    times = pa.array([datetime(2016, 10, 1, 14, 5), datetime(2016, 10, 27, 23, 30)], pa.timestamp("us"))
    columns = {
        "track_id": pa.array(["a", "a"]),
        "t": times,
        "latitude": pa.array([36.2, 36.2]),
        "longitude": pa.array([37.1, 37.1]),
    }
    got = read("positions.parquet", parquet(columns))
    assert got.rows("position", "t, t_latest") == [
        (datetime(2016, 10, 1, 11, 5), datetime(2016, 10, 1, 11, 5)),
        (datetime(2016, 10, 27, 20, 30), datetime(2016, 10, 27, 21, 30)),
    ]


def test_the_four_notations_give_the_same_records(read) -> None:
    row = {
        "report_id": "1",
        "organisation": "L",
        "earliest": "2016-10-01 morning",
        "killed_total_min": "2",
        "kind": "airstrike",
    }
    texts: dict[str, bytes] = {
        "reports.csv": (",".join(row) + "\n" + ",".join(row.values()) + "\n").encode(),
        "reports.jsonl": json.dumps(row).encode(),
        "reports.xlsx": workbook([list(row), list(row.values())]),
        "reports.parquet": parquet({name: pa.array([value]) for name, value in row.items()}),
    }
    found = {name: read(name, content).one("report", "* EXCLUDE (source_sha256)") for name, content in texts.items()}
    assert len(set(map(str, found.values()))) == 1, found


@pytest.mark.parametrize("stem", [stem for stem, kind in KINDS.items() if not kind.sealed])
def test_every_kind_takes_its_own_columns(read, stem: str) -> None:
    values = {
        "id": "1",
        "text": "word",
        "code": "",
        "codes": "",
        "list": "a;b",
        "integer": "3",
        "number": "2.5",
        "flag": "true",
        "moment": "2016-10-01",
        "date": "2016-10-01",
        "latitude": "36.2",
        "longitude": "37.1",
        "angle": "90",
        "metres": "100",
        "box": "36,35,37,36",
        "hash": "0",
    }
    cells = [column.one_of[0] if column.one_of else values[column.type.value] for column in KINDS[stem].columns]
    header = ",".join(column.name for column in KINDS[stem].columns)
    line = ",".join(f'"{cell}"' for cell in cells)
    got = read(f"{stem}.csv", f"{header}\n{line}\n")
    assert got.refusals() == []
    assert got.counts() == {stem: (1, 1, 0)}
