"""What a figure counts, whom, and at which grade: read from columns, worked out by hand on a register with findings."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count import count
from dalil.count.categories import Family, families
from dalil.count.figures import Category
from dalil.count.scopes import GRADES, Selection, selections

from .conftest import RULES, incident, register

FAMILIES = {
    "object", "weapon", "kind", "party", "place", "month", "week", "list", "lists", "objects", "weapons", "grade",
    "attributed", "role", "period",
}  # fmt: skip
"""As docs/method/count.md names them."""

SCOPED = RULES | {"scopes": [{"id": "first", "title": "First", "to": "2016-09-10"}]}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    """Every figure of the small register after two findings: i1 north at high, i2 north or south at likely."""
    facts = register()
    facts.replace("attribution", [
        {"incident_id": "i1", "party": "north", "grade": "high"},
        {"incident_id": "i2", "party": "north+south", "grade": "likely"},
        {"incident_id": "i3", "party": None, "grade": "not_attributed"},
    ])  # fmt: skip
    facts.replace("finding", [
        {"incident_id": "i1", "role": "direct", "party": "north", "grade": "high"},
        {"incident_id": "i1", "role": "air_support", "party": "south", "grade": "likely"},
    ])  # fmt: skip
    count(facts, Settings.model_validate(SCOPED))
    return {row["name"]: row for row in facts.rows("SELECT * FROM figure")}


def of(row: dict[str, Any]) -> tuple[str | None, ...]:
    return row["scope"], row["family"], row["counted"], row["party"], row["grade"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("incidents.total", ("", None, None, None, None)),
        ("incidents.populated", ("", None, None, None, None)),
        ("killed.civilians.min", ("", None, None, None, None)),
        ("reports.total", ("", None, None, None, None)),
        ("incidents.object.hospital", ("", "object", "hospital", None, None)),
        ("incidents.weapon.cluster", ("", "weapon", "cluster", None, None)),
        ("incidents.kind.artillery", ("", "kind", "artillery", None, None)),
        ("incidents.month.2016-09", ("", "month", "2016-09", None, None)),
        ("incidents.week.2016-W39", ("", "week", "2016-W39", None, None)),
        ("incidents.list.b", ("", "list", "B", None, None)),
        ("incidents.lists.a+b", ("", "lists", "A + B", None, None)),
        ("incidents.objects.hospital+school", ("", "objects", "hospital+school", None, None)),
        ("incidents.weapons.incendiary", ("", "weapons", "incendiary", None, None)),
        ("incidents.party.north", ("", "party", "north", "north", None)),
        ("incidents.party.the_others", ("", "party", "The Others", "The Others", None)),
        ("incidents.party.south", ("", "party", "south", "south", None)),
        ("incidents.grade.likely", ("", "grade", "likely", None, "likely")),
        ("incidents.grade.not_attributed", ("", "grade", "not_attributed", None, "not_attributed")),
        ("incidents.attributed.north.high", ("", "attributed", "north", "north", "high")),
        ("incidents.attributed.north+south.likely", ("", "attributed", "north+south", "north+south", "likely")),
        ("incidents.role.direct.north.high", ("", "role", "direct", "north", "high")),
        ("incidents.role.air_support.south.likely", ("", "role", "air_support", "south", "likely")),
        ("killed.civilians.min.object.hospital", ("", "object", "hospital", None, None)),
        ("killed.civilians.max.attributed.north.high", ("", "attributed", "north", "north", "high")),
        ("scope.first.incidents.total", ("first", None, None, None, None)),
        ("scope.first.incidents.object.school", ("first", "object", "school", None, None)),
        ("scope.first.killed.civilians.min.party.north", ("first", "party", "north", "north", None)),
    ],
)
def test_what_a_figure_counts_by_hand(found, name, columns):
    assert of(found[name]) == columns


def test_of_two_spellings_that_share_a_name_the_first_stands(found):
    """i2 writes Bet and i3 bet: one figure, and a place as the records have it."""
    assert found["incidents.place.bet"]["value"] == 2
    assert of(found["incidents.place.bet"]) == ("", "place", "Bet", None, None)


def test_a_place_in_one_script_is_counted_in_it(found):
    (arabic,) = (row for row in found.values() if row["counted"] == "جيم" and row["unit"] == "incidents")
    assert (arabic["family"], arabic["value"]) == ("place", 1)


def test_every_family_is_declared_and_says_what_it_counts(found):
    for name, row in found.items():
        assert (row["family"] is None) == (row["counted"] is None), name
        assert row["family"] is None or row["family"] in FAMILIES, name
        assert row["grade"] in (None, *GRADES, "not_attributed"), name


def test_every_figure_with_a_family_has_its_name_in_its_own(found):
    """Names stay for people; what is read from them would be the same."""
    for name, row in found.items():
        if row["family"] and row["kind"] == "total" and row["unit"] == "incidents":
            assert f".{row['family']}." in name, name


@pytest.mark.parametrize("name", ["rate.all.whole", "exposure.days", "incidents.total"])
def test_all_attacks_are_no_category(found, name):
    assert of(found[name]) == ("", None, None, None, None)


def test_a_rate_of_one_object_says_which(found):
    named = {row["counted"] for name, row in found.items() if name.startswith("rate.") and row["family"] == "object"}
    assert named == {"hospital", "school"}


def _family(name: str) -> Family:
    facts = Facts.in_memory()
    facts.replace("attribution", [{"incident_id": "x", "party": "a", "grade": "high"}])
    facts.replace("finding", [{"incident_id": "x", "role": "direct", "party": "a", "grade": "high"}])
    settings = Settings.model_validate(RULES)
    (family,) = (one for one in families(facts, settings, selections(settings)[0]) if one.name == name)
    return family


@pytest.mark.parametrize(
    ("family", "item", "category"),
    [
        ("attributed", "a.b.high", Category("attributed", "a.b", "a.b", "high")),  # an id may hold a dot
        ("role", "direct.a.b.likely", Category("role", "direct", "a.b", "likely")),
        ("month", "2016-10", Category("month", "2016-10")),
        ("lists", "A + B", Category("lists", "A + B")),
    ],
)
def test_items_of_findings_are_taken_apart_from_both_ends(family, item, category):
    assert _family(family).category([item]) == category


def test_families_of_findings_are_there_once_there_are_any():
    settings = Settings.model_validate(RULES)
    names = {family.name for family in families(Facts.in_memory(), settings, selections(settings)[0])}
    assert not names & {"grade", "attributed", "role"}
    assert FAMILIES - names == {"grade", "attributed", "role", "period"}


def test_conditions_quote_what_they_are_given():
    for family in families(Facts.in_memory(), Settings.model_validate(RULES), _selection()):
        assert "O''Hara" in family.condition(["O'Hara"]), family.name
        assert "O''Hara" in family.condition(["O'Hara", "other"]), family.name


def _selection() -> Selection:
    return selections(Settings.model_validate(RULES))[0]


def test_months_and_weeks_without_attacks_are_there():
    facts = register([incident("i1", "09-05")])
    count(facts, Settings.model_validate(RULES))
    rows = facts.rows("SELECT counted, value FROM figure WHERE family = 'month' AND unit = 'incidents' ORDER BY 1")
    assert [(row["counted"], row["value"]) for row in rows] == [("2016-09", 1.0), ("2016-10", 0.0)]
