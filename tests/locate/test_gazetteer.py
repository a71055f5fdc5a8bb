"""Names and units of a gazetteer whose lists mix what a place is called with where it lies."""

from __future__ import annotations

import pytest

from dalil.locate.gazetteer import Gazetteer
from dalil.names import sound_of
from dalil.units import Point

BLANK = {"name_ar": None, "other_names": [], "kind": None, "admin1": None, "admin2": None}


def row(id_: str, name: str, latitude: float = 36.0, longitude: float = 37.0, **more: object) -> dict:
    return BLANK | {"place_id": id_, "name": name, "latitude": latitude, "longitude": longitude} | more


def test_what_stands_before_a_colon_and_in_brackets_is_a_unit() -> None:
    (place,) = Gazetteer([row("P1", "QASR : Sahel (Nahr)")]).places
    assert place.names == ("sahel",)
    assert place.within == {sound_of("qasr"), sound_of("nahr")}


def test_variants_are_names_of_their_own() -> None:
    (place,) = Gazetteer([row("P1", "Karm/Karma", name_ar="الكرم")]).places
    assert place.names[:2] == ("karm", "karma") and len(place.names) == 3


def test_another_name_that_is_the_first_name_of_a_far_place_is_a_unit() -> None:
    places = Gazetteer([row("P1", "Karm", other_names=["Tell"]), row("P2", "Tell", latitude=36.5)]).places
    assert places[0].names == ("karm",) and sound_of("tell") in places[0].within


def test_a_namesake_at_the_same_spot_stays_a_name() -> None:
    # 0.005 degrees are 556 m, less than the kilometre from which it lies elsewhere
    places = Gazetteer([row("P1", "Karm", other_names=["Tell"]), row("P2", "Tell", latitude=36.005)]).places
    assert places[0].names == ("karm", "tell")


@pytest.mark.parametrize(
    ("more", "seat", "radius_m"),
    [
        ({"admin1": "Qasr"}, True, 7000.0),
        ({"admin2": "Qasr"}, True, 3000.0),
        ({"admin1": "Wadi"}, False, 1500.0),
        ({"admin1": "Qasr", "kind": "neighbourhood"}, False, 700.0),
    ],
)
def test_a_place_named_like_its_unit_is_its_seat(more: dict, seat: bool, radius_m: float) -> None:
    (place,) = Gazetteer([row("P1", "Qasr", **more)]).places
    assert (place.seat, place.radius_m) == (seat, radius_m)


def test_names_meet_by_sound_across_scripts_and_words() -> None:
    places = Gazetteer([row("P1", "Tel Amber", name_ar="تل عنبر"), row("P2", "Karm")])
    for written in ("tel amber", "telamber", "تل عنبر"):
        ((number, alike),) = places.find(written)
        assert (number, alike) == (0, pytest.approx(1.0))
    assert places.find("") == ()


def test_order_is_that_of_the_ids_and_not_of_the_rows() -> None:
    rows = [row("P2", "Karm", 36.1), row("P1", "Karm", 36.2)]
    assert [place.place_id for place in Gazetteer(rows).places] == ["P1", "P2"]
    assert Gazetteer(rows).find("karm") == Gazetteer(rows[::-1]).find("karm")


def test_a_unit_reaches_as_far_as_four_fifths_of_its_places() -> None:
    rows = [row("P0", "Qasr", admin1="Qasr")]
    rows += [row(f"P{n}", f"Village{'abcde'[n]}", 36 + n / 10, admin1="Qasr") for n in range(1, 5)]
    unit = Gazetteer(rows).unit("qasr")
    assert unit is not None and unit.centre == Point(36.0, 37.0)
    # five places at 0, 11, 22, 33 and 44 km: the fourth of them
    assert unit.reach_m == pytest.approx(33_358, rel=0.005)
    assert unit.distance_to(Point(36.1, 37.0)) == 0.0


def test_a_place_that_is_no_unit_can_be_a_wider_place() -> None:
    unit = Gazetteer([row("P1", "Karm", kind="city")]).unit("karm")
    assert unit is not None and (len(unit.points), unit.reach_m) == (1, 7000.0)
    assert Gazetteer([row("P1", "Karm")]).unit("nowhere") is None
