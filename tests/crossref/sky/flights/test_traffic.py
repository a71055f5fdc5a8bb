"""What a log says of its traffic: shares worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.crossref.sky.conftest import sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.flights.traffic import first_traffic, follows_log, follows_of, lines_of, traffic_after
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import Sightings, read_sightings

Filled = Callable[..., Facts]


def numbers(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def read(filled: Filled, case: Settings, *lines: dict[str, Any]) -> Sightings:
    rows = [sighting(n, line.pop("minutes"), 34.0, 175.0, **line) for n, line in enumerate(lines)]
    return read_sightings(filled(sighting=rows), case, load_catalogue(case.sky.aircraft))


@pytest.mark.parametrize(
    ("here", "there", "ratio"),
    [
        (0, 1, 2.0),  # (2 + 4 · 1/4) / (2 + 4) = 1/2, and 1/4 of flights begin there
        (0, 0, 2 / 3),  # 4 · 1/2 / 6 = 1/3, against 1/2
        (1, 2, 1.6),  # (1 + 1) / (1 + 4) = .4, against 1/4
        (2, 0, 1.0),  # nobody was joined after station 2: as everywhere
    ],
)
def test_what_follows_what(here: int, there: int, ratio: float) -> None:
    share = np.array([0.5, 0.25, 0.25])
    found = follows_of(numbers(0, 1, 0), numbers(1, 2, 1), share, 4.0, share)
    assert follows_log(found, here, there) == pytest.approx(math.log(ratio))
    assert len(found.there) == 2, "a pair joined twice is kept once, one never joined is not"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30), st.floats(0.5, 9))
def test_the_kept_pairs_say_what_the_whole_table_would(joins: list[tuple[int, int]], weight: float) -> None:
    usual, start = np.arange(1.0, 7.0) / 21, np.arange(6.0, 0.0, -1.0) / 21
    table = np.tile(weight * usual, (6, 1))
    for a, b in joins:
        table[a, b] += 1
    table /= table.sum(axis=1, keepdims=True)
    found = follows_of(numbers(*(a for a, _ in joins)), numbers(*(b for _, b in joins)), usual, weight, start)
    logs = [[follows_log(found, a, b) for b in range(6)] for a in range(6)]
    assert np.allclose(logs, np.log(table / start))


def test_stations_are_posts_with_what_they_saw(filled: Filled, settings: Settings) -> None:
    log = read(
        filled, settings,
        {"minutes": 0, "post": "A", "behaviour": "departing", "count": 2},
        {"minutes": 1, "post": "B", "behaviour": "circling", "count": 1},
        {"minutes": 2, "post": "B", "behaviour": "landing"},
    )  # fmt: skip
    lines = lines_of(log)
    assert lines.station.tolist() == [2, 1, 5]  # of two posts: passing 0, 1; departing 2, 3; landing 4, 5
    assert lines.several.tolist() == [1, 0, -1]
    assert lines.several_share == pytest.approx((1 + 1) / (2 + 2))


def test_the_first_model_knows_departures_and_landings(filled: Filled, settings: Settings) -> None:
    lines = lines_of(read(filled, settings, {"minutes": 0, "post": "A"}, {"minutes": 1, "post": "A"}))
    found = first_traffic(lines, np.array([0.0, 60.0]), 1, 110.0)
    assert found.again.tolist() == [0.6, 0.85, 0.05]
    assert found.rate.tolist() == pytest.approx([(0.35 * 2 + 1) / 10_800] * 2)
    to = [follows_log(found.follows, 0, there) for there in (0, 1, 2)]
    assert to[1] - to[0] == pytest.approx(math.log(0.05)), "a flight that is on its way does not depart"
    assert to[2] - to[0] == pytest.approx(-math.log(0.15)), "and no flight begins with a landing"


def test_how_often_a_flight_is_seen_again(filled: Filled, settings: Settings) -> None:
    """A, then B joined to it; A again ten hours later: 1 join among 3 lines, worth three lines of each station."""
    log = read(filled, settings, *({"minutes": m, "post": p} for m, p in ((0, "A"), (3, "B"), (600, "A"))))
    found = traffic_after(lines_of(log), log.at_s, 2, numbers(1, -1, -1), 40.0)
    assert found.again[:3].tolist() == pytest.approx([(1 + 1) / (2 + 3), (0 + 1) / (1 + 3), (0 + 1) / (0 + 3)])
    assert found.rate.tolist() == pytest.approx([1.5 / 10_800] * 3), "one flight begins around each"


def test_which_types_leave_a_field(filled: Filled, settings: Settings) -> None:
    """Shares of Mi-8 and Su-34 are 2/5 and 3/5; at the field 10 · 2/5 = 4 and 10 · 3/5 + 1 = 7 of 11."""
    kinds = (("Su-34", "departing"), ("Su-34", None), ("Mi-8", None))
    rows = ({"minutes": n, "post": "A", "aircraft": a, "behaviour": b} for n, (a, b) in enumerate(kinds))
    found = first_traffic(lines_of(read(filled, settings, *rows)), np.zeros(3), 1, 40.0).type_at
    assert np.exp(found[1]) == pytest.approx([4 / 11 / 0.4, 7 / 11 / 0.6])
    assert found[0].tolist() == [0.0, 0.0], "what passes a post says nothing of what passes it next"


def test_a_log_where_every_line_is_its_own_post_needs_no_table_of_pairs(filled: Filled, settings: Settings) -> None:
    log = read(filled, settings, *({"minutes": n, "post": f"P{n:04d}"} for n in range(600)))
    successor = np.where(np.arange(600) % 2 == 0, np.arange(600) + 1, -1)
    found = traffic_after(lines_of(log), log.at_s, 600, successor, 40.0)
    assert (len(found.follows.there), len(found.follows.begun)) == (300, 1800)
