"""The queries of aim, on a handful of draws that can be counted on fingers.

Primary cell: 20 raids, 4 hits seen (3 matched with the error of struck places). Displaced: hits 1, 2, 4, 1 by
accident; buildings: hits 0, 1, 3, 0.
"""

from __future__ import annotations

from math import sqrt

import pytest

from dalil.casefile.facts import Facts
from dalil.count.targeting import queries

WHERE = "scope = '' AND category = 'hospital'"
DISPLACED, BUILDINGS = (1, 2, 4, 1), (0, 1, 3, 0)


def cell(h: float, r: float, hits: int, matched: float, primary: bool = False) -> dict[str, object]:
    return {"scope": "", "category": "hospital", "h_m": h, "r_m": r, "is_primary": primary, "raids": 20, "sites": 5,
            "hits": hits, "matched": matched}  # fmt: skip


def drawn(h: float, r: float, null: str, *hits: int) -> list[dict[str, object]]:
    key = {"scope": "", "category": "hospital", "h_m": h, "r_m": r, "null_model": null}
    return [key | {"draw": draw, "hits": count} for draw, count in enumerate(hits)]


@pytest.fixture
def facts() -> Facts:
    made = Facts.in_memory()
    made.replace("targeting_observed", [cell(1000.0, 100.0, 4, 3.0, primary=True)])
    made.append("targeting_draw", [
        *drawn(1000.0, 100.0, "displaced", *DISPLACED), *drawn(1000.0, 100.0, "buildings", *BUILDINGS),
    ])  # fmt: skip
    return made


def phi(seen: float, by_accident: float, raids: int = 20) -> float:
    o, p = seen / raids, by_accident / raids
    return o * (1 - p) / (p * (1 - o))


def test_numbers_of_the_primary_cell(facts):
    facts.append("targeting_observed", [cell(500.0, 100.0, 9, 9.0)])
    assert [facts.value(queries.observed(WHERE, column)) for column in ("raids", "sites", "hits")] == [20, 5, 4]


def test_the_larger_of_two_expectations_counts(facts):
    assert facts.value(queries.expected(WHERE)) == 2.0  # displaced 8 / 4, buildings 4 / 4


def test_the_larger_of_two_p_values_counts(facts):
    """Displaced: one draw of four reaches 4. Buildings: one of four reaches 3. Both (1 + 1) / (1 + 4)."""
    assert facts.value(queries.p_value(WHERE)) == pytest.approx(0.4)
    facts.query("UPDATE targeting_draw SET hits = 3 WHERE null_model = 'buildings' AND draw < 3")
    assert facts.value(queries.p_value(WHERE)) == pytest.approx(0.8)


def test_no_draw_as_large_gives_the_smallest_p_there_is(facts):
    facts.query("UPDATE targeting_draw SET hits = 0")
    assert facts.value(queries.p_value(WHERE)) == pytest.approx(1 / 5)


def test_tipping_is_the_smaller_of_two_biases(facts):
    assert facts.value(queries.tipping(WHERE)) == pytest.approx(min(phi(4, 2.0), phi(3, 1.0)))


def test_tipping_is_not_given_where_accident_gives_none(facts):
    facts.query("UPDATE targeting_draw SET hits = 0")
    assert facts.value(queries.tipping(WHERE)) is None


def test_tipping_is_not_given_where_every_raid_hit(facts):
    facts.query("UPDATE targeting_observed SET hits = 20, matched = 20")
    assert facts.value(queries.tipping(WHERE)) is None


def test_tipping_at_a_level_is_read_off_the_draws(facts):
    """A quarter of the draws: the largest drawn of each null. 4 of 4 hits is φ 1, 3 of 3 too."""
    assert facts.value(queries.tipping_at(WHERE, 0.25)) == pytest.approx(1.0)
    # Half: the next largest, 2 of displaced and 1 of buildings.
    assert facts.value(queries.tipping_at(WHERE, 0.5)) == pytest.approx(min(phi(4, 2), phi(3, 1)))


def test_a_draw_without_hits_needs_a_bias_without_end(facts):
    """Three of four draws of buildings: one has no hit, so that null has no φ; displaced still has."""
    assert facts.value(queries.tipping_at(WHERE, 0.75)) == pytest.approx(phi(4, 1))


def test_over_one_cell_the_surface_is_the_test_itself(facts):
    assert facts.value(queries.surface(WHERE)) == facts.value(queries.p_value(WHERE))


def test_over_two_cells_the_largest_excess_is_compared(facts):
    """In the second cell accident always gives 2, and 7 were seen: 10 half hits above, far more than any draw shows."""
    facts.append("targeting_observed", [cell(500.0, 50.0, 7, 7.0)])
    facts.append("targeting_draw", [
        *drawn(500.0, 50.0, "displaced", 2, 2, 2, 2), *drawn(500.0, 50.0, "buildings", 2, 2, 2, 2),
    ])  # fmt: skip
    assert facts.value(queries.surface(WHERE)) == pytest.approx(1 / 5)
    assert facts.value(queries.p_value(WHERE)) == pytest.approx(0.4)  # the question set beforehand stays as it was


def test_the_spread_of_a_cell_is_never_below_half_a_hit(facts):
    """Displaced 1, 2, 4, 1 has standard deviation √1.5; a cell that never varies would else be beyond all bounds."""
    assert facts.value("SELECT stddev_pop(hits) FROM targeting_draw WHERE null_model = 'displaced'") == pytest.approx(
        sqrt(1.5)
    )
    facts.query("UPDATE targeting_draw SET hits = 4 WHERE null_model = 'displaced'")
    assert facts.value(queries.surface(WHERE)) == pytest.approx(1.0)  # 0 above 4 in each draw, and 0 as seen


def test_scopes_and_categories_do_not_mix(facts):
    other = [row | {"category": "school", "hits": 20} for row in drawn(1000.0, 100.0, "displaced", 1, 1)]
    facts.append("targeting_draw", other)
    facts.append("targeting_observed", [cell(1000.0, 100.0, 20, 20.0, primary=True) | {"category": "school"}])
    assert facts.value(queries.expected(WHERE)) == 2.0


@pytest.fixture
def pairs() -> Facts:
    made = Facts.in_memory()
    made.replace("second_strike", [
        {"scope": "", "incident_id": name, "after_incident_id": "x", "minutes": 20.0, "metres": 10.0} for name in "ab"
    ])  # fmt: skip
    made.replace("second_strike_draw", [
        {"scope": "", "null_model": null, "draw": draw, "pairs": count}
        for null, counts in (("displaced", (0, 0, 1)), ("buildings", (1, 2, 0))) for draw, count in enumerate(counts)
    ])  # fmt: skip
    return made


def test_second_strikes_by_accident(pairs):
    """Two seen. Buildings: mean 1, one draw of three has two: (1 + 1) / (1 + 3). Displaced is smaller in both."""
    assert pairs.value(queries.expected_pairs("scope = ''")) == 1.0
    assert pairs.value(queries.pairs_p_value("scope = ''")) == pytest.approx(0.5)


def test_second_strikes_of_another_scope_are_not_there(pairs):
    assert pairs.value(queries.expected_pairs("scope = 'part'")) is None
