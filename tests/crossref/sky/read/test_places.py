"""Place names of logs."""

from __future__ import annotations

from dalil.crossref.sky.read.places import Gazetteer
from dalil.units import Point

HERE, NEAR, FAR = Point(34.0, 175.0), Point(34.01, 175.0), Point(38.0, 175.0)


def test_one_place_of_that_name() -> None:
    assert Gazetteer([("Marjan", HERE, False)]).locate_all([("Marjan", "")]) == {("Marjan", ""): (HERE, "")}


def test_an_unknown_name_is_not_located() -> None:
    assert Gazetteer([("Marjan", HERE, False)]).locate_all([("Qalet", "")])["Qalet", ""] == (None, "no_such_place")


def test_two_places_far_apart_are_a_doubt_and_two_near_are_none() -> None:
    far = Gazetteer([("Marjan", HERE, False), ("Marjan", FAR, False)])
    near = Gazetteer([("Marjan", HERE, False), ("Marjan", NEAR, False)])
    assert far.locate_all([("Marjan", "")])["Marjan", ""] == (None, "ambiguous_place")
    assert near.locate_all([("Marjan", "")])["Marjan", ""][0] in (HERE, NEAR)


def test_a_further_name_gives_way_to_a_place_s_own() -> None:
    found = Gazetteer([("Marjan", HERE, False), ("Marjan", FAR, True)]).locate_all([("Marjan", "")])
    assert found["Marjan", ""] == (HERE, "")


def test_the_sure_names_of_a_part_of_a_log_decide_a_doubt() -> None:
    names = [("Marjan", HERE, False), ("Marjan", FAR, False)]
    names += [(name, Point(34.0 + n / 100, 175.1), False) for n, name in enumerate(("Tal Azraq", "Bir Nour", "Sidra"))]
    asked = [(name, "west") for name in ("Marjan", "Tal Azraq", "Bir Nour", "Sidra")]
    assert Gazetteer(names).locate_all(asked)["Marjan", "west"] == (HERE, "")


def test_words_that_sources_part_differently_are_one_name() -> None:
    found = Gazetteer([("Bir Nour", HERE, False), ("Birun", FAR, False)]).locate_all([("Birnur", "")])
    assert found["Birnur", ""] == (HERE, "")


def test_a_mountain_is_no_village_whose_name_is_a_little_like_it() -> None:
    asked = [("Jabal Wastani", ""), ("Jabal Qabtan", "")]
    found = Gazetteer([("Qabtan Eljabal", HERE, False)]).locate_all(asked)
    assert found["Jabal Wastani", ""] == (None, "no_such_place")
    assert found["Jabal Qabtan", ""] == (HERE, "")
