"""The dead, and how lists name them."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest


def test_as_many_persons_as_the_toll_says(drawn):
    part = drawn[1]
    counts = Counter(person.strike for person in part.people)
    children = Counter(person.strike for person in part.people if person.age < 18)
    for strike in part.strikes.values():
        if strike.lists:
            assert counts[strike.number] == strike.plan.toll.civilians
            assert children[strike.number] == strike.plan.toll.children


def test_persons_are_numbered_once(drawn):
    numbers = [person.number for person in drawn[1].people]
    assert numbers == list(range(1, len(numbers) + 1))


def test_relatives_share_family_and_father(drawn):
    by_family = defaultdict(list)
    for person in drawn[1].people:
        by_family[person.strike, person.family].append(person)
    households = [members for members in by_family.values() if len(members) > 2]
    assert len(households) > 50
    young = [{p.father for p in members if p.age < 30} for members in households]
    assert np.mean([len(fathers) <= 1 for fathers in young]) > 0.9


def test_names_are_shared_by_persons_who_are_not_one(drawn):
    names = Counter((p.given, p.family) for p in drawn[1].people)
    assert max(names.values()) > 1


def test_roles_of_the_dead(drawn):
    part = drawn[1]
    roles = Counter((p.strike, p.role) for p in part.people if p.role)
    for (strike, role), n in roles.items():
        assert n <= getattr(part.strikes[strike].plan.toll, role)
    assert sum(role == "rescue" for _, role in roles) > 5


def test_lists_name_the_share_asked_for(drawn):
    part = drawn[1]
    first = [s for s in part.strikes.values() if 0 in s.lists]
    listed = {v.person for v in part.victims if v.list_ == 0}
    killed = [p.number for p in part.people if 0 in part.strikes[p.strike].lists]
    assert len(first) > 100
    # 0.75 of some 1,100: standard error 0.013.
    assert np.mean([n in listed for n in killed]) == pytest.approx(0.75, abs=0.045)
    assert {v.person for v in part.victims if v.list_ == 0} <= set(killed)


def test_every_row_has_a_name_in_one_script(drawn):
    for victim in drawn[1].victims:
        assert victim.cells["name"] or victim.cells["name_ar"]
        assert " " in (victim.cells["name"] or victim.cells["name_ar"])


def test_spelling_is_varied_as_asked(drawn):
    part = drawn[1]
    people = {person.number: person for person in part.people}
    same = [
        v.cells["name"] == f"{people[v.person].given.latin} {people[v.person].family.latin}"
        for v in part.victims
        if v.cells["name"]
    ]
    # Each of two words as it is with 0.75.
    assert np.mean(same) == pytest.approx(0.75**2, abs=0.05)


def test_rows_of_one_person_stand_in_reports_of_one_attack(drawn):
    part = drawn[1]
    people = {person.number: person.strike for person in part.people}
    for victim in part.victims:
        if victim.report >= 0:
            assert part.reports[victim.report].strike == people[victim.person]
            assert part.reports[victim.report].list_ == victim.list_
