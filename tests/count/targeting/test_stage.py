"""Aim as figures: the test on recorded strikes, its queries, what is refused, and second strikes."""

import numpy as np
import pytest
from tests.cases import raw

from dalil.casefile.settings import Settings
from dalil.count import count

from .town import recorded, strikes

RULES = {
    **raw("2016-09-01", "2016-12-31"),
    "count": {"aim_draws": 199, "aim_sites": {"hospital": ["hospital"]}, "rate_objects": [],
              "estimate_methods": ["graphs"]},
}  # fmt: skip


def counted(facts, **count_options):
    settings = Settings.model_validate(RULES | {"count": RULES["count"] | count_options})
    summary = count(facts, settings)
    return {row["name"]: row for row in facts.rows("SELECT * FROM figure")}, summary


@pytest.fixture(scope="module")
def aimed():
    rng = np.random.default_rng(11)
    facts = recorded(rng, *strikes(rng, "buildings", share=0.2), from_name=0.1)
    return facts, counted(facts)[0]


def test_aimed_strikes_are_found(aimed):
    _, figures = aimed
    assert figures["targeting.hospital.p"]["value"] <= 0.05
    assert figures["targeting.hospital.surface_p"]["value"] <= 0.05
    assert figures["targeting.hospital.hits"]["value"] > figures["targeting.hospital.expected"]["value"]


def test_every_answer_says_of_which_object_it_is(aimed):
    _, figures = aimed
    asked = {(row["family"], row["counted"]) for name, row in figures.items() if name.startswith("targeting.hospital.")}
    assert asked == {("object", "hospital")}
    assert figures["targeting.strikes"]["family"] is None


def test_tipping_factors_say_how_biased_records_would_have_to_be(aimed):
    _, figures = aimed
    assert figures["targeting.hospital.tipping"]["value"] > figures["targeting.hospital.tipping_05"]["value"] > 1


def test_every_figure_is_what_its_query_gives(aimed):
    facts, figures = aimed
    for figure in figures.values():
        assert facts.value(figure["query"]) == figure["value"], figure["name"]


def test_strikes_located_through_a_name_are_left_out_and_counted(aimed):
    facts, figures = aimed
    left = figures["targeting.left_out.from_name"]["value"]
    assert 15 <= left <= 45  # a tenth of 300
    assert left + figures["targeting.strikes"]["value"] == 300
    assert facts.value("SELECT count(*) FROM aimed_strike WHERE left_out IS NULL AND raid IS NULL") == 0


def test_p_value_by_hand(aimed):
    facts, figures = aimed
    p = []
    for null, seen in (("displaced", "hits"), ("buildings", "matched")):
        found = facts.value(f"SELECT {seen} FROM targeting_observed WHERE is_primary")
        rows = facts.rows("SELECT hits FROM targeting_draw WHERE null_model = ? AND h_m = 1000 AND r_m = 150", [null])
        p.append((1 + sum(row["hits"] >= found for row in rows)) / (1 + len(rows)))
    assert figures["targeting.hospital.p"]["value"] == pytest.approx(max(p))


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"count": RULES["count"] | {"selected_by_hand": True}}, "selected_by_hand"),
        ({"scopes": [{"id": "part", "rule": "report=A/00001"}]}, "selected_by_hand"),
        ({"scopes": [{"id": "part", "rule": "object=hospital"}]}, "selected_by_outcome"),
        ({"count": RULES["count"] | {"aim_radius_m": 5}}, "too_few_raids"),
        ({"count": RULES["count"] | {"aim_sites": {"school": ["school"]}}}, "no_sites"),
    ],
)
def test_refused_with_the_reason(rules, reason):
    rng = np.random.default_rng(12)
    facts = recorded(rng, *strikes(rng, "buildings", count=60))
    count(facts, Settings.model_validate(RULES | rules))
    refused = facts.rows("SELECT name, reason FROM count_refusal WHERE name LIKE 'targeting%'")
    assert reason in {row["reason"] for row in refused}


def test_listed_buildings_are_compared_without_error():
    rng = np.random.default_rng(13)
    points, raids, sites = strikes(rng, "buildings", count=90)
    around = np.repeat(sites, 12, axis=0) + rng.normal(0, 400, (12 * len(sites), 2))
    facts = recorded(rng, points, raids, sites, buildings=around)
    counted(facts)
    assert facts.rows("SELECT DISTINCT hits = matched AS same FROM targeting_observed WHERE is_primary") == [
        {"same": True}
    ]


def test_returns_to_the_same_place_are_second_strikes():
    rng = np.random.default_rng(14)
    points, raids, sites = strikes(rng, "buildings", count=90, size=1)
    facts = recorded(rng, np.concatenate([points, points[:20]]), np.concatenate([raids, raids[:20]]), sites)
    facts.query("UPDATE incident SET earliest = earliest + INTERVAL 40 MINUTE, latest = latest + INTERVAL 40 MINUTE"
                " WHERE incident_id >= 'i00090'")  # fmt: skip
    figures, _ = counted(facts, second_strike_m=250)
    assert figures["second_strikes.count"]["value"] >= 15
    assert figures["second_strikes.p"]["value"] <= 0.05


def test_strikes_far_apart_are_no_second_strikes():
    rng = np.random.default_rng(15)
    figures, _ = counted(recorded(rng, *strikes(rng, "buildings", count=90, size=1)))
    assert figures["second_strikes.count"]["value"] == 0
    assert figures["second_strikes.p"]["value"] == 1
