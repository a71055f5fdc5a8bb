"""The numbers a run used, as rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute.book.draws import draw_book
from dalil.attribute.book.labelled import Labelled
from dalil.attribute.book.model import SOURCE_KINDS, WHOLE_LINES, Codebook
from dalil.attribute.book.read import read_codebook
from dalil.attribute.outputs.parameters import parameters
from dalil.casefile.settings import Settings


def rows(settings: Settings, labelled: Labelled | None = None) -> dict[tuple[str, str, str], tuple[float, float, str]]:
    """(before, after, citation) by (variable, value, party)."""
    book = read_codebook(BOOK, settings)
    draws = draw_book(book, settings, labelled or Labelled())
    return {
        (row["variable"], row["value"], row["party"]): (row["pseudo_count"], row["posterior_count"], row["citation"])
        for row in parameters(book, settings, draws)
    }


def test_counts_are_those_of_the_book_with_its_flat_share(settings: Settings) -> None:
    # flat = 0.01, shared by the three values of the variable
    before, after, _ = rows(settings)["aircraft", "red", "ann"]
    assert before == after == pytest.approx(90 + 0.01 / 3, abs=1e-6)


def test_settled_incidents_stand_beside_what_the_book_said(settings: Settings) -> None:
    found = rows(settings, Labelled(counts={("aircraft", "ann", "red"): 2.0}, incidents={"ann": 2}))
    before, after, _ = found["aircraft", "red", "ann"]
    assert after - before == pytest.approx(2.0)
    assert found["book.prior", "", "ann"][1] > found["book.prior", "", "ann"][0]


def test_each_kind_of_source_has_its_reliability_and_who_says_so(settings: Settings) -> None:
    found = rows(settings)
    kinds = {value for variable, value, _ in found if variable == "book.reliability"}
    assert kinds == {*SOURCE_KINDS, *WHOLE_LINES.values()}
    assert found["book.reliability", "saw", ""] == (0.9, 0.9, "judgement")
    assert found["book.reliability", "radio", ""][2] == "not given"


def test_names_with_a_dot_are_no_variable(settings: Settings) -> None:
    ids = {variable.id for variable in read_codebook(BOOK, settings).variables}
    assert {variable for variable, *_ in rows(settings) if "." not in variable} == ids


def test_the_exponent_of_all_ratios_is_told(settings: Settings) -> None:
    assert rows(settings, replace(Labelled(), inverse_temperature=1.4))["book.temper", "", ""][:2] == (1.0, 1.4)


def test_without_a_book_nothing_was_used(settings: Settings) -> None:
    empty = Codebook(title="none", author="none", reliability={})
    assert list(parameters(empty, settings, draw_book(empty, settings, Labelled()))) == []
