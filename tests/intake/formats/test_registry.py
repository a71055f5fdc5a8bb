"""Readers are found by being there; each file of formats holds one, and each has its test."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.errors import UsageError
from dalil.intake.formats import registry
from dalil.intake.formats.registry import Reader, find_reader, reader_named, readers
from dalil.intake.notations.source_file import SourceFile

FORMATS = Path(registry.__file__).parent
FILES = sorted(path.stem for path in FORMATS.glob("*.py") if path.stem not in ("__init__", "registry"))
READERS = readers()


def module(reader: Reader) -> str:
    return reader.read.__module__.rpartition(".")[2]


@pytest.mark.parametrize("file", FILES)
def test_every_file_of_formats_registers_a_reader(file: str) -> None:
    assert file in map(module, READERS), f"formats/{file}.py registers no reader: end it with register(Reader(…))"


def test_every_reader_is_known_by_its_name_and_says_what_it_reads() -> None:
    assert len({reader.name for reader in READERS}) == len(READERS)
    for reader in READERS:
        assert reader_named(reader.name) is reader
        assert reader.doc and reader.version


@pytest.mark.parametrize("reader", [each for each in READERS if each.name != "table"], ids=lambda reader: reader.name)
def test_the_example_is_recognised_by_its_reader_before_all_others(reader: Reader) -> None:
    """`table` recognises nothing: its columns are those of a mapping."""
    assert find_reader(SourceFile.of_bytes(reader.example.name, reader.example.content.encode())) is reader


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_fields_are_named_by_readers_of_published_formats_only(reader: Reader) -> None:
    assert bool(reader.fields) is reader.published


@pytest.mark.parametrize(
    ("name", "content"), [("film.mp4", b"\x00\x01"), ("list.csv", b"a,b\n"), ("paper.json", b"{}"), ("reports", b"")]
)
def test_what_no_reader_recognises_is_an_exhibit(name: str, content: bytes) -> None:
    assert find_reader(SourceFile.of_bytes(name, content)) is None


def test_plain_goes_after_the_formats_that_know_more() -> None:
    """A file of OpenSky called positions.csv is of OpenSky."""
    names = [reader.name for reader in READERS]
    assert names[-2:] == ["plain", "table"]
    found = find_reader(SourceFile.of_bytes("positions.csv", b"time,icao24,lat,lon\n"))
    assert found is not None and found.name == "opensky"


def test_an_unknown_reader_is_said_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="airwars") as caught:
        reader_named("gdelt")
    assert caught.value.found == "gdelt"
