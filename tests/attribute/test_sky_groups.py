"""The sky as lines of evidence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dalil.attribute.book_model import LINES
from dalil.attribute.sky_groups import Sky, sky_weights, what_the_sky_says
from dalil.casefile.facts import Facts

Make = Callable[..., Facts]
PARTIES = ("ann", "bob", "other")
ROW = {"line": "flight", "spoke": "matched", "basis": "estimated", "low": 1.0, "high": 3.0}


def said(make: Make, *rows: dict[str, object]) -> tuple[Facts, Sky]:
    facts = make(x={"sky_evidence": [ROW | row for row in rows]})
    facts.query("CREATE TEMP TABLE attribute_case AS SELECT 'x' AS incident_id, 0::BIGINT AS n")
    return facts, what_the_sky_says(facts, PARTIES)


def test_one_row_for_a_line_other_at_nothing(incidents: Make) -> None:
    _, sky = said(incidents, {"party_id": "ann", "log_ratio": 2.0}, {"party_id": "bob", "log_ratio": -1.0})
    (row,) = sky.rows
    assert LINES[row.line] == "flight"
    assert row.mean.tolist() == [2.0, -1.0, 0.0]
    assert row.spread[0] == pytest.approx(2.0 / 3.919928, rel=1e-6)


def test_the_last_draw_is_the_estimate(incidents: Make) -> None:
    _, sky = said(incidents, {"party_id": "ann", "log_ratio": 2.0})
    weights = sky_weights(sky, sky.rows[0], draws=500, seed=1)
    assert weights[:, -1].tolist() == [2.0, 0.0, 0.0]
    assert np.quantile(weights[0, :-1], [0.025, 0.975]) == pytest.approx([1.0, 3.0], abs=0.25)


def test_draws_of_the_sky_are_used_in_their_order(incidents: Make) -> None:
    facts, _ = said(incidents, {"party_id": "ann", "log_ratio": 2.0})
    drawn = {"incident_id": "x", "party_id": "ann", "line": "flight"}
    facts.append("sky_draw", [drawn | {"draw": i, "log_ratio": float(i)} for i in range(3)])
    sky = what_the_sky_says(facts, PARTIES)
    assert sky_weights(sky, sky.rows[0], draws=5, seed=1)[0].tolist() == [0, 1, 2, 0, 1, 2.0]


def test_one_party_that_depends_makes_the_line_depend(incidents: Make) -> None:
    _, sky = said(
        incidents, {"party_id": "ann", "log_ratio": 2.0}, {"party_id": "bob", "log_ratio": 0.0, "independent": False}
    )
    assert not sky.rows[0].independent


def test_elicited_is_kept_by_party(incidents: Make) -> None:
    _, sky = said(
        incidents, {"party_id": "ann", "log_ratio": 2.0, "basis": "elicited"}, {"party_id": "bob", "log_ratio": 1.0}
    )
    assert sky.rows[0].elicited.tolist() == [True, False, False]


def test_a_party_the_case_does_not_know_is_left_out(incidents: Make) -> None:
    _, sky = said(incidents, {"party_id": "zed", "log_ratio": 2.0})
    assert sky.rows[0].mean.tolist() == [0.0, 0.0, 0.0]
