"""Pairs with all that is known of them; the columns that comparisons read."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dalil.link.pairs.block import block
from dalil.link.pairs.features import make_features
from dalil.link.pairs.gathering import _judged
from dalil.link.reports.accounts import make_accounts
from dalil.link.reports.columns import read_reports
from dalil.link.reports.decisions import Constraints
from dalil.link.reports.words import make_aircraft, make_tokens, place_words
from dalil.names import PersonName

NOT_JUDGED = np.nan


@pytest.mark.parametrize(("must_link", "cannot_link", "expected"), [
    ([0, 1, 2], set(), [NOT_JUDGED, NOT_JUDGED]),
    ([0, 0, 2], set(), [1.0, NOT_JUDGED]),
    ([0, 1, 2], {(0, 1)}, [0.0, NOT_JUDGED]),
    ([0, 0, 2], {(0, 2)}, [1.0, 0.0]),  # b was merged with a, and a is kept apart from c
])  # fmt: skip
def test_what_a_person_judged(must_link, cannot_link, expected):
    found = _judged(np.array([0, 1]), np.array([1, 2]), Constraints(np.array(must_link), frozenset(cannot_link)))
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.fixture
def features(world):
    def made(*reports, victims=(), sealed=None):
        facts = world.facts(*reports)
        facts.replace("victim", [
            {"victim_id": f"{r}/{n}", "organisation": r[0], "report_id": r, "name": name}
            for n, (r, name) in enumerate(victims)
        ])  # fmt: skip
        columns = read_reports(facts, ZoneInfo("UTC"))
        words = place_words(facts)
        make_tokens(facts), make_aircraft(facts), make_accounts(facts, words)
        block(facts, columns, words)
        make_features(facts, sealed or {})
        return facts.rows("SELECT * FROM link_feature ORDER BY n")

    return made


def test_empty_is_silent_and_not_different(features):
    (row,) = features({"id": "a/1", "objects_hit": [], "weapons": [], "place": ""})
    assert {key for key, value in row.items() if value is not None} == {"n"}


def test_a_site_is_told_from_a_home(features):
    first, second = features({"id": "a/1", "objects_hit": ["school", "home"]}, {"id": "b/1", "objects_hit": ["home"]})
    assert (first["objects_key"], first["sites_key"]) == ("home school", "home school")
    assert (second["objects_key"], second["sites_key"]) == ("home", None)


def test_a_surveyed_point_is_kept_and_one_that_stands_for_a_name_is_not(features):
    first, second = features(
        {"id": "a/1", "latitude": 10.0, "place_source": "survey"},
        {"id": "b/1", "latitude": 11.0, "place_source": "name"},
    )
    assert first["point"] == "10.0 40.0" and second["point"] is None
    assert first["reach_km"] == pytest.approx(0.1 + 0.3)


def test_victims_are_blinded_and_one_word_names_nobody(features):
    rows = features(
        {"id": "a/1"}, {"id": "b/1"}, victims=[("a/1", "Walid Yasin"), ("b/1", "Waleed Yaseen"), ("a/1", "Walid")]
    )
    assert rows[0]["victims"] == rows[1]["victims"] and len(rows[0]["victims"]) == 1
    assert "wld" not in str(rows)


def test_a_sealed_name_is_compared(features):
    told = [("a/1", "Walid Yasin"), ("b/1", None)]
    rows = features({"id": "a/1"}, {"id": "b/1"}, victims=told, sealed={"b/1/1": PersonName("Walid Yasin", "", "")})
    assert rows[0]["victims"] == rows[1]["victims"]
