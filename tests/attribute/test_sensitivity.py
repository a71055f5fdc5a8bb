"""What a finding hangs on: each origin left out, the weakest link, how far the book may move, the lowest prior."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
ORDER = ("high", "likely", "more_likely_than_not", "not_attributed")
RED = {"testimony_id": "t", "witness": "w", "directness": "saw", "aircraft_reported": ["red"]}
R1 = {"remnant_id": "m", "munition": "r1", "certainty": "certain"}
FILM = {"observation_id": "f", "exhibit": "a.mp4", "aspect": "aircraft", "value": "red", "certainty": "possible"}
ALL = {"testimony": [RED], "remnant": [R1], "observation": [FILM]}


def judged(make: Make, settings: Settings, holds: dict[str, Any], **section: Any) -> tuple[dict[str, Any], float]:
    """The row of attribution, its reasons read; and the posterior of `ann`."""
    chosen = settings.model_copy(update={"attribute": settings.attribute.model_copy(update=section)})
    facts = make(x=holds)
    attribute(facts, chosen, codebook=BOOK)
    row = facts.rows("SELECT * FROM attribution")[0]
    posterior = facts.value("SELECT posterior FROM finding WHERE party = 'ann'")
    return row | {"reasons": json.loads(row["reasons"])}, float(posterior)


def test_each_origin_is_left_out_and_the_weakest_link_is_named(incidents: Make, settings: Settings) -> None:
    row, _ = judged(incidents, settings, ALL)
    without = row["reasons"]["without"]
    assert set(without) == {"accounts: report o/x", "remnants: remnants o/x", "media: record f"}
    named = f"{row['hangs_on']}: {row['origin_kind']} {row['origin_id']}"
    assert named == min(without, key=without.get)


@pytest.mark.parametrize(("table", "label"), [
    ("testimony", "accounts: report o/x"), ("remnant", "remnants: remnants o/x"), ("observation", "media: record f"),
])  # fmt: skip
def test_what_is_left_without_an_origin_is_what_would_be_held_without_it(
    incidents: Make, settings: Settings, table: str, label: str
) -> None:
    row, _ = judged(incidents, settings, ALL)
    _, posterior = judged(incidents, settings, {name: rows for name, rows in ALL.items() if name != table})
    # the one at the mean of the book, the other the mean over its draws
    assert row["reasons"]["without"][label] == pytest.approx(posterior, abs=0.02)


@pytest.mark.parametrize("side", [0.94, 1.01])  # it is found to a twentieth
def test_the_grade_falls_where_it_is_said_to_fall(incidents: Make, settings: Settings, side: float) -> None:
    falls = judged(incidents, settings, ALL)[0]["grade_falls_at"]
    moved, _ = judged(incidents, settings, ALL, factor=falls * side)
    assert (moved["grade"] == "high") == (side < 1)


def test_a_stronger_weakening_never_lifts_a_grade(incidents: Make, settings: Settings) -> None:
    grades = [judged(incidents, settings, ALL, factor=factor)[0]["grade"] for factor in (1.0, 1.5, 3.0, 8.0, 20.0)]
    assert [ORDER.index(grade) for grade in grades] == sorted(ORDER.index(grade) for grade in grades)
    assert grades[0] != grades[-1]


def test_a_wider_range_of_priors_weakens_the_grade_and_not_the_lines(incidents: Make, settings: Settings) -> None:
    near, far = (judged(incidents, settings, ALL, prior_spread=spread)[0]["reasons"] for spread in (1.0, 8.0))
    assert far["weakened"][0] < near["weakened"][0]
    assert far["without"].keys() == near["without"].keys()


def test_high_needs_half_without_any_one_origin(incidents: Make, settings: Settings) -> None:
    # a film of another's type: with it the finding stands, without the remnants it does not
    against = {"testimony": [RED], "remnant": [R1], "observation": [FILM | {"value": "blue", "certainty": "certain"}]}
    row, _ = judged(incidents, settings, against, without_one=0.9)
    assert min(row["reasons"]["without"].values()) < 0.9
    assert row["grade"] != "high"
