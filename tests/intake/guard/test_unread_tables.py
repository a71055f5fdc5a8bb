"""Names planted in tables that no reader knows are in clear nowhere, and what holds nobody stays readable."""

from __future__ import annotations

import csv
import io
import json
from itertools import cycle
from pathlib import Path

import pytest
from tests.intake.guard.notations import ENDINGS, ROWLESS, in_notation, unpacked

from dalil import intake
from dalil.casefile.case import Case
from dalil.intake.guard.doubt import doubt_of
from dalil.intake.guard.field_words import identifies, understood
from dalil.intake.notations.source_file import SourceFile

IDENTIFYING = (
    "national_id", "NationalID", "nationalid", "PhoneNumber", "phone_2", "Mobile No.", "kunya", "imei", "IMEI1",
    "FullName", "full name", "Name of the witness", "victim_name", "VictimName", "witnessname", "mother_name",
    "MotherName", "e_mail", "Date of Birth", "dateOfBirth", "dob", "passportNo", "WhatsApp", "telegram_handle",
    "contact", "home address", "ID number", "next of kin", "patient", "Witness", "surname", "last_name", "husband",
    "informant", "user_name", "أسماء الضحايا", "الرقم الوطني", "تاريخ الميلاد", "الشاهد", "الاسم الكامل",
    "اسم الأب", "اسم الأم", "رقم الهاتف", "هاتفه", "الجوال", "الكنية", "اللقب", "اسم الشهيد", "رقم الهوية",
    "جواز السفر", "مكان الولادة", "العنوان", "واتساب", "المريض", "أسماء الشهود", "ФИО", "Имя", "Фамилия",
    "Отчество", "дата рождения", "Номер телефона", "Паспорт", "свидетель", "имя свидетеля", "адрес", "nom",
    "prénom", "téléphone", "date de naissance", "témoin",
)  # fmt: skip
HARMLESS = (
    "conflict_name", "dyad_name", "last_contact", "side_a", "side_b", "place_name", "اسم المكان", "رقم الحادثة",
    "file_name", "location_name", "site_name", "weapon_name", "hospital_name", "SiteName", "filename", "placename",
    "party_name", "unit_name", "aircraft_name", "event_id", "IncidentNumber", "country", "adm_1",
    "where_coordinates", "type_of_violence", "date_start", "deaths_civilians", "victims_killed",
    "number of witnesses", "witness_role", "age", "sex", "latitude", "time_of_contact", "signal_strength",
    "geoaltitude", "onground", "callsign", "عدد الضحايا", "عدد الشهود", "اسم المستشفى", "اسم المدينة",
    "تاريخ الحادثة", "خط العرض", "نوع السلاح", "место", "название места", "дата", "число жертв", "nom du lieu",
)  # fmt: skip
TITLE = ["Sheet of the office", "", ""]
ABOVE: dict[str, list[list[str]]] = {
    "first": [],
    "title": [TITLE],
    "two": [TITLE, ["2016", "", ""], ["", "", ""]],
    "second": [],
}


@pytest.mark.parametrize("column", IDENTIFYING)
def test_names_of_columns_that_identify(column: str) -> None:
    assert identifies(column)


@pytest.mark.parametrize("column", HARMLESS)
def test_names_of_columns_that_concern_nobody(column: str) -> None:
    assert not identifies(column)
    assert understood(column)


def plant(folder: Path) -> list[str]:
    """A file for each notation, each place of the header and each of some columns in turn; what was planted."""
    columns, planted = cycle(IDENTIFYING), []
    for ending in ENDINGS:
        for where in ("first",) if ending in ROWLESS else tuple(ABOVE):
            for _ in range(9 if ending not in ROWLESS else 12):
                secret = f"Zarnaq{len(planted):04d}q"
                rows = [*ABOVE[where], ["place", next(columns), "date"], ["Tel Amber", secret, "2016-10-01"]]
                name = f"list{len(planted):04d}" + (f".{ending}" if ending else "")
                (folder / name).write_bytes(in_notation(rows, name, sheet=int(where == "second")))
                planted.append(secret)
    return planted


def test_no_planted_identity_is_in_clear_anywhere(case: Case, folder: Path) -> None:
    planted = plant(folder)
    summary = intake.add(case, [folder])
    text = unpacked(case.path) + json.dumps(summary.as_json()) + repr([e.details for e in case.log.entries()])
    with case.facts() as facts:
        tables = [row[0] for row in facts.query("SELECT table_name FROM information_schema.tables").fetchall()]
        text += repr([facts.query(f'SELECT * FROM "{table}"').fetchall() for table in tables])
    assert len(planted) >= 500
    assert [secret for secret in planted if secret in text] == []
    assert {file.status for file in summary.files} == {"sealed"}


@pytest.mark.parametrize("ending", [each for each in ENDINGS if each != "kml"])
def test_a_table_that_concerns_nobody_is_not_sealed(ending: str) -> None:
    for column in HARMLESS:
        name = f"list.{ending}" if ending else "list"
        rows = [["place", column, "date"], ["Tel Amber", "7", "2016-10-01"], ["Karm", "8", "2016-10-02"]]
        assert doubt_of(SourceFile.of_bytes(name, in_notation(rows, name))) is None, (name, column)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["+999 555 0199", "+999 555 0100"], "phone numbers"),
        (["٠٩٩٩ ٥٥٥ ٠١٩"], "phone numbers"),
        (["q@example.org"], "e-mail addresses"),
        (["12010012345", "13010012345"], "national numbers"),
        (["Ahmad Zarnaq", "Omar Zarnaq", "x"], "names"),
        (["36.2", "1475330400", "2016-10-01", "Karm al-Zaytun"], ""),
    ],
)
def test_cells_that_tell_what_the_column_does_not(cells: list[str], why: str) -> None:
    text = "place,value\n" + "".join(f"Tel Amber,{cell}\n" for cell in cells)
    doubt = doubt_of(SourceFile.of_bytes("list.csv", text.encode()))
    assert (doubt.why if doubt else "").removeprefix("a column looks like ") == why


def test_people_are_counted_in_numbers_and_named_in_words() -> None:
    counted = doubt_of(SourceFile.of_bytes("list.csv", b"place,victims\nTel Amber,3\nKarm,4+\n"))
    named = doubt_of(SourceFile.of_bytes("list.csv", b"place,victims\nTel Amber,Zarnaq Qiv\n"))
    assert counted is None
    assert named is not None and named.columns == ("victims",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("statement.txt", b"We saw two planes from the west.\nMy father stood beside me, and then we ran.\n"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01 phone,name\n"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\n\x00\x01\x02\x03\x04\x05"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><g name="a"/></svg>'),
        ("page.html", b'<!DOCTYPE html><html><head><meta name="author"></head><p>Strike on Tel Amber</p></html>'),
        ("program.bin", bytes(range(256)) * 4),
    ],
)
def test_what_is_no_table_stays_an_exhibit(case: Case, folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    (file,) = intake.add(case, [folder]).files
    assert file.status == "exhibit"


def test_a_form_and_a_copy_of_identities_are_sealed(case: Case, folder: Path) -> None:
    (folder / "form").write_text("Name of witness: Zarnaq\nTown: Tel Amber\n")
    (folder / "identities final.docx").write_bytes(b"PK\x03\x04 [Content_Types].xml Zarnaq")
    assert {file.status for file in intake.add(case, [folder]).files} == {"sealed"}
    assert "Zarnaq" not in unpacked(case.path).replace(str(folder), "")


def test_the_summary_says_why_and_how_it_is_read(case: Case, folder: Path) -> None:
    (folder / "my list.csv").write_text("place,qwx\nTel Amber,1\n")
    (file,) = intake.add(case, [folder]).files
    assert file.status == "sealed"
    assert "columns whose names are not understood (qwx)" in file.note
    assert f"dalil add {case.path} '{folder}/my list.csv' --as reports" in file.note


def test_a_list_of_victims_under_a_title_is_sealed_and_said(case: Case, folder: Path) -> None:
    (folder / "victims.csv").write_text("List of the office,,\nperson_id,name,organisation\n1,Zarnaq,L\n")
    (file,) = intake.add(case, [folder]).files
    assert file.status == "refused"
    assert "sealed" in str(file.problem) and "--as victims" in str(file.problem)
    assert "Zarnaq" not in unpacked(case.path)


def test_unknown_columns_of_a_kind_are_asked_by_their_cells(case: Case, folder: Path) -> None:
    header = ["report_id", "organisation", "earliest", "qwx", "conflict_name"]
    out = io.StringIO()
    csv.writer(out).writerows([header, ["1", "L", "2016-10-01", "+999 555 0199", "North"]])
    (folder / "reports.csv").write_text(out.getvalue())
    (file,) = intake.add(case, [folder]).files
    assert (file.status, file.records) == ("read", 1)
    assert "without: qwx" in file.note
    assert "555 0199" not in unpacked(case.path)
