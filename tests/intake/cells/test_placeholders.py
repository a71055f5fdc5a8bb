from __future__ import annotations

import pytest

from dalil.intake.cells.placeholders import is_nobody, is_total, no_records


@pytest.mark.parametrize(
    "text",
    ["unknown", "Unknown male", "UNIDENTIFIED", "unknown child 2",
     "N/A", "nan", "NULL", "???", "--", "مجهول", "مجهولة الهوية",
     "غير معروف", "طفل مجهول", "جثة مجهولة الهوية", "لا يوجد", "неизвестно", "Неизвестный мужчина", "не установлено"],
)  # fmt: skip
def test_nobody(text: str) -> None:
    assert is_nobody(text)


@pytest.mark.parametrize(
    "text", ["Salma Invented", "Unknown Soldier Karim", "سلمى", "عبد المجهول الخالد", "8", "Tala Child", "child"]
)
def test_somebody(text: str) -> None:
    assert not is_nobody(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Total", True), ("GRAND TOTAL:", True), ("المجموع", True), ("الإجمالي 45", True), ("Итого", True),
        ("Total Care Hospital", False), ("شارع المجموع", False),
    ],
)  # fmt: skip
def test_a_row_of_totals(text: str, expected: bool) -> None:
    assert is_total(text) is expected


def test_a_header_that_stands_again_is_no_record_and_a_row_that_shares_one_word_is() -> None:
    columns = {"person_id": ["1", "No.", "3"], "name": ["Name", "Name", "Salma Invented"], "sex": ["f", "sex", "f"]}
    faults = no_records(columns, {"person_id": "No."}, ["person_id"])
    assert {row: fault.found for row, fault in faults.items()} == {1: "a header"}
