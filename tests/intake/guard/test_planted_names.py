"""A name is planted under every reader there is, and looked for in everything that a case keeps or says.

The examples come from the registry, so a new reader is covered by being there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dalil import intake
from dalil.casefile.case import Case
from dalil.intake.formats.registry import Example, Reader, readers
from dalil.intake.guard.fields import fields_of, identifies
from dalil.intake.notations.source_file import SourceFile

PLANTED = "Qamar Plantedname"
FIELD = "observer_name"

READERS = readers()
TEXT_TABLES = ("csv", "tsv")


def take(case: Case, folder: Path, reader: Reader, name: str, content: bytes) -> intake.AddSummary:
    """Add a file in the way in which this reader is meant to get it."""
    (folder / name).write_bytes(content)
    if not reader.example.mapping:
        return intake.add(case, [folder / name], organisation="Keepers")
    mapping = folder.parent / "mapping.toml"
    mapping.write_text(reader.example.mapping)
    return intake.add(case, [folder / name], as_=reader.name, mapping=mapping, organisation="Keepers")


def kept(case: Case, summary: intake.AddSummary) -> str:
    """All that the case holds or says: every byte of its files, the log unpacked, the facts, the summary."""
    files = b"\n".join(path.read_bytes() + str(path).encode() for path in case.path.rglob("*") if path.is_file())
    log = [entry.details for entry in case.log.entries()]
    originals = [case.store.read(details["sha256"]) for details in log if details and "sha256" in details]
    with case.facts() as facts:
        tables = [row[0] for row in facts.query("SELECT table_name FROM information_schema.tables").fetchall()]
        rows = [facts.query(f'SELECT * FROM "{table}"').fetchall() for table in tables]
    said = json.dumps(summary.as_json()) + "".join(str(file.problem) for file in summary.files)
    return repr((files, log, originals, rows, said))


def rows_of(example: Example) -> list[list[str]]:
    return list(csv.reader(io.StringIO(example.content), delimiter="\t" if example.name.endswith("tsv") else ","))


def planted(example: Example) -> str:
    """The example with one field more, which says who saw it."""
    suffix = example.name.removesuffix(".gz").rpartition(".")[2]
    if suffix in TEXT_TABLES:
        out = io.StringIO()
        rows = rows_of(example)
        csv.writer(out, delimiter="\t" if suffix == "tsv" else ",", lineterminator="\n").writerows(
            [*row, FIELD if number == 0 else PLANTED] for number, row in enumerate(rows)
        )
        return out.getvalue()
    if suffix in ("jsonl", "ndjson"):
        return "".join(json.dumps(json.loads(line) | {FIELD: PLANTED}) + "\n" for line in example.content.splitlines())
    if suffix == "json":
        found = json.loads(example.content)
        (found if isinstance(found, dict) else found[0])[FIELD] = PLANTED
        return json.dumps(found)
    head, _, rest = example.content.partition("\n")
    return f"{head}\n\nNOTE {FIELD}: {PLANTED}\n\n{rest}"


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_the_example_of_a_reader_is_read_by_it_without_a_refusal(case: Case, folder: Path, reader: Reader) -> None:
    summary = take(case, folder, reader, reader.example.name, reader.example.content.encode())
    (file,) = summary.files
    assert (file.status, file.reader, file.refused, file.values_refused) == ("read", reader.name, 0, 0)
    assert file.records > 0


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_name_planted_under_a_reader_is_nowhere_in_clear(case: Case, folder: Path, reader: Reader) -> None:
    content = planted(reader.example)
    assert PLANTED in content
    summary = take(case, folder, reader, reader.example.name, content.encode())
    everything = kept(case, summary)
    assert PLANTED not in everything and "Plantedname" not in everything
    assert summary.files[0].status == "refused" or case.log.entries("sealed_file")


def _jsonl(rows: list[list[str]]) -> bytes:
    header, *records = rows
    return "".join(json.dumps(dict(zip(header, row, strict=True))) + "\n" for row in records).encode()


def _inner(rows: list[list[str]]) -> bytes:
    """The name within a cell of JSON, where no column bears it."""
    header, *records = rows
    objects = [dict(zip(header[:-1], row[:-1], strict=True)) | {"more": [{FIELD: row[-1]}]} for row in records]
    return "".join(json.dumps(each) + "\n" for each in objects).encode()


def _parquet(rows: list[list[str]]) -> bytes:
    header, *records = rows
    out = io.BytesIO()
    pq.write_table(pa.table(dict(zip(header, map(list, zip(*records, strict=True)), strict=True))), out)
    return out.getvalue()


def _xlsx(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


TABLES: dict[str, Callable[[list[list[str]]], bytes]] = {
    "csv.utf16": lambda rows: "\n".join(map(",".join, rows)).encode("utf-16"),
    "csv.broken": lambda rows: ("\n".join(map(",".join, rows)) + '\n"').encode(),
    "csv.twice": lambda rows: "\n".join(",".join([*row, row[0]]) for row in rows).encode(),
    "csv.latin": lambda rows: "\n".join(map(",".join, [*rows, ["é"]])).encode("latin-1"),
    "jsonl": _jsonl,
    "jsonl.inner": _inner,
    "jsonl.broken": lambda rows: _inner(rows) + b"\xff\n",
    "parquet": _parquet,
    "parquet.broken": lambda rows: _parquet(rows)[:-9],
    "xlsx": _xlsx,
    "xlsx.broken": lambda rows: _xlsx(rows)[:-9],
}


@pytest.mark.parametrize("notation", TABLES)
@pytest.mark.parametrize(
    "reader", [each for each in READERS if each.example.name.endswith(TEXT_TABLES)], ids=lambda reader: reader.name
)
def test_a_name_in_any_notation_of_a_table(case: Case, folder: Path, reader: Reader, notation: str) -> None:
    rows = list(csv.reader(io.StringIO(planted(reader.example))))
    content = TABLES[notation](rows)
    (folder / "x").mkdir()
    name = f"{reader.example.name.rpartition('.')[0]}.{notation.partition('.')[0]}"
    (folder / "x" / name).write_bytes(content)
    as_ = {"plain": "sightings"}.get(reader.name, reader.name)
    mapping = folder / "mapping.toml"
    mapping.write_text(reader.example.mapping)
    options = {"mapping": mapping} if reader.example.mapping else {}
    summary = intake.add(case, [folder / "x" / name], as_=as_, organisation="Keepers", **options)
    assert "Plantedname" not in kept(case, summary)
    assert content not in kept(case, summary).encode("latin-1", "replace")
    assert summary.files[0].status in ("refused", "read", "sealed")
    assert not [entry for entry in case.log.entries("seal") if entry.details["metadata"].get("role") == "exhibit"]


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [
        (
            "a.json",
            '{"a": {"b c": [{"\\u0627\\u0633\\u0645": "x: y"}]}, "z": "\\"name\\": 1"}',
            {"a", "b c", "اسم", "z"},
        ),
        ("a.json", '{"a": 1, "fullName": ', {"a", "fullName"}),  # broken: what there is of it is asked
        ("a.kml", "<kml><Placemark id='7'><name>x</name></Placemark></kml>", {"kml", "Placemark", "id", "name"}),
        ("a.vtt", "WEBVTT\n\nNOTE observer: x\n\n00:01.000 --> 00:02.000\nMother: come\n", {"observer"}),
        ("a.dat", "id;full name\n7;x\n", {"id", "full name"}),
        ("a.csv", "A,B\n1,2\n", {"a", "b"}),
        ("a.jsonl", '{"a": {"name": 1}}\n{"b": [{"tel": 2}]}\n', {"a", "b", "name", "tel"}),
    ],
)
def test_which_fields_a_file_has(name: str, content: str, fields: set[str]) -> None:
    assert fields_of(SourceFile.of_bytes(name, content.encode())) == fields


@pytest.mark.parametrize(
    ("field", "answer"), [("fullName", True), ("observerPhone", True), ("fileName", False), ("Site name", False)]
)
def test_humps_and_blanks_part_words(field: str, answer: bool) -> None:
    assert identifies(field) is answer


def test_bytes_that_are_no_text_are_refused_unless_published(case: Case, folder: Path) -> None:
    (folder / "radio.srt").write_bytes(b"00:00:05,500 --> 00:00:08,000\n" + b"\x00")
    assert intake.add(case, [folder / "radio.srt"]).files[0].status == "refused"
    assert fields_of(SourceFile.at(folder / "radio.srt"), published=True) == set()


@pytest.mark.parametrize(
    ("mapping", "found"),
    [
        ('kind = "identities"\n[columns]\nwitness = "No"\nname = "Who"\n', "kind = 'identities'"),
        ('kind = "victims"\n[columns]\nperson_id = "No"\nname = "Who"\nprotected = "Hide"\n', "kind = 'victims'"),
    ],
)
def test_a_mapping_is_no_way_round_the_sealing(case: Case, folder: Path, mapping: str, found: str) -> None:
    table = folder / "list.csv"
    table.write_text(f"No,Who,Hide\n1,{PLANTED},true\n")
    (folder / "m.toml").write_text(mapping)
    summary = intake.add(case, [table], as_="table", mapping=folder / "m.toml", organisation="L")
    assert summary.files[0].problem.found == found
    assert PLANTED not in kept(case, summary)


def test_a_mapped_name_of_somebody_who_is_not_protected_is_read(case: Case, folder: Path) -> None:
    table = folder / "list.csv"
    table.write_text("No,First name,Last-Name,Hide\n1,Shown,Person,no\n")
    (folder / "m.toml").write_text(
        'kind = "victims"\n[columns]\nperson_id = "No"\nname = ["First name", "Last-Name"]\nprotected = "Hide"\n'
    )
    intake.add(case, [table], as_="table", mapping=folder / "m.toml", organisation="L")
    with case.facts() as facts:
        assert facts.query("SELECT name FROM victim").fetchall() == [("Shown Person",)]
