"""One track number and the aircraft behind it: fixes along a line of latitude, 12 km a minute (200 m/s)."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.crossref.sky.read.segments import Segmented, segment_track

KM = 1 / 111.195  # of longitude on the equator, degrees
TOP_MS = 300.0


def track(*fixes: tuple[float, float, float], height_m: list[float] | None = None) -> Segmented:
    """Fixes as (minutes, kilometres east, kilometres north); no height unless given."""
    minutes, east, north = (np.array(column, dtype=np.float64) for column in zip(*fixes, strict=True))
    height = np.full(len(fixes), np.nan) if height_m is None else np.array(height_m)
    return segment_track(60.0 * minutes, north * KM, east * KM, height, TOP_MS)


def straight(first: int, last: int, north: float = 0.0, off_km: float = 0.0) -> list[tuple[float, float, float]]:
    return [(float(n), 12.0 * n + off_km, north) for n in range(first, last)]


def test_one_aircraft_is_one_segment() -> None:
    found = track(*straight(0, 10))
    assert found.segment.tolist() == [0] * 10
    assert (found.cut, set(found.flag)) == (("start",), {""})


@pytest.mark.parametrize(("minutes", "segments"), [(29.0, 1), (31.0, 2)])
def test_half_an_hour_without_a_fix_ends_a_segment(minutes: float, segments: int) -> None:
    later = [(9 + minutes + n, 12.0 * (9 + n), 0.0) for n in range(5)]
    found = track(*straight(0, 10), *later)
    assert len(found.cut) == segments
    assert found.cut[1:] == ("gap",) * (segments - 1)


def test_a_lone_fix_that_nobody_can_have_flown_to() -> None:
    # 300 km north within half a minute is 10 km/s.
    fixes = [*straight(0, 5), (4.5, 54.0, 300.0), *straight(5, 10)]
    found = track(*fixes)
    assert found.flag[5] == "impossible_speed"
    assert found.segment[5] == -1
    assert np.delete(found.segment, 5).tolist() == [0] * 10


def test_on_the_path_at_the_wrong_time_is_the_clock() -> None:
    # At minute 8 it is back where it was at minute 2, 72 km away: no aircraft, but its own path.
    fixes = [*straight(0, 8), (7.5, 24.0, 0.0), *straight(8, 12)]
    assert track(*fixes).flag[8] == "stale_clock"


def test_a_run_beside_the_path_that_stands_still_is_spoofed() -> None:
    beside = [(n + 0.5, 0.0, 300.0) for n in range(2, 8)]
    found = track(*sorted([*straight(0, 12), *beside]))
    assert [word for word in found.flag if word] == ["spoofed"] * 6
    assert found.cut == ("start",)


def test_a_run_beside_the_path_that_flies_is_another_aircraft() -> None:
    other = [(n + 0.5, 12.0 * n, 300.0) for n in range(12)]
    found = track(*sorted([*straight(0, 12), *other]))
    assert set(found.flag) == {""}
    assert found.cut == ("other_aircraft", "other_aircraft")
    assert found.segment.tolist() == [0, 1] * 12


def test_where_the_height_goes_on_there_is_one_aircraft_and_the_jumps_are_not_its_own() -> None:
    # The same, but both paths tell one height: one emitter, and the longer path is kept.
    other = [(n + 0.5, 12.0 * n, 300.0) for n in range(3, 8)]
    fixes = sorted([*straight(0, 12), *other])
    found = track(*fixes, height_m=[5_000.0] * len(fixes))
    assert [word for word in found.flag if word] == ["spoofed"] * 5
    assert found.cut == ("start",)


def test_a_jump_after_which_it_goes_on_elsewhere() -> None:
    found = track(*straight(0, 6), *straight(6, 12, north=300.0))
    assert found.cut == ("start", "impossible_speed")
    assert found.segment.tolist() == [0] * 6 + [1] * 6


@pytest.mark.parametrize(("km", "segments"), [(20.0, 1), (24.0, 2)])
def test_how_fast_is_too_fast(km: float, segments: int) -> None:
    # A quarter more than the top speed, and 600 m: 22.5 + .6 km a minute.
    after = [(5.0 + n, 48.0 + km + 12.0 * n, 0.0) for n in range(5)]
    assert len(track(*straight(0, 5), *after).cut) == segments


def test_a_single_fix_is_a_segment() -> None:
    assert track((0.0, 0.0, 0.0)).segment.tolist() == [0]


def test_shifting_everything_changes_nothing() -> None:
    fixes = [*straight(0, 5), (4.5, 54.0, 300.0), *straight(5, 10)]
    shifted = [(minutes + 1e5, east + 500.0, north) for minutes, east, north in fixes]
    assert track(*fixes).flag == track(*shifted).flag
