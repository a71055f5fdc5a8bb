"""A match on the radio is worth no more than its position is sure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crossref.sky.conftest import at, incident

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.sequences import StrikeSequence, surest
from dalil.crossref.sky.search.search import radio_matches, search_of
from dalil.crossref.sky.weigh.lines import as_heard, surest_certainty
from dalil.crossref.spread import time_spread
from dalil.crossref.window import declare, read_declared
from dalil.units import Point

Filled = Callable[..., Facts]


@pytest.mark.parametrize(
    ("certainty", "ratio", "expected"),
    [
        ("agreed", 9.0, 9.0),
        ("clean", 9.0, 9.0),
        ("mended", 9.0, 9.0),
        (None, 0.4, 0.4),  # nothing was heard: silence counts as it did
        ("unconfirmed", 9.0, 8.2),  # .9 * 9 + .1
        ("disputed", 9.0, 5.0),
        ("disputed", 0.5, 0.75),
    ],
)
def test_what_may_be_misheard_says_nothing_then(certainty: str | None, ratio: float, expected: float) -> None:
    found = as_heard(np.log(np.full((2, 1, 1), ratio)), [certainty])
    assert np.exp(found).ravel().tolist() == pytest.approx([expected, expected])


@given(st.floats(-6.9, 6.9), st.sampled_from(["unconfirmed", "disputed"]))
def test_it_never_says_more_nor_the_contrary(log_ratio: float, certainty: str) -> None:
    found = float(as_heard(np.full((1, 1, 1), log_ratio), [certainty])[0, 0, 0])
    assert abs(found) <= abs(log_ratio) + 1e-12
    assert found * log_ratio >= 0


def test_the_surest_of_several() -> None:
    assert surest(["unconfirmed", "mended", "disputed"]) == "mended"
    assert surest(["disputed"]) == "disputed"


def sequence(name: str, minutes: float, certainty: str, **other: Any) -> StrikeSequence:
    held = {"point": Point(34.0, 175.0), "radius_m": 50.0} | other
    return StrikeSequence(
        name, "345", "ru", at(minutes), None, at(minutes), held["point"], held["radius_m"], (), 3, certainty
    )


def test_an_incident_has_the_certainty_of_its_surest_match(filled: Filled, settings: Settings) -> None:
    facts = filled(incident=[incident("A", 720, 34.0, 175.0), incident("B", 2000, 35.0, 175.0)])
    search = search_of(facts, settings, read_declared(declare(facts, settings)), time_spread(facts))
    said = [
        sequence("R1", 721, "disputed"), sequence("R2", 719, "unconfirmed"),
        sequence("R3", 820, "agreed"),  # too late
        sequence("R4", 720, "agreed", point=Point(34.5, 175.0)),  # elsewhere
        sequence("R5", 720, "disputed", point=None),
    ]  # fmt: skip
    assert [(n, s.sequence_id) for n, s in radio_matches(search, said)] == [(0, "R1"), (0, "R2")]
    assert surest_certainty(search, said) == ("unconfirmed", None)
