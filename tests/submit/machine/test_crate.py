from __future__ import annotations

import json
from pathlib import Path

import pytest

from dalil.submit.machine.crate import plain_cell


def test_the_crate_lists_every_file_of_data(submitted: Path) -> None:
    data = submitted / "data"
    crate = json.loads((data / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    graph = {entity["@id"]: entity for entity in crate["@graph"]}
    there = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    listed = {part["@id"] for part in graph["./"]["hasPart"]}
    assert listed == there - {"ro-crate-metadata.json", "load.dat"}
    assert graph["annex.csv"]["encodingFormat"] == "text/csv"
    assert graph["annex.csv"]["contentSize"] == str((data / "annex.csv").stat().st_size)


def test_the_crate_describes_itself_as_the_specification_asks(submitted: Path) -> None:
    crate = json.loads((submitted / "data/ro-crate-metadata.json").read_text(encoding="utf-8"))
    about, root = crate["@graph"][:2]
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"} and about["about"] == {"@id": "./"}
    assert {"@id", "@type", "name", "description", "datePublished", "license"} <= root.keys()


def test_the_load_file_has_concordances_signs(submitted: Path) -> None:
    text = (submitted / "data/load.dat").read_bytes().decode("utf-8-sig")
    head, *lines = text.removesuffix("\r\n").split("\r\n")
    assert head.split("\x14")[:2] == ["þBEGDOCþ", "þENDDOCþ"]
    rows = {line.split("\x14")[0].strip("þ"): [cell.strip("þ") for cell in line.split("\x14")] for line in lines}
    assert rows["sheets.en.001"][3:5] == ["sheets.en.001.pdf", "S-0001-S-0003"]
    assert all(len(row) == 6 for row in rows.values())


def test_the_reference_reader_opens_the_crate_and_finds_its_files(submitted: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate", reason="the reader of RO-Crate comes with the extra 'dev'")
    crate = rocrate.ROCrate(str(submitted / "data"))
    read = {entity.id for entity in crate.data_entities}
    assert {"annex.csv", "letter.en.pdf", "letter.ar.pdf", "figures.json"} <= read
    assert crate.name and crate.datePublished


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("Brand® radio", "Brand(R) radio"),
        ("one\r\ntwo\rthree\nfour", "one®two®three®four"),
        ("a\x14b þing", "a b thing"),
    ],
)
def test_no_sign_of_a_load_file_comes_out_of_a_cell(cell: str, plain: str) -> None:
    assert plain_cell(cell) == plain
