from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.guard.notations import in_notation, unpacked

from dalil import intake
from dalil.casefile.case import Case
from dalil.intake.guard.field_words import identifies
from dalil.intake.guard.row_bytes import rows_with_bytes
from dalil.intake.notations.source_file import SourceFile

PLANTED = "Qamar Plantedname"
PLANTED_AR = "قمر المزروعة"
PHONE = "+999 555 0199"


def every_byte(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() + str(path).encode() for path in sorted(folder.rglob("*")) if path.is_file())


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


FILES = {
    "identities.csv": f'witness,name,contact,note\nW1,{PLANTED},{PHONE},"two\nlines {PLANTED}"\nW2,{PLANTED_AR},,\n',
    "victims.csv": (
        f"person_id,organisation,name,name_ar,father,age,protected,remark\n1,L,{PLANTED},{PLANTED_AR},{PLANTED},5,true,{PLANTED}\n"
        f"2,L,Shown Person,,,6,false,\n3,L,{PLANTED}\n4,L,{PLANTED},,,7,maybe,\n"
    ),
    "testimonies.jsonl": f'{{"testimony_id":"T1","witness":"W1","consent":"public","phone":"{PHONE}"}}\n',
    "contacts.csv": f"Full name,Town\n{PLANTED},Tel Amber\n",
}


@pytest.fixture
def filled(case: Case, folder: Path) -> tuple[Case, intake.AddSummary]:
    for name, text in FILES.items():
        put(folder, name, text)
    return case, intake.add(case, [folder])


def test_no_planted_name_is_anywhere_in_the_case_or_the_summary(filled) -> None:
    case, summary = filled
    everything = every_byte(case.path) + str(summary.as_json()).encode()
    for secret in (PLANTED, "Plantedname", PLANTED_AR, PHONE):
        assert secret.encode() not in everything


def test_no_planted_name_is_in_the_facts_even_unpacked(filled) -> None:
    case, _ = filled
    with case.facts() as facts:
        tables = [row[0] for row in facts.query("SELECT table_name FROM information_schema.tables").fetchall()]
        text = str([facts.query(f'SELECT * FROM "{table}"').fetchall() for table in tables])
    assert "Planted" not in text
    assert "المزروعة" not in text
    assert "Shown Person" in text  # what is not protected is read


def test_what_becomes_of_each_file(filled) -> None:
    _, summary = filled
    assert {file.file: (file.status, file.rows, file.records) for file in summary.files} == {
        "contacts.csv": ("sealed", 1, 1),
        "identities.csv": ("sealed", 2, 2),
        "testimonies.jsonl": ("read", 1, 1),
        "victims.csv": ("read", 4, 3),
    }


def test_the_facts_of_a_protected_person_are_kept_without_the_name(filled) -> None:
    case, _ = filled
    with case.facts() as facts:
        found = facts.query("SELECT victim_id, name, age, protected FROM victim ORDER BY victim_id").fetchall()
    assert found == [("L/1", None, 5, True), ("L/2", "Shown Person", 6, False), ("L/4", None, 7, None)]


def test_the_originals_come_back_byte_for_byte(filled) -> None:
    case, _ = filled
    found = {}
    for entry in case.log.entries("sealed_file"):
        opened = case.identities.open(entry.body["sealed"][0])
        found[opened.file_name] = opened.raw.decode()
    assert found == FILES


def test_destroying_a_key_takes_the_rows_of_one_person(filled) -> None:
    case, _ = filled
    case.identities.destroy(case.writer, "Keepers/W1")
    opened = [case.identities.open(entry.body["sealed"][0]) for entry in case.log.entries("sealed_file")]
    pieces = next(each.pieces for each in opened if each.file_name == "identities.csv")
    assert pieces.count(None) == 1
    assert any(piece is not None and PLANTED_AR.encode() in piece for piece in pieces)


def test_again_changes_nothing(filled, folder: Path) -> None:
    case, _ = filled
    head = case.writer.checkpoint()
    summary = intake.add(case, [folder])
    assert {file.status for file in summary.files} == {"same"}
    assert case.writer.checkpoint() == head


def test_a_list_without_protected_persons_is_an_original_as_it_is(case: Case, folder: Path) -> None:
    path = put(folder, "victims.csv", "person_id,organisation,name,protected\n1,L,Shown Person,false\n2,L,Other,\n")
    summary = intake.add(case, [path])
    assert case.store.read(summary.files[0].sha256) == path.read_bytes()


@pytest.mark.parametrize("name", ["identities.xlsx", "identities.parquet"])
def test_identities_that_cannot_be_cut_into_rows_are_refused_and_not_kept(case: Case, folder: Path, name: str) -> None:
    (folder / name).write_bytes(in_notation([["witness", "name"], ["W1", PLANTED]], name))
    summary = intake.add(case, [folder])
    assert summary.files[0].problem.expected == "CSV or JSON Lines"
    assert "Plantedname" not in unpacked(case.path)


def test_a_broken_file_of_identities_is_not_sealed_in_clear(case: Case, folder: Path) -> None:
    put(folder, "identities.csv", f'witness,name\nW1,"{PLANTED}\n')
    summary = intake.add(case, [folder])
    assert summary.files[0].status == "refused"
    assert PLANTED.encode() not in every_byte(case.path)


@pytest.mark.parametrize(
    ("column", "answer"),
    [
        ("witness_name", True),
        ("Phone", True),
        ("رقم الهاتف", True),
        ("اسم الشاهد", True),
        ("e_mail", True),
        ("place_name", False),
        ("mood", False),
        ("file_name", False),
        ("note_on_source", False),
    ],
)
def test_which_names_of_columns_identify(column: str, answer: bool) -> None:
    assert identifies(column) is answer


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_rows_and_the_bytes_they_stand_in(bom: bytes) -> None:
    raw = bom + 'a,b\r\n1,"x\r\ny"\r\n\r\n2,ق\n3,z'.encode()
    content, rows = rows_with_bytes(SourceFile.of_bytes("t.csv", raw), 1_000)
    found = [(row.number, content[row.start : row.end], dict(row.cells)) for row in rows]
    assert found == [
        (1, b'1,"x\r\ny"\r\n', {"a": "1", "b": "x\r\ny"}),
        (2, "2,ق\n".encode(), {"a": "2", "b": "ق"}),
        (3, b"3,z", {"a": "3", "b": "z"}),
    ]


def test_a_mapped_table_may_hold_no_column_that_identifies_and_is_not_mapped(case: Case, folder: Path) -> None:
    table = put(folder, "list.csv", f"No,Day,Phone\n1,2016-10-01,{PHONE}\n")
    mapping = put(folder, "m.toml", 'kind = "reports"\n[columns]\nreport_id = "No"\nearliest = "Day"\n')
    summary = intake.add(case, [table], as_="table", mapping=mapping, organisation="L")
    assert summary.files[0].problem.found == "phone"
    assert PHONE.encode() not in every_byte(case.path)
