"""Tracks: cleaned beside what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import fix

from dalil.casefile.facts import Facts
from dalil.crossref.sky.read import tracks
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.segments import segment_track
from dalil.crossref.sky.read.tracks import clean_tracks

Filled = Callable[..., Facts]
STEP = 0.02  # degrees of latitude in ten seconds: 222 m/s


def straight(
    track: str, count: int, *, first: int = 0, seconds: float = 0, lat: float = 34.0, lon: float = 175.0, **more: Any
):
    return [fix(first + n, track, seconds + 10 * n, lat + STEP * n, lon, **more) for n in range(count)]


def flags(facts: Facts) -> Counter[str]:
    clean_tracks(facts, load_catalogue())
    return Counter(row["flag"] for row in facts.rows("SELECT flag FROM position_flag"))


def test_a_clean_track_is_one_segment_and_nothing_is_set_aside(filled: Filled) -> None:
    facts = filled(position=straight("T", 20))
    tracks = clean_tracks(facts, load_catalogue())
    assert [(t.track_id, t.segment, len(t.at_s)) for t in tracks] == [("T", 0, 20)]
    assert facts.rows("SELECT cut, fixes, set_aside FROM track") == [{"cut": "start", "fixes": 20, "set_aside": 0}]


def test_what_was_read_stays(filled: Filled) -> None:
    rows = [*straight("T", 10), fix(99, "T", 55, 60.0, 10.0)]
    facts = filled(position=rows)
    before = facts.table_hash("position")
    assert flags(facts) == {"impossible_speed": 1}
    assert facts.table_hash("position") == before


def test_duplicate_fixes(filled: Filled) -> None:
    rows = straight("T", 10)
    assert flags(filled(position=[*rows, rows[4] | {"source_row": 50}])) == {"duplicate": 1}


def test_time_running_backwards(filled: Filled) -> None:
    rows = straight("T", 40)
    rows[20] = rows[20] | {"t": rows[5]["t"].replace(microsecond=5), "latitude": rows[20]["latitude"]}
    assert flags(filled(position=rows)) == {"clock_backwards": 1}


def test_a_file_in_another_order_is_no_bad_clock(filled: Filled) -> None:
    rows = straight("T", 30)
    assert flags(filled(position=[row | {"source_row": 29 - n} for n, row in enumerate(rows)])) == {}


def test_two_aircraft_under_one_number_are_parted(filled: Filled) -> None:
    rows = straight("T", 30, altitude_m=3000.0) + straight("T", 30, first=100, seconds=5, lat=37.0, altitude_m=9000.0)
    facts = filled(position=rows)
    assert flags(facts) == {}
    assert facts.rows("SELECT cut, fixes FROM track ORDER BY segment") == [{"cut": "other_aircraft", "fixes": 30}] * 2


def test_jumps_at_one_height_are_spoofed_positions(filled: Filled) -> None:
    # The aircraft flies on at 10,000 m; for two minutes its positions lie at an airport, five hundred kilometres off.
    real = straight("T", 60, altitude_m=10_000.0)
    false = [fix(100 + n, "T", 205 + 10 * n, 39.0, 175.0, altitude_m=10_000.0) for n in range(12)]
    assert flags(filled(position=real + false)) == {"spoofed": 12}


@pytest.mark.parametrize(("count", "expected"), [(1, {"stale_clock": 1}), (5, {"stale_clock": 5})])
def test_positions_of_the_path_at_the_wrong_time_are_a_matter_of_the_clock(
    filled: Filled, count: int, expected: dict[str, int]
) -> None:
    # Where the aircraft was five minutes ago, written as now: its own positions, and none that somebody made up.
    late = [
        fix(n, "T", 405 + 10 * n, 34.0 + STEP * (10 + n), 175.0, source_sha256="another file") for n in range(count)
    ]
    assert flags(filled(position=[*straight("T", 60), *late])) == expected


def test_a_short_run_off_the_path_is_no_matter_of_the_clock(filled: Filled) -> None:
    false = [fix(100 + n, "T", 405 + 10 * n, 39.0, 175.0) for n in range(5)]
    assert flags(filled(position=[*straight("T", 60), *false])) == {"spoofed": 5}


def test_a_number_that_changes_is_one_flight(filled: Filled) -> None:
    rows = straight("A", 20) + straight("B", 20, first=100, seconds=210, lat=34.0 + 21 * STEP)
    tracks = clean_tracks(filled(position=rows), load_catalogue())
    assert {t.flight for t in tracks} == {"A/0"}


def test_two_that_could_follow_are_not_joined(filled: Filled) -> None:
    rows = straight("A", 20) + [
        row
        for n, lon in enumerate((175.0, 175.01))
        for row in straight(f"B{n}", 20, first=100 * (n + 1), seconds=210, lat=34.0 + 21 * STEP, lon=lon)
    ]
    assert len({t.flight for t in clean_tracks(filled(position=rows), load_catalogue())}) == 3


@pytest.mark.parametrize(("lat", "lon"), [(34.0, 179.95), (89.9, 0.0)])
def test_antimeridian_and_pole_are_no_seam(lat: float, lon: float, filled: Filled) -> None:
    rows = []
    for n in range(20):
        north = lat + STEP * n
        over = north > 90
        longitude = (lon + 180.0) % 360 if over else (lon + 0.01 * n + 180) % 360 - 180
        rows.append(fix(n, "T", 10 * n, 180 - north if over else north, longitude))
    facts = filled(position=rows)
    assert flags(facts) == {}
    assert facts.value("SELECT count(*) FROM track") == 1


def test_circling_is_fitted(filled: Filled) -> None:
    # One round in three minutes, three rounds; the first and the last half minute have no direction before or after.
    turn = [2 * np.pi * n * 10 / 180 for n in range(54)]
    rows = [
        fix(n, "T", 10 * n, 34 + 0.05 * float(np.sin(a)), 175 + 0.06 * float(np.cos(a))) for n, a in enumerate(turn)
    ]
    (track,) = clean_tracks(filled(position=rows), load_catalogue())
    assert track.turn_deg == pytest.approx(1080 - 120, abs=15)
    assert track.circling_s > 240


def test_straight_flight_does_not_circle(filled: Filled) -> None:
    (track,) = clean_tracks(filled(position=straight("T", 60)), load_catalogue())
    assert (track.circling_s, round(track.turn_deg)) == (0.0, 0)


def test_gap_makes_a_new_segment() -> None:
    at = np.array([0.0, 10, 20, 4000, 4010, 4020])
    found = segment_track(at, np.full(6, 34.0), np.full(6, 175.0), np.full(6, np.nan), 300.0)
    assert (found.segment.tolist(), found.cut) == ([0, 0, 0, 1, 1, 1], ("start", "gap"))


def test_no_positions(filled: Filled) -> None:
    assert clean_tracks(filled(position=[]), load_catalogue()) == []


@pytest.mark.parametrize("at_once", [1, 7, 20, 21])
def test_in_pieces_or_whole_the_tracks_are_the_same(
    filled: Filled, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    facts = filled(position=[*straight("A", 20), *straight("B", 3, first=20, lat=36.0), *straight("C", 40, first=30)])
    facts.query("UPDATE position SET latitude = 38 WHERE source_row IN (5, 44)")
    whole = clean_tracks(facts, load_catalogue())
    flagged = facts.rows("SELECT * FROM position_flag ORDER BY ALL")
    monkeypatch.setattr(tracks, "_FIXES_AT_ONCE", at_once)
    again = clean_tracks(facts, load_catalogue())
    assert [(t.flight, t.at_s.tolist()) for t in again] == [(t.flight, t.at_s.tolist()) for t in whole]
    assert facts.rows("SELECT * FROM position_flag ORDER BY ALL") == flagged != []


def test_a_parked_aircraft_has_no_track(filled: Filled) -> None:
    facts = filled(position=[fix(n, "T", 30 * n, 34.0, 175.0, on_ground=True) for n in range(20)])
    assert clean_tracks(facts, load_catalogue()) == []
    assert facts.rows("SELECT flag, count(*) AS n FROM position_flag GROUP BY flag") == [{"flag": "on_ground", "n": 20}]


def test_a_flight_ends_where_the_aircraft_is_seen_on_the_ground(filled: Filled) -> None:
    """Ten fixes aloft to second 90, on the ground at 100 and 110, ten aloft from 120: two flights, and not one."""
    down = [fix(20 + n, "T", 100 + 10 * n, 34.2, 175.0, on_ground=True) for n in range(2)]
    facts = filled(position=[*straight("T", 10), *down, *straight("T", 10, first=30, seconds=120, lat=34.2)])
    one, two = clean_tracks(facts, load_catalogue())
    assert one.flight != two.flight
    assert (one.down_by - one.at_s[-1], two.at_s[0] - two.up_from) == (10.0, 10.0)
    assert [row["cut"] for row in facts.rows("SELECT cut FROM track ORDER BY segment")] == ["start", "ground"]
    assert flags(facts) == {"on_ground": 2}


def test_a_leg_that_begins_anew_is_another_segment(filled: Filled) -> None:
    later = straight("T", 10, first=30, seconds=100, lat=34.2)
    facts = filled(position=[*straight("T", 10), later[0] | {"new_leg": True}, *later[1:]])
    assert [(t.segment, len(t.at_s)) for t in clean_tracks(facts, load_catalogue())] == [(0, 10), (1, 10)]
    assert [row["cut"] for row in facts.rows("SELECT cut FROM track ORDER BY segment")] == ["start", "leg"]


@pytest.mark.parametrize("mark", [{"stale": True}, {"age_s": 12.0}])
def test_a_position_that_is_repeated_is_as_old_as_it_is(filled: Filled, mark: dict[str, Any]) -> None:
    rows = straight("T", 10)
    again = [
        rows[-1] | {"source_row": 50 + n, "t": rows[-1]["t"] + timedelta(seconds=10 * n)} | mark for n in (1, 2, 3)
    ]
    facts = filled(position=[*rows, *again])
    (track,) = clean_tracks(facts, load_catalogue())
    assert (len(track.at_s), flags(facts)) == (10, {"repeated": 3})
