"""References between records that were handed in apart, on a few rows."""

from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.intake.ingest.references import local_collisions, resolve


@pytest.fixture
def facts() -> Facts:
    """Two organisations in two folders; both have a report 1, only one a report 2."""
    made = Facts.in_memory()
    files = [("a" * 64, "lantern/reports.csv"), ("b" * 64, "bell/reports.csv"), ("d" * 64, "bell/said.csv")]
    made.append("original", [
        {"sha256": sha256, "file_name": name.rpartition("/")[2], "folder": name.rpartition("/")[0], "number": n,
         "organisation": name.partition("/")[0].title(), "role": "table"}
        for n, (sha256, name) in enumerate(files)
    ])  # fmt: skip
    made.append("report", [
        {"report_id": id_, "organisation": id_.partition("/")[0], "source_sha256": sha256, "source_row": row}
        for row, (id_, sha256) in enumerate([("Lantern/1", "a" * 64), ("Bell/1", "b" * 64), ("Lantern/2", "a" * 64)])
    ])  # fmt: skip
    return made


def referred(facts: Facts, written: str, *, source: str = "e" * 64) -> str:
    row = {"testimony_id": "t", "report_id": written, "source_sha256": source, "source_row": 1}
    facts.append("testimony", [row])
    resolve(facts)
    return str(facts.value("SELECT report_id FROM testimony"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2", "Lantern/2"),  # the only report 2
        ("1", "1"),  # two of them, and no folder says which
        ("9", "9"),  # none
        ("Bell/1", "Bell/1"),
    ],
)
def test_a_local_id_means_the_only_report_that_bears_it(facts: Facts, written: str, meant: str) -> None:
    assert referred(facts, written) == meant


def test_of_two_the_one_in_the_same_folder_is_meant(facts: Facts) -> None:
    assert referred(facts, "1", source="d" * 64) == "Bell/1"


@pytest.mark.parametrize("table", ["testimony", "observation", "remnant", "outside_finding", "site_status", "label"])
def test_every_kind_that_names_a_report_finds_it(facts: Facts, table: str) -> None:
    facts.append(table, [{"report_id": "2", "source_sha256": "e" * 64, "source_row": 1}])
    resolve(facts)
    assert facts.value(f"SELECT report_id FROM {table}") == "Lantern/2"


def test_a_victim_finds_its_report_by_an_alias_and_of_two_the_smaller(facts: Facts) -> None:
    facts.append("report_alias", [{"alias": "L/#7", "report_id": id_} for id_ in ("Lantern/2", "Bell/1")])
    facts.append("victim", [{"victim_id": "v", "report_id": "L/#7", "source_sha256": "e", "source_row": 1}])
    resolve(facts)
    assert facts.value("SELECT report_id FROM victim") == "Bell/1"


@pytest.mark.parametrize(
    ("files", "meant"),
    [
        ([("p" * 64, "film.mp4", "Lantern")], "p" * 64),
        ([("p" * 64, "film.mp4", "Lantern"), ("q" * 64, "film.mp4", "Bell")], "p" * 64),  # its own organisation's
        ([("p" * 64, "film.mp4", "Bell"), ("q" * 64, "film.mp4", "Third")], None),
        ([("p" * 64, "other.mp4", "Lantern")], None),
    ],
)
def test_an_exhibit_finds_its_file_by_name(facts: Facts, files: list[tuple], meant: str | None) -> None:
    facts.append("original", [
        {"sha256": sha256, "file_name": name, "organisation": who, "role": "exhibit", "folder": "", "number": 10 + n}
        for n, (sha256, name, who) in enumerate(files)
    ])  # fmt: skip
    row = {"file": "media/film.mp4", "organisation": "Lantern"}
    facts.append("exhibit", [row | {"source_sha256": "e" * 64, "source_row": 1}])
    resolve(facts)
    assert facts.value("SELECT sha256 FROM exhibit") == meant


def test_how_many_local_ids_are_ambiguous(facts: Facts) -> None:
    assert local_collisions(facts) == 1


def test_resolving_twice_is_resolving_once(facts: Facts) -> None:
    referred(facts, "2")
    before = facts.table_hash("testimony")
    resolve(facts)
    assert facts.table_hash("testimony") == before


def originals(facts: Facts, *files: tuple[str, str, str]) -> None:
    """(sha256, folder, name) of Lantern's."""
    facts.append("original", [
        {"sha256": sha256, "file_name": name, "organisation": "Lantern", "role": "exhibit", "folder": folder,
         "number": 20 + n}
        for n, (sha256, folder, name) in enumerate(files)
    ])  # fmt: skip


def described(facts: Facts, file: str, source: str = "e" * 64) -> str | None:
    facts.append("exhibit", [{"file": file, "organisation": "Lantern", "source_sha256": source, "source_row": 1}])
    resolve(facts)
    found = facts.value("SELECT sha256 FROM exhibit")
    return None if found is None else str(found)


CAMERAS = [("p" * 64, "cam1", "IMG_0001.jpg"), ("q" * 64, "cam2", "IMG_0001.jpg")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cam1/IMG_0001.jpg", "p" * 64),
        ("cam2\\IMG_0001.jpg", "q" * 64),
        ("photos/cam2/IMG_0001.jpg", "q" * 64),  # written from further out
        ("IMG_0001.jpg", None),  # either
        ("cam3/IMG_0001.jpg", None),  # neither
        ("xcam1/IMG_0001.jpg", None),  # ends alike, and is another folder
    ],
)
def test_of_two_cameras_the_path_says_which(facts: Facts, written: str, meant: str | None) -> None:
    originals(facts, *CAMERAS)
    assert described(facts, written) == meant
    could_be = facts.query("SELECT could_be FROM unresolved WHERE \"table\" = 'exhibit'").fetchall()
    expected = [] if meant else [("several",) if written == "IMG_0001.jpg" else ("nothing",)]
    assert could_be == expected


def test_the_file_beside_the_table_that_describes_it_is_meant(facts: Facts) -> None:
    originals(facts, *CAMERAS, ("f" * 64, "cam2", "exhibits.csv"))
    assert described(facts, "IMG_0001.jpg", source="f" * 64) == "q" * 64


def test_a_name_is_one_however_its_marks_are_written(facts: Facts) -> None:
    originals(facts, ("p" * 64, "", "re\u0301sume\u0301.pdf"))  # e and an accent apart, as some systems write
    assert described(facts, "r\u00e9sum\u00e9.pdf") == "p" * 64


def test_what_is_not_there_is_noted_with_its_row(facts: Facts) -> None:
    originals(facts, *CAMERAS)
    row = {"organisation": "Lantern", "source_sha256": "c" * 64}
    facts.append(
        "report", [row | {"report_id": "Lantern/7", "source_row": 7, "exhibits": ["lost.mp4", "IMG_0001.jpg"]}]
    )
    facts.append("victim", [row | {"victim_id": "v", "report_id": "Lantern/99", "source_row": 8}])
    facts.append("site_status", [{"site_id": "H9", "report_id": "1", "source_sha256": "c" * 64, "source_row": 9}])
    resolve(facts)
    found = facts.query('SELECT "table", "column", source_row, named, could_be FROM unresolved ORDER BY ALL').fetchall()
    assert found == [
        ("report", "exhibits", 7, "IMG_0001.jpg", "several"),
        ("report", "exhibits", 7, "lost.mp4", "nothing"),
        ("site_status", "report_id", 9, "1", "several"),
        ("site_status", "site_id", 9, "H9", "nothing"),
        ("victim", "report_id", 8, "Lantern/99", "nothing"),
    ]
