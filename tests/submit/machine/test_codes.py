"""The closed vocabularies as a table, with HURIDOCS codes where one says the same."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from dalil.records import KINDS
from dalil.submit.machine.codes import huridocs, write_codes


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("codes") / "codes.csv"
    write_codes(path, fictional=False)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_code_is_twelve_digits_of_a_numbered_list() -> None:
    entries = [entry for codes in huridocs().values() for entry in codes.values()]
    assert len(entries) == 10
    assert all(re.fullmatch(r"\d{12}", entry["code"]) and entry["list"] in (4, 17, 25, 28) for entry in entries)


def test_no_code_qualifies_an_act_in_law() -> None:
    terms = " ".join(entry["term"].lower() for codes in huridocs().values() for entry in codes.values())
    assert not re.search(r"deliberate|indiscriminate|murder|massacre|violation|execution", terms)


@pytest.mark.parametrize(("family", "stem", "column"), [("fate", "victims", "fate"), ("act", "statements", "act")])
def test_codes_are_those_of_the_records(family: str, stem: str, column: str) -> None:
    assert huridocs()[family].keys() <= set(KINDS[stem].by_name[column].one_of)


def test_a_code_has_its_words_in_both_languages_and_its_huridocs_code(rows: list[dict[str, str]]) -> None:
    by_code = {(row["family"], row["code"]): row for row in rows}
    assert by_code["object", "hospital"]["en"] == "hospital or clinic" and by_code["object", "hospital"]["ar"]
    assert by_code["object", "hospital"]["huridocs_code"] == ""
    denies = by_code["act", "denies"]
    assert (denies["huridocs_list"], denies["huridocs_code"]) == ("28", "010200000000")


def test_they_go_with_every_submission(submitted: Path) -> None:
    assert (submitted / "data/codes.csv").read_text(encoding="utf-8").startswith("family,code,en,ar,huridocs_list")
