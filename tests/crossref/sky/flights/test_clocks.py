"""Clocks of posts from the flights they share: small systems solved by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases import settings_of
from tests.crossref.sky.conftest import sighting

from dalil.casefile.facts import Facts
from dalil.crossref.sky.flights.clocks import Clocks, clock_offsets, no_offsets, solve_clocks
from dalil.crossref.sky.flights.traffic import lines_of
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import Sightings, read_sightings


def solved(joins: list[tuple[int, int, float]], posts: int) -> Clocks:
    a, b, late = zip(*joins, strict=True)
    return solve_clocks(np.array(a), np.array(b), np.array(late, dtype=float), posts)


def test_two_clocks_share_what_is_over() -> None:
    """Ten joins, each 60 s late: n(60 - 2x)² + 2px² is least at x = 60n / (2n + p), with p = (20/120)²."""
    found = solved([(0, 1, 60.0)] * 10, 2)
    p = (20 / 120) ** 2
    assert found.offset_s.tolist() == pytest.approx([600 / (20 + p), -600 / (20 + p)])
    assert found.error_s[0] == pytest.approx(20 * np.sqrt((10 + p) / (p * (20 + p))))
    assert found.shared.tolist() == [10, 10]


def test_one_join_far_off_hardly_counts() -> None:
    found = solved([(0, 1, 60.0)] * 19 + [(0, 1, 390.0)], 2)
    assert found.offset_s[0] - found.offset_s[1] == pytest.approx(60, abs=3)  # the mean would be 76.5


def test_posts_that_share_nothing_do_not_bend_each_other() -> None:
    apart = solved([(0, 1, 60.0)] * 10 + [(2, 3, 60.0)] * 10, 5).offset_s
    assert apart[:2].tolist() == pytest.approx(solved([(0, 1, 60.0)] * 10, 2).offset_s.tolist())
    assert apart[2:].tolist() == pytest.approx([*apart[:2].tolist(), 0.0])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(-90, 90), min_size=4, max_size=4))
def test_what_clocks_did_is_undone_up_to_one_shift(truth: list[float]) -> None:
    joins = [(a, b, truth[b] - truth[a]) for a in range(4) for b in range(4) if a != b] * 5
    found = solved(joins, 4).offset_s
    undone = found + np.array(truth)
    assert np.ptp(undone) < 1.0
    assert found.mean() == pytest.approx(0, abs=1e-6)


def world(flights: int, late_s: float) -> tuple[Sightings, np.ndarray]:
    """So many Su-34 fly 40 km east past A and B at 222 m/s; B's clock is ahead."""
    facts, rows = Facts.in_memory(), []
    for n in range(flights):
        more = {"aircraft": "Su-34", "heading_deg": 90.0}
        rows.append(sighting(2 * n, 60.0 * n, 34.0, 175.0, post="A", **more))
        rows.append(sighting(2 * n + 1, 60.0 * n + 3 + late_s / 60, 34.0, 175.0 + 40 / 92.2, post="B", **more))
    facts.replace("sighting", rows)
    found = read_sightings(facts, settings_of("2019-03-01", "2019-04-30", fictional=True), load_catalogue())
    return found, np.array([n + 1 if n % 2 == 0 else -1 for n in range(2 * flights)], dtype=np.int64)


@pytest.mark.parametrize(("flights", "told"), [(7, False), (8, True), (20, True)])
def test_fewer_than_eight_joins_leave_a_clock_alone(flights: int, told: bool) -> None:
    log, successor = world(flights, 90.0)
    found = clock_offsets(log, lines_of(log), log.at_s, successor, no_offsets(2))
    assert found.shared.tolist() == [flights, flights]
    assert (found.offset_s != 0).tolist() == [told, told]
    assert found.offset_s[0] - found.offset_s[1] == pytest.approx(90 if told else 0, abs=15)


def test_shifting_all_times_changes_no_clock() -> None:
    log, successor = world(12, 60.0)
    later = replace(log, at_s=log.at_s + 86_400.0)
    found = [clock_offsets(x, lines_of(x), x.at_s, successor, no_offsets(2)).offset_s for x in (log, later)]
    assert found[0].tolist() == pytest.approx(found[1].tolist(), abs=1e-6)


def test_what_was_mended_already_is_found_again() -> None:
    log, successor = world(12, 60.0)
    once = clock_offsets(log, lines_of(log), log.at_s, successor, no_offsets(2))
    mended = log.at_s + once.offset_s[log.post]
    again = clock_offsets(log, lines_of(log), mended, successor, once)
    assert again.offset_s.tolist() == pytest.approx(once.offset_s.tolist(), abs=2.0)


def test_a_row_for_a_place_is_nobody_s_clock() -> None:
    log, successor = world(12, 60.0)
    chart = replace(log, clocked=np.zeros(len(log), dtype=bool))
    found = clock_offsets(chart, lines_of(log), log.at_s, successor, no_offsets(2))
    assert (found.offset_s.tolist(), found.shared.tolist(), found.error_s.tolist()) == ([0, 0], [0, 0], [120, 120])
