"""The sky as lines of evidence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dalil.attribute.book.model import LINES
from dalil.attribute.evidence.sky import Sky, what_the_sky_says
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
    assert [LINES[line] for line in sky.line] == ["flight"]
    assert sky.mean.tolist() == [[2.0, -1.0, 0.0]]
    assert sky.spread[0, 0] == pytest.approx(2.0 / 3.919928, rel=1e-6)


def test_the_last_draw_is_the_estimate(incidents: Make) -> None:
    _, sky = said(incidents, {"party_id": "ann", "log_ratio": 2.0})
    logs = sky.logs(np.array([0]), draws=500, seed=1)[0]
    assert logs[:, -1].tolist() == [2.0, 0.0, 0.0]
    assert np.quantile(logs[0, :-1], [0.025, 0.975]) == pytest.approx([1.0, 3.0], abs=0.25)


def test_draws_of_the_sky_are_used_in_their_order(incidents: Make) -> None:
    facts, _ = said(incidents, {"party_id": "ann", "log_ratio": 2.0})
    drawn = {"incident_id": "x", "party_id": "ann", "line": "flight"}
    facts.append("sky_draw", [drawn | {"draw": i, "log_ratio": float(i)} for i in (2, 1, 3)])
    facts.append("sky_draw", [drawn | {"draw": 1, "log_ratio": 9.0, **other}
                              for other in ({"party_id": "zed"}, {"line": "radar"}, {"incident_id": "y"})])  # fmt: skip
    sky = what_the_sky_says(facts, PARTIES)
    assert sky.logs(np.array([0]), draws=5, seed=1)[0, 0].tolist() == [1, 2, 3, 1, 2, 2.0]


def test_a_line_without_draws_beside_one_with(incidents: Make) -> None:
    facts, _ = said(incidents, {"party_id": "ann", "log_ratio": 2.0},
                    {"party_id": "ann", "log_ratio": 1.0, "line": "radio", "low": 1.0, "high": 1.0})  # fmt: skip
    drawn = {"incident_id": "x", "party_id": "ann", "line": "flight"}
    facts.append("sky_draw", [drawn | {"draw": i, "log_ratio": 7.0} for i in range(2)])
    logs = what_the_sky_says(facts, PARTIES).logs(np.array([0, 1]), draws=2, seed=1)
    assert logs[:, 0].tolist() == [[7.0, 7.0, 2.0], [1.0, 1.0, 1.0]]


def test_nothing_heard(incidents: Make) -> None:
    _, sky = said(incidents)
    assert len(sky.between(0, 9)) == 0
    assert sky.logs(np.array([], dtype=np.int64), draws=3, seed=1).shape == (0, 3, 4)


def test_one_party_that_depends_makes_the_line_depend(incidents: Make) -> None:
    _, sky = said(
        incidents, {"party_id": "ann", "log_ratio": 2.0}, {"party_id": "bob", "log_ratio": 0.0, "independent": False}
    )
    assert sky.independent.tolist() == [False]
    assert len(sky.between(0, 1)) == 1
    assert len(sky.between(0, 1, speaking=True)) == 0


def test_elicited_is_kept_by_party(incidents: Make) -> None:
    _, sky = said(
        incidents, {"party_id": "ann", "log_ratio": 2.0, "basis": "elicited"}, {"party_id": "bob", "log_ratio": 1.0}
    )
    assert sky.elicited.tolist() == [[True, False, False]]


def test_a_party_the_case_does_not_know_is_left_out(incidents: Make) -> None:
    _, sky = said(incidents, {"party_id": "zed", "log_ratio": 2.0})
    assert sky.mean.tolist() == [[0.0, 0.0, 0.0]]
