"""Stated places: each way by itself."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from dalil.simulate.events.strikes import draw_strikes
from dalil.simulate.tell.place import tell_place
from dalil.simulate.world.loading import load

NONE = ("site_name", "no_point", "centroid", "vicinity")


@pytest.fixture(scope="module")
def told(at):
    """A stated place of the first attack on a neighbourhood, with only the habits given."""

    def place(seed: int = 0, latin: bool = True, **habits: str):
        changed = {f"habits__{n}": "0" for n in NONE} | {f"habits__{n}": v for n, v in habits.items()}
        here = at("small", 1, **changed)
        strike = next(
            s for s in draw_strikes(here, 40, 1, 1) if s.site < 0 and any(x.place == s.place for x in here.world.sites)
        )
        return (
            here.world,
            strike,
            tell_place(here.settings.habits, here.world, np.random.default_rng(seed), strike, latin),
        )

    return place


def test_exact_is_within_metres(told):
    _, strike, found = told()
    assert found.precision == "exact"
    assert math.hypot(found.x - strike.x, found.y - strike.y) < 30


def test_vicinity_is_within_a_few_hundred_metres(told):
    _, strike, found = told(vicinity="1")
    assert found.precision == "vicinity"
    assert math.hypot(found.x - strike.x, found.y - strike.y) < 300


def test_the_centre_of_the_place(told):
    world, strike, found = told(centroid="1")
    place = world.places[strike.place]
    assert (found.x, found.y, found.precision, found.source) == (place.x, place.y, place.kind, "name")


def test_a_name_and_no_point(told):
    _, _, found = told(no_point="1")
    assert (found.x, found.y, found.precision) == (None, None, "")
    assert found.place_ar


def test_put_at_a_site_that_was_not_hit(told):
    world, strike, found = told(site_name="1", site_name_declared="1")
    site = world.sites[found.site]
    assert (found.x, found.y, found.source) == (site.x, site.y, "site_name")
    assert site.place == strike.place
    assert found.mistakes == ("site_name",)


def test_the_same_undeclared_passes_for_a_name(told):
    assert told(site_name="1", site_name_declared="0")[2].source == "name"


def test_at_the_site_that_was_hit_it_is_no_mistake(told):
    world, strike, _ = told()
    habits = load("small", {"habits.site_name": "1"}).habits
    number = next(n for n, site in enumerate(world.sites) if site.place == strike.place)
    found = tell_place(habits, world, np.random.default_rng(0), replace(strike, site=number), True)
    assert found.mistakes == ()
    assert (found.x, found.y) == (world.sites[number].x, world.sites[number].y)


def test_a_quarter_of_names_are_written_in_a_variant(told):
    world, strike, _ = told()
    name, rng, habits = world.places[strike.place].name.latin, np.random.default_rng(0), load("small").habits
    variants = sum(tell_place(habits, world, rng, strike, True).place.split(",")[0] != name for _ in range(120))
    assert 12 <= variants <= 48  # 30 expected, standard deviation 4.7


def test_arabic_only(told):
    assert told(latin=False)[2].place == ""
