"""Drawings: well-formed, from figures, with their data beside them, in both languages."""

import csv
import io
from xml.etree import ElementTree

import pytest
from tests.count.conftest import RULES, register

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count import count
from dalil.present.graphics import Graphic, graphics

SVG = "{http://www.w3.org/2000/svg}"


def shapes(svg, kind):
    return ElementTree.fromstring(svg).findall(f"{SVG}{kind}")


@pytest.fixture(scope="module")
def counted():
    facts = register()
    count(facts, Settings.model_validate(RULES))
    return facts


@pytest.fixture(scope="module")
def drawn(counted):
    return {graphic.name: graphic for graphic in graphics(counted)}


def test_a_drawing_has_its_figures_as_csv(drawn):
    rows = list(csv.reader(io.StringIO(drawn["incidents-object"].csv)))
    assert rows[0] == ["category", "incidents"]
    assert rows[1:] == [["a hospital or clinic", "2.0"], ["a market", "1.0"], ["a school", "1.0"]]


def test_months_without_attacks_are_drawn_as_zero(drawn):
    assert drawn["incidents-month"].rows == (("2016-09", 2.0), ("2016-10", 2.0))
    assert ("2016-W37", 0.0) in drawn["incidents-week"].rows


def test_combinations_name_organisations_as_they_are_written(drawn):
    assert drawn["combinations-lists"].rows == (("A", 3), ("A + B", 1))


def test_every_drawing_is_well_formed_in_both_languages(counted):
    for language in ("en", "ar"):
        found = graphics(counted, language)
        assert len(found) >= 10
        assert all(ElementTree.fromstring(graphic.svg).tag == f"{SVG}svg" for graphic in found)


def test_without_figures_nothing_is_drawn():
    assert graphics(Facts.in_memory()) == []


def test_cells_that_a_spreadsheet_would_run_are_made_inert():
    graphic = Graphic("x", "x", "", ("a",), (("=1+1",), (-3,)))
    assert graphic.csv == "a\n'=1+1\n-3\n"


def test_same_figures_same_bytes(counted):
    assert [g.svg for g in graphics(counted)] == [g.svg for g in graphics(counted)]
