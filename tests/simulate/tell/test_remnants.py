"""Remnants: one for each attack that left any, near it, and named with the certainty that it has."""

from __future__ import annotations

import math
from collections import Counter

import pytest


def test_an_attack_that_left_one_has_one_in_its_first_report(drawn):
    part = drawn[1]
    found = Counter(part.reports[remnant.report].strike for remnant in part.remnants)
    assert set(found.values()) == {1}
    assert set(found) == {number for number, lines in part.lines.items() if lines.remnant}


def test_the_organisation_is_that_of_the_report(drawn):
    part = drawn[1]
    assert all(remnant.list_ == part.reports[remnant.report].list_ for remnant in part.remnants)


def test_only_a_sure_remnant_is_more_than_possible(drawn):
    part = drawn[1]
    for remnant in part.remnants:
        sure = part.lines[part.reports[remnant.report].strike].sure
        assert (remnant.cells["certainty"] != "possible") == sure


def test_it_lies_within_metres_of_the_impact(drawn):
    at, part = drawn
    for remnant in part.remnants:
        strike = part.strikes[part.reports[remnant.report].strike]
        x, y = at.world.plane.metres(remnant.cells["latitude"], remnant.cells["longitude"])
        assert math.hypot(x - strike.x, y - strike.y) < 15 * 5  # five standard deviations on an axis


def test_it_is_found_within_three_days(drawn):
    at, part = drawn
    for remnant in part.remnants:
        strike = part.strikes[part.reports[remnant.report].strike]
        first, last = (
            at.calendar.clock.local(strike.at_s + hours * 3600).strftime("%Y-%m-%dT%H:%M") for hours in (1, 72)
        )
        assert first <= remnant.cells["found_at"] <= last


def test_as_many_are_named_wrongly_as_asked(drawn):
    """Of so many; a wrong name may by chance be a right one of the same weapon."""
    at, part = drawn
    wrong = 0
    for remnant in part.remnants:
        plan = part.strikes[part.reports[remnant.report].strike].plan
        wrong += remnant.cells["munition"] not in at.conflict.munitions[plan.weapons[0]].named(plan.party)
    expected = at.settings.evidence.remnant_wrong * len(part.remnants)
    assert wrong == pytest.approx(expected, abs=4 * math.sqrt(expected) + 1)
