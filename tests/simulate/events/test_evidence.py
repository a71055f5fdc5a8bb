"""Lines of evidence, testimonies, remnants."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from dalil.simulate.events.evidence import Lines


def others(drawn):
    """Documented attacks of parties whose evidence is drawn without a condition."""
    part = drawn[1]
    return [n for n, s in part.strikes.items() if s.lists and s.plan.party != "toruvia"]


def test_strong_lines_are_counted():
    assert Lines(True, True, True, True, True, True, True).strong == 4
    assert Lines(True, False, True, False, True, False, True).strong == 1
    assert Lines(False, False, False, True, False, True, True).strong == 0


def test_shares_of_attacks_with_each_line(drawn):
    lines = [drawn[1].lines[n] for n in others(drawn)]
    # Some 235 attacks: standard errors about 0.032.
    assert np.mean([line.testimony for line in lines]) == pytest.approx(0.4, abs=0.1)
    assert np.mean([line.remnant for line in lines]) == pytest.approx(0.35, abs=0.1)
    assert np.mean([line.media for line in lines]) == pytest.approx(0.55, abs=0.1)


def test_a_line_that_says_testimony_has_one(drawn):
    part = drawn[1]
    with_testimony = {part.reports[t.report].strike for t in part.testimonies}
    assert with_testimony == {n for n, line in part.lines.items() if line.testimony}
    with_remnant = {part.reports[r.report].strike for r in part.remnants}
    assert with_remnant == {n for n, line in part.lines.items() if line.remnant}


def test_a_direct_witness_saw_or_heard_and_names_whom_he_saw(drawn):
    for testimony in drawn[1].testimonies:
        if testimony.cells["directness"] == "saw":
            assert testimony.cells["parties_alleged"]
        if testimony.cells["directness"] == "told":
            assert testimony.cells["latitude"] == ""


def test_hearsay_is_among_the_testimonies(drawn):
    directness = Counter(t.cells["directness"] for t in drawn[1].testimonies)
    assert set(directness) == {"saw", "heard", "told"}
    assert 0.1 < directness["told"] / directness.total() < 0.4


def test_witnesses_name_the_aircraft_of_the_story(drawn):
    at, part = drawn
    written = {word: kind.name for kind in at.conflict.types.values() for word in (kind.name, *kind.other)}
    right = [
        written[t.cells["aircraft_reported"]] == part.strikes[part.reports[t.report].strike].plan.aircraft
        for t in part.testimonies
        if t.cells["aircraft_reported"]
    ]
    # A quarter of the stories is drawn anew, one in eight of these by luck right; stories, not witnesses, vary:
    # some 130 of them, standard error 0.036.
    assert np.mean(right) == pytest.approx(0.78, abs=0.11)


def test_consent_is_never_empty_and_sometimes_withdrawn(drawn):
    cells = [t.cells for t in drawn[1].testimonies]
    assert all(c["consent"] for c in cells)
    assert any(c["withdrawn_on"] for c in cells)
    assert all(c["withdrawn_on"] > c["taken_on"] for c in cells if c["withdrawn_on"])


def test_remnants_are_mostly_those_of_the_weapon(drawn):
    at, part = drawn
    right = []
    for remnant in part.remnants:
        plan = part.strikes[part.reports[remnant.report].strike].plan
        right.append(remnant.cells["munition"] in at.conflict.munitions[plan.weapons[0]].named(plan.party))
    # 0.06 wrong of some 240, some of them by luck right: standard error 0.015.
    assert np.mean(right) == pytest.approx(0.95, abs=0.05)


def test_uncertain_remnants_say_possible(drawn):
    part = drawn[1]
    for remnant in part.remnants:
        sure = part.lines[part.reports[remnant.report].strike].sure
        assert (remnant.cells["certainty"] == "possible") is not sure
