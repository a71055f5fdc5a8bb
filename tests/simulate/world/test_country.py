"""The invented country."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from dalil.simulate.world.conflict import load_conflict


def test_as_many_places_and_sites_as_asked(at):
    world = at(world__neighbourhoods="10", world__villages="7", world__hospitals="4", world__schools="5").world
    assert len(world.places) == 17
    assert world.city_places == 10
    assert sum(site.object == "hospital" for site in world.sites) == 4
    assert len(world.by_object["school"]) == 5


def test_neighbourhoods_lie_in_the_city_and_villages_outside(at):
    world = at().world
    for place in world.places[: world.city_places]:
        assert math.hypot(place.x, place.y) <= 6_500
        assert place.kind == "neighbourhood"
    for place in world.places[world.city_places :]:
        assert 10_500 <= math.hypot(place.x, place.y) <= 70_000
        assert place.kind in ("village", "town")


def test_names_of_places_are_all_different(at):
    names = [place.name.latin for place in at("siege").world.places]
    assert len(set(names)) == len(names)


def test_sites_stand_in_their_place_and_apart(at):
    world = at().world
    for site in world.sites:
        place = world.places[site.place]
        assert math.hypot(site.x - place.x, site.y - place.y) <= place.radius_m + 1
    near = sum(math.hypot(a.x - b.x, a.y - b.y) < 250 for a, b in itertools.combinations(world.sites, 2))
    assert near <= 2  # a full village may leave no free spot


def test_sites_within_counts_from_the_edge(at):
    world = at().world
    site = world.sites[0]
    assert 0 in world.sites_within(site.x + site.radius_m + 69, site.y, 70)
    assert 0 not in world.sites_within(site.x + site.radius_m + 71, site.y, 70)


def test_no_place_is_without_a_building(at):
    world = at().world
    assert set(np.unique(world.building_place)) == set(range(len(world.places)))
    for number in range(0, len(world.buildings), 97):
        place = world.places[world.building_place[number]]
        assert math.hypot(*(world.buildings[number] - (place.x, place.y))) <= place.radius_m + 1


def test_the_first_posts_watch_bases(at):
    world, conflict = at().world, load_conflict()
    bases = {base.base_id: base for party in conflict.parties.values() for base in party.bases}
    near = [post for post in world.posts if post.near_base]
    assert [post.near_base for post in near] == ["B1", "B2", "B3"]
    for post in near:
        base = bases[post.near_base]
        assert math.hypot(post.x - base.x, post.y - base.y) == pytest.approx(7_000, abs=1)
