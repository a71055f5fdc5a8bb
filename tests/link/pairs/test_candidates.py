"""From what blocking lets through to what is compared."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dalil.link.pairs.block import block
from dalil.link.pairs.candidates import MOST_PAIRS, best_of_each, plausible
from dalil.link.pairs.train import first_model
from dalil.link.reports.columns import read_reports
from dalil.link.reports.likelihood import boxes_in
from dalil.link.reports.words import make_tokens, place_words

ZONE = ZoneInfo("Asia/Damascus")
NEAR = {"hour": 0, "latitude": 10.0}


def compared(world, *told):
    facts = world.facts(*told)
    reports = read_reports(facts, ZONE)
    make_tokens(facts)
    block(facts, reports, place_words(facts))
    a, b, density, said = plausible(facts, reports, first_model(2, len(reports), boxes_in(ZONE, 2016)))
    return list(zip(a.tolist(), b.tolist(), strict=True)), density, said


def test_nobody(world):
    assert compared(world)[0] == []


@pytest.mark.parametrize(("other", "expected"), [
    ({"hour": 0.5, "latitude": 10.001}, [(0, 1)]),
    ({"hour": 28, "latitude": 10.018, "radius_m": 10.0, "killed": 300}, []),
])  # fmt: skip
def test_what_time_and_place_rule_out_is_not_compared(world, other, expected):
    one = {"id": "a/1", **NEAR, "radius_m": 10.0, "killed": 1}
    assert compared(world, one, {"id": "b/1", **other})[0] == expected


def test_a_common_source_is_compared_whatever_else(world):
    far = {"id": "b/1", "hour": 900, "latitude": 30.0, "origin": "https://example.org/1"}
    assert compared(world, {"id": "a/1", "origin": "https://example.org/1", **NEAR}, far)[0] == [(0, 1)]


def test_in_a_crowd_each_report_keeps_its_best(world):
    size = 3 * MOST_PAIRS
    told = [{"id": f"{'ab'[n % 2]}/{n:04}", "hour": 0.01 * n, "latitude": 10.0} for n in range(size)]
    pairs, _, _ = compared(world, *told)
    # A pair stays where it is among the best of either of its reports.
    assert 0 < len(pairs) <= size * MOST_PAIRS
    assert len(set(pairs)) == len(pairs) and all(a < b for a, b in pairs)


def test_other_reports_of_its_own_organisation_make_a_report_crowded(world):
    alone = compared(world, {"id": "a/1", **NEAR}, {"id": "b/1", **NEAR})[1]
    more = [{"id": f"a/{n}", "hour": 3 * n, "latitude": 10.0} for n in range(2, 6)]
    crowded = compared(world, {"id": "a/1", **NEAR}, {"id": "b/1", **NEAR}, *more)[1]
    assert crowded.log_rate[0] > alone.log_rate[0]


def test_several_organisations_reports_of_one_attack_do_not(world):
    two = compared(world, {"id": "a/1", **NEAR}, {"id": "b/1", **NEAR})[1]
    four = compared(world, *({"id": f"{o}/1", **NEAR} for o in "abcd"))[1]
    assert four.log_rate == pytest.approx(np.full(4, two.log_rate[0]))


def test_the_best_pairs_of_either_report_are_kept(monkeypatch):
    monkeypatch.setattr("dalil.link.pairs.candidates.MOST_PAIRS", 1)
    a, b = np.array([0, 0, 1]), np.array([2, 3, 3])
    # 0 has its best in the first pair, 3 in the last; the middle one is neither's best.
    assert best_of_each(a, b, np.array([5.0, 1.0, 3.0]), 4).tolist() == [0, 2]
