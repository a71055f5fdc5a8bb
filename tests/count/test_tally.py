"""Totals: worked out by hand on five incidents, and every figure against its own query."""

from datetime import datetime

import pytest

from dalil.casefile.settings import Settings
from dalil.count import count

from .conftest import RULES, incident, register


def figures(facts):
    return {row["name"]: row for row in facts.rows("SELECT * FROM figure")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("incidents.total", 4),
        ("incidents.object.hospital", 2),
        ("incidents.object.school", 1),
        ("incidents.object.camp", 0),
        ("incidents.weapon.incendiary", 2),
        ("incidents.incendiary_populated", 1),
        ("incidents.kind.airstrike", 3),
        ("incidents.kind.artillery", 1),
        ("incidents.party.north", 2),
        ("incidents.party.south", 0),
        ("incidents.party.the_others", 1),
        ("incidents.no_party_alleged", 2),
        ("incidents.place.alef", 1),
        ("incidents.place.bet", 2),
        ("incidents.month.2016-09", 2),
        ("incidents.month.2016-10", 2),
        ("incidents.week.2016-W39", 2),
        ("incidents.week.2016-W36", 1),
        ("incidents.week.2016-W37", 0),
        ("incidents.list.a", 4),
        ("incidents.list.b", 1),
        ("incidents.lists.a", 3),
        ("incidents.lists.a+b", 1),
        ("incidents.objects.hospital+school", 1),
        ("incidents.objects.hospital", 1),
        ("incidents.children_killed", 2),
        ("incidents.civilians_killed", 2),
        ("incidents.no_point", 1),
        ("killed.civilians.min", 12),
        ("killed.civilians.max", 14),
        ("killed.civilians.not_stated", 1),
        ("killed.children.min", 4),
        ("killed.children.max", 5),
        ("killed.children.not_stated", 2),
        ("killed.children.max_not_stated", 1),
        ("killed.journalist.min", None),
        ("killed.civilians.min.object.hospital", 2),
        ("killed.civilians.max.month.2016-10", 10),
        ("killed.civilians.min.party.north", 2),
    ],
)
def test_value_by_hand(counted, name, value):
    assert figures(counted)[name]["value"] == value


def test_every_figure_is_what_its_query_gives(counted):
    for figure in counted.rows("SELECT * FROM figure"):
        assert counted.value(figure["query"]) == figure["value"], figure["name"]


@pytest.mark.parametrize(
    ("latest", "uncertain"), [("T10:00", 0), ("T22:58:59", 0), ("T22:59:59", 1), ("T23:59:59.999999", 1)]
)
def test_a_time_known_to_the_day_is_not_known_better(settings, latest, uncertain):
    rows = [
        incident("i1", "09-05", earliest=datetime(2016, 9, 5), latest=datetime.fromisoformat(f"2016-09-05{latest}"))
    ]
    facts = register(rows)
    count(facts, settings)
    assert figures(facts)["incidents.day_uncertain"]["value"] == uncertain


def test_rows_behind_a_sum_are_the_incidents_that_state_it(counted):
    assert figures(counted)["killed.civilians.min"]["rows"] == 3
    assert figures(counted)["incidents.object.hospital"]["rows"] == 2


def test_names_with_quotes_reach_the_query_whole(settings):
    facts = register([incident("i1", "09-05", place="O'Hara'; DROP TABLE incident", parties_alleged=["l'autre"])])
    count(facts, settings)
    for figure in facts.rows("SELECT * FROM figure"):
        assert facts.value(figure["query"]) == figure["value"], figure["name"]
    assert figures(facts)["incidents.party.l_autre"]["value"] == 1


def test_an_empty_register_gives_zeros_and_nothing_stated(settings):
    facts = register([])
    count(facts, settings)
    assert figures(facts)["incidents.total"]["value"] == 0
    assert figures(facts)["incidents.month.2016-09"]["value"] == 0
    assert figures(facts)["killed.civilians.min"]["value"] is None


def test_text_says_not_stated_rather_than_zero(counted):
    texts = {row["name"]: row["text"] for row in counted.rows("SELECT * FROM figure")}
    assert texts["killed.journalist.min"] == "Killed, journalists: sum of minima: not stated by any source."
    assert texts["incidents.object.hospital"] == "Incidents in which a hospital or clinic was hit: 2."


def test_arabic_numbers_and_names_are_isolated(counted):
    text = counted.value("SELECT text FROM figure_text WHERE name = 'incidents.party.north' AND language = 'ar'")
    assert text == "الحوادث التي يتهم فيها مصدر: \u2068North\u2069: \u20662\u2069."


def test_places_beyond_the_limit_are_left_to_the_register(facts):
    count(facts, Settings.model_validate(RULES | {"count": RULES["count"] | {"places_listed": 1}}))
    places = [name for name in figures(facts) if name.startswith("incidents.place.")]
    assert places == ["incidents.place.bet"]
    assert figures(facts)["incidents.places"]["value"] == 4


def test_same_register_same_bytes(settings):
    first, second = register(), register()
    count(first, settings)
    count(second, settings)
    assert first.hashes() == second.hashes()
