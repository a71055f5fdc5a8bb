"""A code book that cannot be read, and one with a fault, says so by where it stands."""

from __future__ import annotations

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute.book.read import check, read_codebook
from dalil.casefile.settings import Settings
from dalil.errors import Refused


def errors(text: str, settings: Settings) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in check(text, settings) if problem.error]


def test_an_unknown_key_and_broken_toml_are_problems(settings: Settings) -> None:
    assert errors(BOOK.replace("title =", "titel =", 1), settings)
    assert check("[", settings)[0].where == "file"


def test_a_book_with_an_error_is_refused(settings: Settings) -> None:
    with pytest.raises(Refused, match="did you mean red"):
        read_codebook(BOOK.replace("red = 90", "rad = 90", 1), settings)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("rho = 0.8", "rho = 1.8", "variables.admission.rho"),
        ('id = "munition"', 'idd = "munition"', "variables.number 2.id"),
        ("flat = 0.01", "flat = 0.01\nflatt = 1", "flatt"),
        ("saw = { value = 0.9", "saw = { value = 1.0", "reliability.saw.value"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(settings: Settings, old: str, new: str, where: str) -> None:
    assert where in [problem.where for problem in check(BOOK.replace(old, new, 1), settings)]


def test_a_refusal_says_where_and_how_many_more(settings: Settings) -> None:
    with pytest.raises(Refused) as refused:
        read_codebook(BOOK.replace("red = 90", "red = -1", 1).replace("blue = 90", "blue = -1", 1), settings)
    assert refused.value.where == "variables.aircraft.counts.ann.red"
    assert "fault(s)" in str(refused.value)


def test_a_book_with_gaps_is_read(settings: Settings) -> None:
    assert [variable.id for variable in read_codebook(BOOK, settings).variables][:2] == ["aircraft", "munition"]
