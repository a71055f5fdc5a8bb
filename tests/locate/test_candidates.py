"""Candidates, ties and radii on an invented country of a few places."""

from __future__ import annotations

import pytest

from dalil.locate.candidates import CANDIDATES_KEPT, locate_name
from dalil.locate.gazetteer import Gazetteer

COLUMNS = ("place_id", "name", "name_ar", "other_names", "kind", "latitude", "longitude", "admin1", "admin2")


def gazetteer(*rows: tuple) -> Gazetteer:
    """Places by (id, name, latitude, longitude) and, where they say so, kind, province and district."""
    made = []
    for id_, name, latitude, longitude, *more in rows:
        kind, admin1, admin2 = (*more, "", "", "")[:3]
        row = (id_, name, None, [], kind or None, latitude, longitude, admin1 or None, admin2 or None)
        made.append(dict(zip(COLUMNS, row, strict=True)))
    return Gazetteer(made)


def test_one_place_has_its_own_radius() -> None:
    found = locate_name(gazetteer(("P1", "Karm", 36.0, 37.0, "village")), "Karm", None)
    assert found is not None
    assert (found.point.latitude, found.point.longitude, found.radius_m, found.tied) == (36.0, 37.0, 1500.0, 1)


def test_the_kind_that_is_said_gives_the_radius() -> None:
    found = locate_name(gazetteer(("P1", "Karm", 36.0, 37.0, "town")), "Karm neighbourhood", None)
    assert found is not None and found.radius_m == 700.0


def test_two_near_each_other_give_their_middle_and_reach_both() -> None:
    # 0.02 degrees of latitude are 2,224 m: the middle lies 1,112 m from each
    found = locate_name(gazetteer(("P1", "Karm", 36.00, 37.0), ("P2", "Karm", 36.02, 37.0)), "Karm", None)
    assert found is not None and found.tied == 2
    assert found.point.latitude == pytest.approx(36.01)
    assert found.radius_m == pytest.approx(1500 + 1112, abs=5)


def test_two_far_apart_keep_the_first_and_reach_the_other() -> None:
    # one degree of latitude is 111 km
    found = locate_name(gazetteer(("P1", "Karm", 36.0, 37.0), ("P2", "Karm", 37.0, 37.0)), "Karm", None)
    assert found is not None and found.point.latitude == 36.0
    assert found.radius_m == pytest.approx(1500 + 111_195, rel=0.005)


def test_of_many_the_first_are_kept_and_all_are_counted() -> None:
    places = gazetteer(*((f"P{n:02}", "Karm", 36 + n / 1000, 37.0) for n in range(CANDIDATES_KEPT + 3)))
    found = locate_name(places, "Karm", None)
    assert found is not None and (len(found.candidates), found.tied) == (CANDIDATES_KEPT, CANDIDATES_KEPT + 3)


def test_the_better_spelling_stands_first() -> None:
    found = locate_name(gazetteer(("P1", "Karma", 36.0, 37.0), ("P2", "Karm", 36.5, 37.0)), "Karm", None)
    assert found is not None and found.candidates[0].place.place_id == "P2"


def test_what_lies_outside_the_named_province_is_another_place() -> None:
    places = gazetteer(
        ("P1", "Karm", 36.0, 37.0, "", "Qasr"),
        ("P2", "Karm", 34.0, 37.0, "", "Wadi"),
        ("P3", "Wadi", 34.1, 37.0, "", "Wadi"),
    )
    found = locate_name(places, "Karm, Wadi", None)
    assert found is not None and [each.place.place_id for each in found.candidates] == ["P2"]


@pytest.mark.parametrize(("place", "place_ar"), [(None, None), ("", None), ("Nowhere", None), (None, "لا مكان")])
def test_what_the_gazetteer_does_not_know_is_nowhere(place: str | None, place_ar: str | None) -> None:
    assert locate_name(gazetteer(("P1", "Karm", 36.0, 37.0)), place, place_ar) is None


def test_without_places_nothing_is_located() -> None:
    assert len(gazetteer()) == 0 and locate_name(gazetteer(), "Karm", None) is None
