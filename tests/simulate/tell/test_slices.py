"""Slices, rumours, settings: what holds the parts together."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dalil.simulate.events.people import Names
from dalil.simulate.events.rumours import draw_rumours
from dalil.simulate.tell.naming import Counters
from dalil.simulate.tell.slices import draw_slice
from dalil.simulate.world.loading import load
from dalil.simulate.world.settings import hours, numbers, shares


def test_counters_move_on_past_everything_drawn(at):
    here = at(rates__scheduled="off")
    names, counters = Names.invented(here.streams["names"]), Counters.fresh(4)
    part = draw_slice(here, 20, names, counters)
    assert counters.strike == 1 + len(part.strikes)
    assert counters.flight == 1 + len(part.flights)
    assert counters.sighting == 1 + len(part.sightings)
    assert counters.person == 1 + len(part.people)
    assert counters.transmission == 1 + len(part.radio)
    assert counters.raid > max(strike.raid for strike in part.strikes.values())
    assert counters.track > max(int(track.track_id[1:]) for track in part.tracks)


def test_a_second_slice_repeats_no_number(at):
    here = at(rates__scheduled="off")
    names, counters = Names.invented(here.streams["names"]), Counters.fresh(4)
    first = draw_slice(here, 15, names, counters)
    again = dataclasses.replace(here, streams=type(here.streams)(1, 7))
    second = draw_slice(again, 15, names, counters)
    assert not first.strikes.keys() & second.strikes.keys()
    assert not {f.number for f in first.flights} & {f.number for f in second.flights}
    assert not set(first.ids) & set(second.ids)
    assert not {s.raid for s in first.strikes.values()} & {s.raid for s in second.strikes.values()}
    assert not {e.file for e in first.exhibits} & {e.file for e in second.exhibits}


def test_nobody_is_listed_for_an_attack_that_nobody_recorded(drawn):
    part = drawn[1]
    unrecorded = {n for n, strike in part.strikes.items() if not strike.lists}
    assert unrecorded
    assert not unrecorded & {report.strike for report in part.reports}
    assert not unrecorded & {person.strike for person in part.people}
    assert not unrecorded & part.lines.keys()


def test_unrecorded_attacks_have_flights_all_the_same(drawn):
    part = drawn[1]
    assert any(not part.strikes[n].lists for n in part.carrier)


def test_stories_are_wrong_at_their_rate(drawn):
    at, part = drawn
    stories = draw_rumours(dataclasses.replace(at, streams=type(at.streams)(99)), part.strikes.values())
    air = [n for n, strike in part.strikes.items() if strike.plan.aircraft]
    right = np.mean([stories[n].aircraft == part.strikes[n].plan.aircraft for n in air])
    # A quarter drawn anew from eight types: 1 - 0.25 x 7/8; standard error 0.016 of some 690.
    assert right == pytest.approx(0.78, abs=0.05)


def test_no_story_names_an_aircraft_for_shelling(drawn):
    at, part = drawn
    stories = draw_rumours(at, part.strikes.values())
    assert all(not stories[n].aircraft for n, strike in part.strikes.items() if not strike.plan.aircraft)


def test_lists_of_numbers_and_shares_are_read():
    assert numbers("1, 0.5,2") == (1.0, 0.5, 2.0)
    assert shares("a=1,b=1,c=2") == {"a": 0.25, "b": 0.25, "c": 0.5}
    assert hours("") == frozenset()
    assert hours("22-23,5-5") == {22, 23, 5}


def test_settings_cannot_be_changed_in_place():
    settings = load("small")
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.war.incidents = 3  # type: ignore[misc]


def test_the_preset_of_the_siege_has_the_published_numbers():
    annex = load("siege").annex
    assert dataclasses.astuple(annex) == (304, "toruvia", 28, 101, 42, 20, 51, 18, 21, 1_207, 380)
