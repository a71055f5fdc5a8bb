"""What a code book may hold, apart from what it means."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from dalil.attribute.book.model import Codebook, Range, Variable, folded

VARIABLE = {"id": "aircraft", "fed_by": ["report.aircraft"], "values": ["a", "b"], "counts": {}, "citation": "c"}


@pytest.mark.parametrize(
    ("written", "same"), [("Su-24", "su 24"), ("OFAB 250-270", "ofab250270"), ("سو-٢٤", "سو ٢٤"), ("S.13", "s13")]
)
def test_case_spaces_and_signs_make_no_difference(written: str, same: str) -> None:
    assert folded(written) == folded(same)


def test_letters_and_digits_do() -> None:
    assert folded("Su-24") != folded("Su-34")


@pytest.mark.parametrize(
    "wrong", [{"values": ["a"]}, {"rho": 0.0}, {"rho": 1.0}, {"reading_error": 0.5}, {"id": "Su 24"}, {"weight": 1}]
)
def test_a_variable_out_of_bounds_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Variable.model_validate(VARIABLE | wrong)


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_nobody_always_knows_and_nobody_never(end: float) -> None:
    with pytest.raises(ValidationError):
        Range(value=0.5, low=0.4, high=end, citation="c") if end else Range(value=end, low=0.4, high=0.6, citation="c")


def test_what_a_book_does_not_say_has_a_number_of_its_own() -> None:
    book = Codebook(title="t", author="a", reliability={}, variables=(Variable.model_validate(VARIABLE),))
    assert (book.flat, book.variables[0].rho, book.variables[0].role) == (1.0, 0.3, "direct")
    assert book.certainty == {"certain": 1.0, "probable": 0.85, "possible": 0.6}
