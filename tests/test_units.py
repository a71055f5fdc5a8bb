"""Hashes, intervals and points: what they take, and what they refuse to be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dalil.units
from dalil.errors import Refused
from dalil.units import EARTH_RADIUS_M, Point, UtcInterval, parse_sha256, sha256_of, zone

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
NOON = datetime(2016, 7, 1, 12)
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
POINTS = st.builds(Point, LATITUDES, LONGITUDES)


def hours(first: float, last: float) -> UtcInterval:
    return UtcInterval(NOON + timedelta(hours=first), NOON + timedelta(hours=last))


def test_a_hash_is_that_of_the_standard() -> None:
    assert sha256_of(b"") == EMPTY
    assert parse_sha256(EMPTY) == EMPTY


@pytest.mark.parametrize(
    "text", ["", EMPTY.upper(), EMPTY[:-1], EMPTY + "0", f" {EMPTY}", EMPTY[:-1] + "g", "../" * 21]
)
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="SHA-256") as caught:
        parse_sha256(text)
    assert len(caught.value.found) <= 90


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (hours(0, 1), hours(1, 2), True),
        (hours(0, 1), hours(1.5, 2), False),
        (hours(0, 3), hours(1, 2), True),
        (hours(0, 0), hours(0, 0), True),
    ],
)
def test_intervals_are_closed_at_both_ends(one: UtcInterval, other: UtcInterval, meet: bool) -> None:
    assert one.overlaps(other) is other.overlaps(one) is meet


def test_a_hull_holds_both_and_the_gap_between() -> None:
    assert hours(0, 1).hull(hours(3, 4)) == hours(3, 4).hull(hours(0, 1)) == hours(0, 4)
    assert hours(0, 4).duration == timedelta(hours=4)


def test_an_interval_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        hours(1, 0)


def test_a_time_with_a_zone_is_not_naive_utc() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcInterval(NOON.replace(tzinfo=UTC), NOON)
    with pytest.raises(ValueError, match="naive"):
        UtcInterval(NOON, NOON.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (Point(0, 0), Point(0, 180), 1.0),  # half round the equator
        (Point(90, 0), Point(-90, 77), 1.0),  # from pole to pole
        (Point(0, 0), Point(90, 0), 0.5),
        (Point(10, 179.5), Point(10, -179.5), None),
    ],
)
def test_distances_of_a_sphere(one: Point, other: Point, share: float | None) -> None:
    half = 3.141592653589793 * EARTH_RADIUS_M
    if share is None:
        # Across the date line it is one degree of a parallel, not 359 of them.
        assert one.distance_to(other) == pytest.approx(109_506, abs=20)
    else:
        assert one.distance_to(other) == pytest.approx(share * half)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_bounded(one: Point, other: Point) -> None:
    there, back = one.distance_to(other), other.distance_to(one)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 3.1415927 * EARTH_RADIUS_M


@given(POINTS)
def test_a_point_is_where_it_is(point: Point) -> None:
    assert point.distance_to(point) == 0


def test_zones_are_those_of_the_package_whatever_the_machine_has(tmp_path: Path) -> None:
    """With rules of 2010 on the machine, when Damascus was at +2 in winter, 15 November 2022 is still at +3."""
    old = tmp_path / "Asia" / "Damascus"
    old.parent.mkdir()
    old.write_bytes((resources.files("tzdata") / "zoneinfo" / "Etc" / "GMT-2").read_bytes())
    script = (
        "from datetime import datetime; import zoneinfo; from dalil.units import zone;"
        "at = datetime(2022, 11, 15, 12);"
        "print(*(z.utcoffset(at) for z in (zoneinfo.ZoneInfo('Asia/Damascus'), zone('Asia/Damascus'))))"
    )
    environment = os.environ | {"PYTHONTZPATH": str(tmp_path)}
    out = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["2:00:00", "3:00:00"]


def test_nothing_asks_the_machine_for_its_zones() -> None:
    source = Path(dalil.units.__file__).parent
    asking = re.compile(r"(?<!-> )\bZoneInfo\(|available_timezones\(|ZoneInfo\.no_cache")
    assert [path.name for path in source.rglob("*.py") if asking.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", ["Asia/Nowhere", "../../etc/passwd", "", "zones"])
def test_a_name_that_the_package_does_not_have_is_no_zone(name: str) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        zone(name)
