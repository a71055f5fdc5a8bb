"""Reports: own, grown, doubled, told again."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest


def test_every_list_has_a_report_of_its_own(drawn):
    part = drawn[1]
    own = {(r.strike, r.list_) for r in part.reports if r.how == "own"}
    assert own == {(s.number, list_) for s in part.strikes.values() for list_ in s.lists}


def test_shares_of_updates_and_duplicates(drawn):
    at, part = drawn
    counts = Counter(r.how for r in part.reports)
    # Of some 900 own reports: standard errors 0.015 and 0.0065.
    assert counts["update"] / counts["own"] == pytest.approx(at.settings.habits.toll_grows, abs=0.05)
    assert counts["duplicate"] / counts["own"] == pytest.approx(at.settings.habits.duplicate, abs=0.022)


def test_told_again_only_by_those_who_did_not_record_it(drawn):
    part = drawn[1]
    retold = [r for r in part.reports if r.how == "rereport"]
    assert len(retold) > 80
    for report in retold:
        assert report.list_ not in part.strikes[report.strike].lists
        origin = part.reports[report.origin]
        assert (origin.strike, origin.how) == (report.strike, "own")
        words = ("narrative", "language")
        assert {k: v for k, v in origin.cells.items() if k not in words} == {
            k: v for k, v in report.cells.items() if k not in words
        }
        assert report.order_s > origin.order_s


def test_half_of_the_retold_are_told_in_other_words(drawn):
    part = drawn[1]
    retold = [r for r in part.reports if r.how == "rereport"]
    same = [r.cells["narrative"] == part.reports[r.origin].cells["narrative"] for r in retold]
    # Half keep the words; of the others some come out alike, where the language is the same.
    assert 0.5 < np.mean(same) < 0.9
    assert any(r.cells["language"] != part.reports[r.origin].cells["language"] for r in retold)


def test_part_of_the_retold_give_their_origin(drawn):
    retold = [r for r in drawn[1].reports if r.how == "rereport"]
    assert np.mean([r.declared for r in retold]) == pytest.approx(0.6, abs=0.14)  # standard error 0.045


def test_a_grown_toll_is_never_smaller(drawn):
    part = drawn[1]
    grown = [r for r in part.reports if r.how == "update" and r.cells.get("killed_civilians_min", 0) > 8]
    before = [part.reports[r.origin].cells["killed_civilians_min"] for r in grown]
    after = [r.cells["killed_civilians_min"] for r in grown]
    assert np.mean(after) > 1.25 * np.mean(before)  # the first knew six in ten of the dead


def test_mistakes_come_at_their_rates(drawn):
    at, part = drawn
    own = [r for r in part.reports if r.how == "own"]
    night = [
        r for r in own if at.calendar.clock.hour(part.strikes[r.strike].at_s) < 5 and "alert" not in r.time.mistakes
    ]
    assert np.mean(["wrong_day" in r.time.mistakes for r in night]) == pytest.approx(0.35, abs=0.15)
    named = np.mean([r.place.source == "site_name" or "site_name" in r.place.mistakes for r in own])
    assert 0.03 < named < 0.13


def test_consent_is_public_for_the_commission_or_none(drawn):
    levels = Counter(r.cells["consent"].partition(";")[0] for r in drawn[1].reports if r.how == "own")
    total = levels.total()
    assert levels["public"] / total == pytest.approx(0.5, abs=0.06)
    assert levels["commission"] / total == pytest.approx(0.4, abs=0.06)
    assert levels[""] / total == pytest.approx(0.1, abs=0.04)


def test_most_updates_name_the_report_they_renew_and_duplicates_never_do(drawn):
    said = {how: [r.declared for r in drawn[1].reports if r.how == how] for how in ("update", "duplicate")}
    assert np.mean(said["update"]) == pytest.approx(0.7, abs=0.09)  # standard error 0.028
    assert not any(said["duplicate"])


def test_ids_follow_the_order_of_writing(drawn):
    part = drawn[1]
    for list_ in range(4):
        order = sorted((r.order_s, part.ids[n]) for n, r in enumerate(part.reports) if r.list_ == list_)
        assert [id_ for _, id_ in order] == sorted(id_ for _, id_ in order)


def test_an_alleged_party_is_mostly_the_right_one(drawn):
    at, part = drawn
    alias = {word: party.party_id for party in at.conflict.parties.values() for word in party.aliases}
    stated = [
        (alias[r.cells["parties_alleged"]], part.strikes[r.strike].plan.party)
        for r in part.reports
        if r.cells["parties_alleged"]
    ]
    # One in ten stories names a party at random, one in four of these the right one by luck.
    assert np.mean([a == b for a, b in stated]) == pytest.approx(0.925, abs=0.05)
