"""Sightings to flights: small skies whose flights are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.flights.association import associate, learned_speeds
from dalil.crossref.sky.flights.partition import tracklets_of
from dalil.crossref.sky.flights.traffic import lines_of
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import read_sightings

Filled = Callable[..., Facts]
EAST_KM = 1 / 92.2  # degrees of longitude at 34° north
STEP_DEG = 0.6  # 66.7 km of latitude


def chains(facts: Facts, settings: Settings) -> list[set[str]]:
    sightings = read_sightings(facts, settings, load_catalogue(settings.sky.aircraft))
    joined = associate(sightings)
    found = tracklets_of(joined.cover.successor, joined.at_s)
    return [{sightings.rows[i]["sighting_id"] for i in chain} for chain in found]


def line(number: int, minutes: float, km_east: float, **more: Any) -> dict[str, Any]:
    return sighting(number, minutes, 34.0, 175.0 + km_east * EAST_KM, **more)


def test_one_aircraft_along_four_posts_is_one_flight(filled: Filled, settings: Settings) -> None:
    # 222 m/s: 40 km in three minutes.
    rows = [line(n, 3.0 * n, 40.0 * n, aircraft="Su-34", heading_deg=90.0) for n in range(4)]
    assert chains(filled(sighting=rows), settings) == [{"S0", "S1", "S2", "S3"}]


def test_a_distance_that_cannot_be_flown_is_never_joined(filled: Filled, settings: Settings) -> None:
    rows = [line(0, 0, 0, aircraft="Su-34"), line(1, 3, 300, aircraft="Su-34")]
    assert len(chains(filled(sighting=rows), settings)) == 2


def test_types_part_flights_that_time_alone_would_join(filled: Filled, settings: Settings) -> None:
    rows = [
        line(n, 3.0 * (n // 2), 40.0 * (n // 2), aircraft=("Su-34", "Mi-8")[n % 2], post=f"P{n // 2}") for n in range(6)
    ]
    found = chains(filled(sighting=rows), settings)
    assert {"S0", "S2", "S4"} in found
    assert not any(s & {"S0", "S2", "S4"} and s & {"S1", "S3", "S5"} for s in found)


def test_nothing_comes_before_a_departure(filled: Filled, settings: Settings) -> None:
    rows = [line(0, 0, 0, aircraft="Su-34"), line(1, 3, 40, aircraft="Su-34", behaviour="departing")]
    assert len(chains(filled(sighting=rows), settings)) == 2


def test_order_of_rows_does_not_matter(filled: Filled, settings: Settings) -> None:
    rows = [line(n, 3.0 * n, 40.0 * n, aircraft="Su-34") for n in range(4)]
    assert chains(filled(sighting=rows), settings) == chains(filled(sighting=rows[::-1]), settings)


def test_an_empty_log_has_no_flights(filled: Filled, settings: Settings) -> None:
    assert chains(filled(sighting=[]), settings) == []


def test_a_rival_and_the_confidence_are_named(filled: Filled, settings: Settings) -> None:
    rows = [
        line(0, 0, 0, aircraft="Su-34"),
        line(1, 3, 40, aircraft="Su-34"),
        line(2, 3.5, 41, aircraft="Su-34", post="Q"),
    ]
    sightings = read_sightings(filled(sighting=rows), settings, load_catalogue(settings.sky.aircraft))
    joined = associate(sightings)
    first = int(np.argmin(joined.at_s))
    assert 0 < joined.cover.confidence[first] < 1
    assert joined.cover.rival[first] >= 0


def test_clock_offsets_are_found_from_shared_flights(filled: Filled, settings: Settings) -> None:
    """Forty flights each way past three posts 40 km apart; the middle clock is two minutes ahead."""
    rng = np.random.default_rng(2)
    rows, number = [], 0
    for flight in range(80):
        kms = (0.0, 40.0, 80.0) if flight % 2 else (80.0, 40.0, 0.0)
        start, speed = 30.0 * flight, float(rng.uniform(12.5, 14.5))  # km a minute
        for km in kms:
            number += 1
            minutes = start + abs(km - kms[0]) / speed + (2.0 if km == 40.0 else 0.0)
            rows.append(line(number, minutes, km, aircraft="Su-34", heading_deg=90.0 if flight % 2 else 270.0))
    sightings = read_sightings(filled(sighting=rows), settings, load_catalogue(settings.sky.aircraft))
    offset = associate(sightings).clocks.offset_s
    middle = next(n for n, post in enumerate(sightings.posts) if abs(float(post[1:]) - 175.0 - 40 * EAST_KM) < 0.01)
    others = np.delete(offset, middle)
    assert offset[middle] - others.mean() == pytest.approx(-120, abs=25)
    assert np.ptp(others) < 25


@pytest.mark.parametrize(("long", "passes"), [(2, 7), (3, 0)])
def test_a_long_log_tells_where_it_is(
    filled: Filled, settings: Settings, monkeypatch: pytest.MonkeyPatch, long: int, passes: int
) -> None:
    monkeypatch.setattr("dalil.crossref.sky.flights.association._LONG_LOG", long)
    rows, told = [line(n, 3.0 * n, 40.0 * n) for n in range(2)], list[str]()
    associate(read_sightings(filled(sighting=rows), settings, load_catalogue(settings.sky.aircraft)), told.append)
    assert told == [f"crossref: joining 2 sightings, pass {n} of 7" for n in range(1, passes + 1)]


def learned(filled: Filled, settings: Settings, speed_ms: float, flights: int) -> tuple[float, float, float]:
    """(cruise before, cruise after, top speed) of the Su-34 where so many flights went north at a speed."""
    minutes = STEP_DEG * 111_195 / speed_ms / 60
    lines = []
    for n in range(flights):
        for k in (0, 1):
            at = 200 * n + k * minutes
            more = {"post": f"P{k}", "heading_deg": 0.0, "view_range_m": 3_000.0, "aircraft": "Su-34"}
            lines.append(sighting(2 * n + k, at, 34.0 + k * STEP_DEG, 175.0, **more))
    facts = filled(sighting=lines)
    found = read_sightings(facts, settings, load_catalogue(settings.sky.aircraft))
    before = lines_of(found)
    successor = np.array([n + 1 if n % 2 == 0 else -1 for n in range(len(found))], dtype=np.int64)
    after = learned_speeds(found, before, found.at_s, successor)
    return float(before.cruise_ms[0]), float(after.cruise_ms[0]), float(before.top_ms[0])


def test_many_joins_are_believed(filled: Filled, settings: Settings) -> None:
    before, after, _ = learned(filled, settings, 190.0, 60)
    assert before == pytest.approx(228)  # the catalogue: 0.6 of 380
    # (60 · 190/228 + 15) / 75 of it
    assert after == pytest.approx(228 * (60 * 190 / 228 + 15) / 75, rel=0.01)


def test_two_joins_hardly_move_it(filled: Filled, settings: Settings) -> None:
    before, after, _ = learned(filled, settings, 190.0, 2)
    assert 0.97 * before < after < before


def test_no_joins_leave_the_catalogue(filled: Filled, settings: Settings) -> None:
    before, after, _ = learned(filled, settings, 20.0, 10)  # no jet: these are not straight flights
    assert after == before


def test_never_above_the_top_speed(filled: Filled, settings: Settings) -> None:
    _, after, top = learned(filled, settings, 400.0, 100)
    assert after <= top
