"""Attacks in time and space."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from dalil.simulate.events.strikes import draw_strikes


def test_documented_are_as_many_as_asked(at):
    strikes = draw_strikes(at("siege"), 560, 1, 1)
    assert sum(bool(s.lists) for s in strikes) == 560
    assert [s.number for s in strikes] == list(range(1, len(strikes) + 1))
    assert [s.at_s for s in strikes] == sorted(s.at_s for s in strikes)


def test_parties_have_their_shares(at):
    counts = Counter(s.plan.party for s in draw_strikes(at("siege"), 560, 1, 1) if s.lists)
    # 58, 28, 4 and 10 of a hundred, medical attacks apart; binomial standard errors are below 12.
    assert abs(counts["toruvia"] - 325) < 25
    assert abs(counts["naharat"] - 157) < 36
    assert abs(counts["dahr"] - 56) < 25


def test_miss_distances_have_the_error_asked_for(at):
    strikes = draw_strikes(at(rates__scheduled="off", war__aimed_share="0", war__incidents="400"), 400, 1, 1)
    off = np.array([(s.x - s.aim_x, s.y - s.aim_y) for s in strikes if not s.plan.second])
    # 60 m on each axis; standard error of a standard deviation over 800 numbers is 60 / sqrt(1600) = 1.5 m.
    assert abs(off.std() - 60) < 5
    assert abs(off.mean()) < 7


def test_what_is_aimed_at_is_hit(at):
    for strike in draw_strikes(at("siege"), 560, 1, 1):
        if strike.plan.target:
            assert strike.plan.target in strike.objects


def test_aimed_share_nought_hits_sites_as_often_as_random_buildings_would(at):
    here = at("small", 5, rates__scheduled="off", war__aimed_share="0", capture__base="0.9,0.9,0.9,0.9")
    strikes, world, rng = draw_strikes(here, 3_000, 1, 1), here.world, np.random.default_rng(0)
    hits = np.mean([bool(world.sites_within(s.x, s.y, 70)) for s in strikes])
    by_chance = []
    for strike in strikes:
        inside = np.flatnonzero(world.building_place == strike.place)
        x, y = world.buildings[inside[rng.integers(len(inside))]] + rng.normal(0, 60, 2)
        by_chance.append(bool(world.sites_within(x, y, 70)))
    # About 3 in a hundred of 3,000 each way: standard error of the difference 0.0045.
    assert abs(hits - np.mean(by_chance)) < 0.014


def test_second_strikes_come_on_the_same_place_after_12_to_90_minutes(at):
    strikes = draw_strikes(at("siege"), 560, 1, 1)
    seconds = [s for s in strikes if s.plan.second]
    assert 40 < len(seconds) < 100
    for second in seconds:
        firsts = [
            s for s in strikes if s.raid == second.raid and not s.plan.second and 720 <= second.at_s - s.at_s <= 5_400
        ]
        assert any(math.hypot(s.aim_x - second.x, s.aim_y - second.y) < 150 for s in firsts)
        assert "rescue" in second.objects


def test_second_strikes_can_be_switched_off(at):
    assert not any(s.plan.second for s in draw_strikes(at("siege", war__second_strike="0"), 560, 1, 1))


def test_raids_hit_several_places_at_once(at):
    strikes = [s for s in draw_strikes(at("siege"), 560, 1, 1) if s.lists and not s.plan.second]
    raids = Counter(s.raid for s in strikes)
    assert 1.7 < len(strikes) / len(raids) < 2.6


def test_nobody_recorded_the_missed_and_they_are_not_in_the_annex(at):
    missed = [s for s in draw_strikes(at("siege"), 560, 1, 1) if not s.lists]
    assert len(missed) > 100
    assert {s.plan.annex for s in missed} == {"no"}
