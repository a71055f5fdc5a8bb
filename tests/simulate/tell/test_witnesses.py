"""Testimonies: behind which report they stand, what a witness can say, and that who they are stands apart."""

from __future__ import annotations

from datetime import date

import pytest


def cells(drawn):
    return [testimony.cells for testimony in drawn[1].testimonies]


def test_they_stand_behind_the_first_report_of_an_attack_that_has_any(drawn):
    part = drawn[1]
    first = {}
    for position, report in enumerate(part.reports):
        if report.how == "own":
            first.setdefault(report.strike, position)
    for testimony in part.testimonies:
        report = part.reports[testimony.report]
        assert testimony.report == first[report.strike]
        assert part.lines[report.strike].testimony
        assert testimony.list_ == report.list_


def test_an_attack_without_the_line_has_no_witness(drawn):
    part = drawn[1]
    told = {part.reports[testimony.report].strike for testimony in part.testimonies}
    assert told == {number for number, lines in part.lines.items() if lines.testimony}


def test_where_somebody_saw_it_the_first_witness_was_there(drawn):
    part = drawn[1]
    seen: set[int] = set()
    for testimony in part.testimonies:
        strike = part.reports[testimony.report].strike
        if strike not in seen:
            assert (testimony.cells["directness"] != "told") == part.lines[strike].direct
            seen.add(strike)


def test_who_was_told_gives_no_place_of_their_own(drawn):
    told = [row for row in cells(drawn) if row["directness"] == "told"]
    assert told
    assert all(row["latitude"] == "" and row["longitude"] == "" for row in told)


def test_who_saw_it_names_a_party(drawn):
    assert all(row["parties_alleged"] for row in cells(drawn) if row["directness"] == "saw")


def test_an_aircraft_is_named_only_where_people_name_one(drawn):
    part = drawn[1]
    for testimony in part.testimonies:
        strike = part.strikes[part.reports[testimony.report].strike]
        if testimony.cells["aircraft_reported"]:
            assert strike.plan.aircraft


def test_the_story_says_what_the_witness_knows(drawn):
    words = {"saw": "I saw it myself", "heard": "I heard the explosion", "told": "My neighbour told me"}
    assert all(words[row["directness"]] in row["translation"] for row in cells(drawn))
    assert all(row["text"].startswith("[خيالي]") for row in cells(drawn))


def test_a_withdrawal_comes_after_the_interview(drawn):
    withdrawn = [row for row in cells(drawn) if row["withdrawn_on"]]
    assert withdrawn
    assert all(date.fromisoformat(row["withdrawn_on"]) > date.fromisoformat(row["taken_on"]) for row in withdrawn)


def test_an_interview_comes_after_the_report(drawn):
    at, part = drawn
    for testimony in part.testimonies:
        written = at.calendar.clock.local(part.reports[testimony.report].order_s).date()
        assert 1 <= (date.fromisoformat(testimony.cells["taken_on"]) - written).days <= 20


@pytest.mark.parametrize("name", ["name", "contact"])
def test_who_a_witness_is_stands_in_no_cell(drawn, name: str):
    for testimony in drawn[1].testimonies:
        assert testimony.identity[name]
        assert testimony.identity[name] not in {str(value) for value in testimony.cells.values()}
