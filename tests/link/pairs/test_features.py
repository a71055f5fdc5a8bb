"""The columns that are compared, on the smallest case."""

from zoneinfo import ZoneInfo

import pytest

from dalil.link.pairs.block import block
from dalil.link.pairs.features import make_features
from dalil.link.reports.accounts import make_accounts
from dalil.link.reports.columns import read_reports
from dalil.link.reports.words import make_aircraft, make_tokens, place_words
from dalil.names import PersonName


def features(world, *told, victims=(), sealed=None):
    facts = world.facts(*told)
    facts.replace("victim", [
        {"victim_id": f"{report}v", "organisation": report[0], "report_id": report, "name": name}
        for report, name in victims
    ])  # fmt: skip
    reports = read_reports(facts, ZoneInfo("Asia/Damascus"))
    words = place_words(facts)
    make_tokens(facts)
    make_aircraft(facts)
    make_accounts(facts, words)
    block(facts, reports, words)
    make_features(facts, sealed or {})
    return facts.rows("SELECT * FROM link_feature ORDER BY n")


def test_a_silent_report_is_silent_on_everything(world):
    (row,) = features(world, {"id": "a/1"})
    assert {key for key, value in row.items() if value is not None} == {"n"}


@pytest.mark.parametrize(("objects", "key", "sites"), [
    (["school", "hospital"], "hospital school", "hospital school"),
    (["home"], "home", None),
    (["home", "hospital"], "home hospital", "home hospital"),
    ([], None, None),
])  # fmt: skip
def test_objects_in_one_order_and_what_is_a_site(world, objects, key, sites):
    (row,) = features(world, {"id": "a/1", "objects_hit": objects})
    assert (row["objects_key"], row["sites_key"]) == (key, sites)


def test_the_kind_other_is_no_kind(world):
    other, strike = features(world, {"id": "a/1", "kind": "other"}, {"id": "a/2", "kind": "airstrike"})
    assert (other["kind"], strike["kind"]) == (None, "airstrike")


def test_words_of_a_place_and_its_proper_name(world):
    (row,) = features(world, {"id": "a/1", "place": "Tel Amber, Qafira district"})
    assert row["name_key"] == "ambr tl"
    assert len(row["words"]) == 3, "two of the name, one of the district"


def test_a_word_that_many_use_is_not_rare(world):
    told = [{"id": f"a/{n:02}", "place": "Qafira"} for n in range(16)]
    rows = features(world, *told, {"id": "b/1", "place": "Tulmina"})
    assert rows[0]["rare_words"] is None and rows[0]["words"] is not None
    assert rows[16]["rare_words"] == rows[16]["words"]


def test_a_source_that_seven_cite_is_not_rare(world):
    one = "https://example.org/1"
    six = features(world, *({"id": f"a/{n}", "origin": one} for n in range(6)))
    seven = features(world, *({"id": f"a/{n}", "origin": one} for n in range(7)))
    assert six[0]["rare_tokens"] == six[0]["tokens"]
    assert seven[0]["rare_tokens"] is None and seven[0]["tokens"] == six[0]["tokens"]


def test_a_point_has_its_reach(world):
    (row,) = features(world, {"id": "a/1", "latitude": 10.0, "radius_m": 700.0})
    assert row["reach_km"] == pytest.approx(1.0) and row["point"] == "10.0 40.0"


def test_names_of_victims_are_blinded_and_one_word_names_nobody(world):
    rows = features(world, {"id": "a/1"}, {"id": "b/1"}, victims=[("a/1", "Walid Yasin"), ("b/1", "Walid")])
    assert len(rows[0]["victims"]) == 1 and rows[1]["victims"] is None
    assert "wld" not in str(rows[0]["victims"])


def test_a_sealed_name_meets_an_open_one(world):
    sealed = {"b/1v": PersonName("", "وليد ياسين", "")}
    rows = features(world, {"id": "a/1"}, {"id": "b/1"}, victims=[("a/1", "Walid Yasin"), ("b/1", None)], sealed=sealed)
    assert rows[0]["victims"] == rows[1]["victims"] is not None
