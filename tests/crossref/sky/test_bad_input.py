"""Bad input: refused, split or handled, and counted; and laws that hold for any input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as asked
from hypothesis import strategies as st
from tests.cases import raw
from tests.crossref.sky.conftest import fix, incident, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.crossref.sky.flights.association import associate
from dalil.crossref.sky.flights.partition import tracklets_of
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.sightings import read_sightings

Filled = Callable[..., Facts]


def counted(facts: Facts, table: str, column: str) -> dict[str, int]:
    return dict(facts.query(f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1").fetchall())


def test_lines_without_time_or_place_are_set_aside_and_counted(filled: Filled, settings: Settings) -> None:
    rows = [
        sighting(1, 10, 34.0, 175.0), sighting(2, 11, None, None), sighting(3, 12, 34.0, 175.0, heading_deg=400.0),
        sighting(4, 13, 34.0, 175.0) | {"seen_at": None, "seen_at_latest": None},
    ]  # fmt: skip
    facts = filled(sighting=rows)
    summary = crossref(facts, settings)
    assert counted(facts, "sighting_reading", "reason") == {None: 2, "no_position": 1, "no_time": 1}
    assert (summary.sightings_used, summary.sightings_set_aside) == (2, 2)
    notes = facts.value("SELECT notes FROM sighting_reading WHERE sighting_id = 'S3'")
    assert "heading_out_of_range" in notes


def test_a_track_over_the_antimeridian_is_one_flight_and_near(filled: Filled, settings: Settings) -> None:
    # 0.12° of longitude a minute at 34° north: 184 m/s.
    rows = [fix(n, "A", 60.0 * n, 34.0, (179.5 + 0.12 * n + 180) % 360 - 180) for n in range(9)]
    facts = filled(position=rows, incident=[incident("I", 4.5, 34.0, -179.99)])
    summary = crossref(facts, settings)
    assert (summary.tracks, summary.fixes_set_aside, summary.with_opportunity) == (1, 0, 1)
    assert facts.value("SELECT closest_m FROM opportunity") < 5_000


def test_a_track_over_the_pole_is_one_flight(filled: Filled, settings: Settings) -> None:
    over = [(89.6, 0.0), (89.75, 0.0), (89.9, 0.0), (89.95, 180.0), (89.8, 180.0)]
    facts = filled(position=[fix(n, "P", 60.0 * n, *at) for n, at in enumerate(over)])
    assert (crossref(facts, settings).tracks, facts.value("SELECT fixes FROM track")) == (1, 5)


def test_doubled_fixes_are_counted_once(filled: Filled, settings: Settings) -> None:
    rows = [fix(n, "A", 60.0 * (n // 2), 34.0, 175.0 + 0.1 * (n // 2)) for n in range(8)]
    facts = filled(position=rows)
    assert crossref(facts, settings).fixes_set_aside == 4
    assert counted(facts, "position_flag", "flag") == {"duplicate": 4}


def test_two_aircraft_under_one_number_are_parted(filled: Filled, settings: Settings) -> None:
    rows = [fix(n, "T", 60.0 * (n // 2) + 10 * (n % 2), 34.0 + 4 * (n % 2) + 0.1 * (n // 2), 175.0) for n in range(8)]
    facts = filled(position=rows)
    crossref(facts, settings)
    assert [row["fixes"] for row in facts.rows("SELECT fixes FROM track")] == [4, 4]


def test_a_case_without_flight_data_says_so_of_every_incident(filled: Filled, settings: Settings) -> None:
    facts = filled(incident=[incident("I", 10, 34.0, 175.0), incident("J", 20, 34.0, 175.0)])
    assert crossref(facts, settings).looked_for == 0
    assert counted(facts, "coverage", "looked_for") == counted(facts, "sky_present", "status") == {"not_looked_for": 2}


def test_a_log_denser_than_is_looked_at_is_counted(filled: Filled, settings: Settings) -> None:
    """Of 430 lines a second apart, the first 29 have more than 400 after them; all more than sixty chains near."""
    rows = [sighting(n, n / 60, 34.0, 175.0) for n in range(430)]
    assert crossref(filled(sighting=rows), settings).sightings_capped == 430


LINES = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 4), st.sampled_from(["Su-34", "Mi-8", "unknown"])),
    max_size=12, unique_by=lambda line: line[:2],
)  # fmt: skip


def flights(rows: list[dict[str, Any]], settings: Settings) -> set[frozenset[str]]:
    facts = Facts.in_memory()
    facts.replace("sighting", rows)
    read = read_sightings(facts, settings, load_catalogue(settings.sky.aircraft))
    joined = associate(read)
    chains = tracklets_of(joined.cover.successor, joined.at_s)
    return {frozenset(read.rows[i]["sighting_id"] for i in chain) for chain in chains}


def log(lines: list[tuple[int, int, str]], east: float = 1.0) -> list[dict[str, Any]]:
    """Posts 40 km apart in a row along 34° north; `east` -1 lays them the other way."""
    return [
        sighting(n, minute, 34.0, east * (170.0 + 0.434 * post), aircraft=word, post=f"P{post}")
        for n, (minute, post, word) in enumerate(lines)
    ]  # fmt: skip


CASE = Settings.model_validate(
    {**raw("2019-03-01", "2019-04-30"), "fictional": True,
     "parties": [{"id": "north", "name": "North", "air_force": True}]}
)  # fmt: skip


@asked(deadline=None, max_examples=15)
@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(lines: list[tuple[int, int, str]], random: Any) -> None:
    rows = log(lines)
    shuffled = random.sample(rows, len(rows))
    assert flights(shuffled, CASE) == flights(rows, CASE)


@asked(deadline=None, max_examples=15)
@given(LINES, st.integers(-500, 500))
def test_shifting_all_times_changes_no_flight(lines: list[tuple[int, int, str]], hours: int) -> None:
    rows = log(lines)
    names = ("seen_at", "seen_at_latest", "logged_at")
    later = [row | {name: row[name] + timedelta(hours=hours) for name in names} for row in rows]
    assert flights(later, CASE) == flights(rows, CASE)


@asked(deadline=None, max_examples=15)
@given(LINES)
def test_a_mirrored_sky_has_the_same_flights(lines: list[tuple[int, int, str]]) -> None:
    assert flights(log(lines, east=-1.0), CASE) == flights(log(lines), CASE)


@pytest.mark.parametrize("post", [0, 3])
def test_a_million_is_read_in_pieces_as_the_whole(
    filled: Filled, settings: Settings, monkeypatch: pytest.MonkeyPatch, post: int
) -> None:
    rows = log([(n, (n + post) % 5, "Su-34") for n in range(20)])
    whole = read_sightings(filled(sighting=rows), settings, load_catalogue(settings.sky.aircraft))
    monkeypatch.setattr("dalil.crossref.sky.read.sightings._AT_ONCE", 3)
    pieces = read_sightings(filled(sighting=rows), settings, load_catalogue(settings.sky.aircraft))
    assert (pieces.posts, pieces.rows) == (whole.posts, whole.rows)
    for name in ("at_s", "post", "latitude", "radius_m", "heading"):
        np.testing.assert_array_equal(getattr(pieces, name), getattr(whole, name))
