"""Raids: their size, their anchors, and switching them off."""

from __future__ import annotations

from dalil.simulate.events.raids import draw_raids


def test_mean_size_is_as_asked(at):
    here = at(war__raid_size="3")
    raids = draw_raids(here.settings.war, here.calendar, here.streams["times"], "toruvia", range(600), {})
    assert len(raids) == 200
    assert sorted(unit for raid in raids for unit in raid.units) == list(range(600))


def test_size_one_switches_raids_off(at):
    here = at(war__raid_size="1")
    raids = draw_raids(
        here.settings.war, here.calendar, here.streams["times"], "toruvia", range(50), {3: 1_553_000_000}
    )
    assert [len(raid.units) for raid in raids] == [1] * 50


def test_a_unit_with_a_schedule_begins_its_raid(at):
    here = at()
    fixed = {0: 1_553_000_000, 1: 1_553_100_000}
    raids = draw_raids(here.settings.war, here.calendar, here.streams["times"], "toruvia", range(10), fixed)
    anchored = {raid.anchor: raid.at_s for raid in raids if raid.anchor >= 0}
    assert anchored == fixed
