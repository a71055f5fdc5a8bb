"""Rates as figures: what they say, the query that gives them, and what is refused."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.cases import raw

from dalil.casefile.settings import Settings
from dalil.count import count
from dalil.errors import Refused

from ..conftest import incident, register

RULES = {
    **raw("2016-07-01", "2016-12-29"),
    "periods": [{"id": "P1", "from": "2016-07-01", "to": "2016-11-05"}, {"id": "P2", "from": "2016-11-06"}],
    "count": {"rate_objects": ["hospital"], "estimate_methods": ["graphs"], "aim_draws": 99},
}  # fmt: skip


def at_days(days, **columns):
    rows = []
    for n, day in enumerate(days):
        at = datetime(2016, 7, 1) + timedelta(days=float(day))
        rows.append(incident(f"i{n:04d}", f"{at:%m-%d}", earliest=at, latest=at, **columns))
    return rows


@pytest.fixture(scope="module")
def siege():
    """One attack in four days for 128 days, one in two for 44, one in nine hours for 10."""
    rng = np.random.default_rng(4)
    slots = [(0, 128, 32), (128, 44, 22), (172, 10, 27)]
    days = [begin + (np.arange(n) + 0.5 + rng.uniform(-0.4, 0.4, n)) * length / n for begin, length, n in slots]
    facts = register(at_days(np.concatenate(days), objects_hit=["hospital"]))
    count(facts, Settings.model_validate(RULES))
    return facts


def figure(facts, name):
    return facts.rows("SELECT * FROM figure WHERE name = ?", [name])[0]


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("rate.hospital.P1", 32 / 128, "per day"),
        ("rate.hospital.P2", 49 / 54, "per day"),
        ("every.hospital.P1", 4.0, "days"),
        ("every.hospital.P2", 54 * 24 / 49, "hours"),
        ("ratio.hospital.P2.P1", 49 / 54 * 4, "ratio"),
        ("exposure.days", 182, "days"),
        ("change.hospital.claimed", 2, "changes"),
    ],
)
def test_value_by_hand(siege, name, value, unit):
    found = figure(siege, name)
    assert (found["value"], found["unit"]) == (pytest.approx(value, rel=1e-9), unit)


@pytest.mark.parametrize(
    "name", ["rate.hospital.P1", "every.hospital.P2", "ratio.hospital.P2.P1", "change.hospital.1.p"]
)
def test_a_rate_of_one_object_says_of_which(siege, name):
    found = figure(siege, name)
    assert (found["family"], found["counted"], found["party"], found["grade"]) == ("object", "hospital", None, None)
    assert figure(siege, name.replace("hospital", "all"))["family"] is None


def test_every_figure_is_what_its_query_gives(siege):
    for row in siege.rows("SELECT * FROM figure"):
        assert siege.value(row["query"]) == row["value"], row["name"]


def test_rates_lie_in_their_intervals(siege):
    for row in siege.rows("SELECT * FROM figure WHERE kind IN ('rate', 'ratio') AND low IS NOT NULL"):
        assert row["low"] < row["value"] < row["high"], row["name"]


def test_both_changes_are_found_within_three_days(siege):
    found = siege.rows("SELECT changed_at FROM rate_change WHERE category = 'hospital' AND claimed ORDER BY changed_at")
    begun = [datetime(2016, 11, 6), datetime(2016, 12, 20)]
    assert [abs(row["changed_at"] - day) <= timedelta(days=3) for row, day in zip(found, begun, strict=True)] == [
        True,
        True,
    ]


def test_every_rate_says_when_observation_was_assumed(siege):
    assert "all taken as observed" in figure(siege, "exposure.days")["text"]


def test_attacks_in_time_nobody_observed_do_not_count():
    facts = register(at_days([1, 2, 3, 50, 51], objects_hit=["hospital"]))
    facts.replace("context", [{"kind": "presence", "from_at": datetime(2016, 7, 1), "to_at": datetime(2016, 7, 11)}])
    count(facts, Settings.model_validate(RULES))
    assert figure(facts, "rate.hospital.whole")["value"] == pytest.approx(0.3)
    refused = facts.rows("SELECT name, reason FROM count_refusal WHERE name = 'rate.hospital.P2'")
    assert refused == [{"name": "rate.hospital.P2", "reason": "not_observed"}]


def test_an_attack_known_to_the_month_is_spread_over_both_periods():
    rows = [incident("i1", "11-05", earliest=datetime(2016, 10, 31), latest=datetime(2016, 11, 12))]
    facts = register(rows)
    count(facts, Settings.model_validate(RULES))
    assert figure(facts, "rate.all.P1")["value"] == pytest.approx(0.5 / 128, rel=0.25)


def test_no_attack_has_a_rate_of_zero_with_a_limit_and_no_every():
    facts = register(at_days([5.0]))
    count(facts, Settings.model_validate(RULES))
    found = figure(facts, "rate.hospital.P1")
    assert found["value"] == 0
    assert found["high"] > 0
    assert {"every.hospital.P1", "ratio.hospital.P2.P1"} <= {
        row["name"] for row in facts.rows("SELECT name FROM count_refusal WHERE reason = 'none_in_period'")
    }


def test_an_empty_register_is_refused_with_the_reason():
    facts = register([])
    summary = count(facts, Settings.model_validate(RULES))
    assert ("rate", "", "There is no incident in this scope.") in summary.refused


def test_a_period_with_an_area_is_refused():
    rules = RULES | {"periods": [{"id": "P1", "area": [36, 35, 37, 36]}]}
    with pytest.raises(Refused) as refused:
        count(register(at_days([1.0])), Settings.model_validate(rules))
    assert "period P1" in refused.value.where
