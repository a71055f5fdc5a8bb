"""One incident as a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dalil.submit.content.entries import Entry
from dalil.submit.elements.register import REGISTER_WIDTHS, place_of, register_head, row_of, when_of
from dalil.submit.elements.wording import Wording

EN, AR = (Wording(language, ZoneInfo("Asia/Damascus")) for language in ("en", "ar"))


def entry(**row: Any) -> Entry:
    told = {"earliest": datetime(2016, 10, 1, 8), "latest": datetime(2016, 10, 1, 9), "month_local": "2016-10",
            "place": "Sakhour", "place_ar": "الصاخور", "kind": "airstrike", "objects_hit": ["hospital", "school"],
            "reports": 2, "killed_total_min": 2, "killed_total_max": 4, "injured_total_min": None,
            "injured_total_max": None}  # fmt: skip
    return Entry(12, {**told, **row}, (), 0, False)


def test_a_row_has_a_cell_under_every_head() -> None:
    assert row_of(entry(), EN) == [
        "S-0012", "1 October 2016, 11:00–12:00", "Sakhour", "air strike", "hospital or clinic, school", "2–4", "–", "2",
    ]  # fmt: skip
    assert len(register_head(EN)) == len(row_of(entry(), EN)) == len(REGISTER_WIDTHS)


def test_where_the_day_does_not_leave_the_month_is_said() -> None:
    assert when_of(entry(earliest=None, latest=None), EN) == "October 2016"
    assert when_of(entry(earliest=None, latest=None, month_local=None), EN) == ""


@pytest.mark.parametrize(
    ("words", "row", "expected"),
    [
        (EN, {}, "Sakhour"),
        (EN, {"place": None}, "\u2068الصاخور\u2069"),
        (AR, {}, "\u2068الصاخور\u2069"),
        (AR, {"place_ar": None}, "\u2068Sakhour\u2069"),
        (EN, {"place": None, "place_ar": None}, "–"),
    ],
)
def test_a_place_is_named_in_the_language_of_the_document_where_it_has_a_name_there(
    words: Wording, row: dict[str, Any], expected: str
) -> None:
    assert place_of(entry(**row), words) == expected
