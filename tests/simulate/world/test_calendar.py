"""Days, light, and the hours of flying."""

from __future__ import annotations

import numpy as np


def test_off_makes_every_day_alike(at):
    calendar = at("siege", calendar__clustering="off").calendar
    assert (calendar.factor == 1).all()
    assert calendar.spells == ()


def test_spells_change_the_factor_of_their_days(at):
    calendar = at("siege", 3, calendar__bad_weather="0").calendar
    assert {spell.kind for spell in calendar.spells} == {"offensive", "ceasefire"}
    assert sum(spell.kind == "ceasefire" for spell in calendar.spells) == 3
    for spell in calendar.spells:
        if spell.kind == "ceasefire":
            assert (calendar.factor[spell.first : spell.last + 1] == 0.2).all()


def test_times_follow_factor_and_light(at):
    here = at("siege", 3)
    rng = np.random.default_rng(0)
    times = [here.calendar.draw_time(rng, here.settings.war) for _ in range(3_000)]
    dark = np.mean([here.calendar.dark(t) for t in times])
    assert abs(dark - 0.22) < 0.03  # standard error 0.0076
    quiet = [n for n, factor in enumerate(here.calendar.factor) if factor == 0.2]
    share = np.mean([here.calendar.clock.day(t) in quiet for t in times])
    expected = here.calendar.factor[quiet].sum() / here.calendar.factor.sum()
    assert abs(share - expected) < 0.02


def test_busy_hours_have_more(at):
    here, rng = at(war__night_share="0", calendar__clustering="off"), np.random.default_rng(0)
    hours = [here.calendar.clock.local(here.calendar.draw_time(rng, here.settings.war)).hour for _ in range(6_000)]
    busy, other = np.mean([h in (9, 10) for h in hours]), np.mean([h in (12, 13) for h in hours])
    assert 1.35 < busy / other < 1.9  # 1.6, with some 1,000 in each: standard error of the ratio 0.07


def test_a_cut_keeps_its_days(at):
    calendar = at("siege", 3).calendar
    part = calendar.cut(50, 80)
    assert part.clock.days == 30
    assert part.clock.first_s == calendar.clock.first_s + 50 * 86_400
    assert (part.factor == calendar.factor[50:80]).all()
