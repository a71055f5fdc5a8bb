"""Victim lists: who is on them, what is stated, and what is left out."""

from __future__ import annotations

from collections import Counter

import pytest

from dalil.simulate.world.settings import numbers


@pytest.fixture(scope="module")
def listed(drawn):
    at, part = drawn
    persons = {person.number: person for person in part.people}
    return at, part, [(victim, persons[victim.person]) for victim in part.victims]


def test_a_list_names_only_the_dead_of_attacks_that_it_recorded(listed):
    _, part, rows = listed
    assert all(victim.list_ in part.strikes[person.strike].lists for victim, person in rows)


def test_a_row_that_names_a_report_names_the_list_s_own_first(listed):
    _, part, rows = listed
    for victim, person in rows:
        if victim.report >= 0:
            report = part.reports[victim.report]
            assert (report.list_, report.strike, report.how) == (victim.list_, person.strike, "own")


def test_an_age_is_right_or_off_by_up_to_three_years(listed):
    at, _, rows = listed
    off = Counter(int(victim.cells["age"]) - person.age for victim, person in rows if victim.cells["age"] != "")
    assert min(off) >= -3 and max(off) <= 3
    stated = sum(off.values())
    assert 1 - off[0] / stated == pytest.approx(at.settings.people.age_error, abs=0.04)


def test_as_many_ages_are_missing_as_asked(listed):
    at, _, rows = listed
    missing = sum(victim.cells["age"] == "" for victim, _ in rows) / len(rows)
    assert missing == pytest.approx(at.settings.people.age_missing, abs=0.04)


def test_sex_and_role_are_stated_rightly(listed):
    _, _, rows = listed
    assert all(victim.cells["sex"] == ("female" if person.female else "male") for victim, person in rows)
    assert all(victim.cells["role"] == person.role for victim, person in rows)


def test_a_death_is_dated_on_the_day_or_the_day_after(listed):
    at, part, rows = listed
    clock = at.calendar.clock
    late = 0
    for victim, person in rows:
        at_s = part.strikes[person.strike].at_s
        days = [clock.local(at_s + 86_400 * n).date().isoformat() for n in (0, 1)]
        assert victim.cells["date"] in days
        late += victim.cells["date"] == days[1]
    assert late / len(rows) == pytest.approx(at.settings.people.day_late, abs=0.04)


def test_no_status_is_invented(listed):
    """Nobody is called a combatant: it is civilian, or it is not known."""
    _, _, rows = listed
    statuses = Counter(victim.cells["status"] for victim, _ in rows)
    assert set(statuses) == {"civilian", "unknown"}
    assert statuses["unknown"] / len(rows) == pytest.approx(0.08, abs=0.03)


def test_as_many_names_are_withheld_as_asked(listed):
    at, _, rows = listed
    withheld = sum(victim.cells["protected"] == "true" for victim, _ in rows) / len(rows)
    assert withheld == pytest.approx(at.settings.people.protected, abs=0.03)


def test_scripts_follow_the_habits_of_the_organisation(listed):
    at, _, rows = listed
    shares = numbers(at.settings.people.arabic)
    for list_, share in enumerate(shares):
        own = [victim for victim, _ in rows if victim.list_ == list_]
        arabic = sum(bool(victim.cells["name_ar"]) for victim in own) / len(own)
        assert arabic == pytest.approx(share, abs=0.08)
