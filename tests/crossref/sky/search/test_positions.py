"""Closest approach over many positions: against a plain loop, on both engines where both are there."""

from __future__ import annotations

import math
from datetime import datetime

import ibis
import numpy as np
import pyarrow as pa
import pytest
from tests.crossref.sky.conftest import fix, incident

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.crossref.sky import stage
from dalil.crossref.sky.search.positions import Near, cells_of, closest_approaches, look_up, tracks_near
from dalil.crossref.sky.search.search import Search, search_of
from dalil.crossref.spread import time_spread
from dalil.crossref.window import declare, read_declared

START = 1_553_000_000.0


def near(*attacks: tuple[float, float, float], window_s: float = 900.0) -> Near:
    lat, lon, at = (np.array(column) for column in zip(*attacks, strict=True))
    return Near([str(n) for n in range(len(lat))], lat, lon, START + at, window_s, 15_000.0, 60.0)


def positions(*fixes: tuple[str, float, float, float]) -> pa.Table:
    track, at, lat, lon = zip(*fixes, strict=True)
    moments = pa.array([int((START + s) * 1e6) for s in at], pa.int64()).cast(pa.timestamp("us"))
    return pa.table({"track_id": list(track), "t": moments, "latitude": list(lat), "longitude": list(lon)})


def found(table: pa.Table, sought: Near) -> dict[tuple[int, str], float]:
    connection = ibis.duckdb.connect()
    keep, attacks = look_up(sought)
    expression = closest_approaches(ibis.memtable(table), ibis.memtable(keep), ibis.memtable(attacks), sought)
    rows = connection.to_pyarrow(expression).to_pylist()
    return {(row["incident"], row["track_id"]): row["closest_m"] for row in rows}


KM = 1 / 111.19508


@pytest.mark.parametrize(
    ("fixes", "closest"),
    [
        ([("T", 0, 0.0, 0.0)], 0.0),
        ([("T", 0, 10 * KM, 0.0)], 10_000.0),
        ([("T", 0, 16 * KM, 0.0)], None),
        # Two fixes 24 km apart in a minute, on both sides of a place 5 km aside: neither is within 12 km.
        ([("T", 0, 5 * KM, -12 * KM), ("T", 60, 5 * KM, 12 * KM)], 5_000.0),
        # The same with two minutes between: no segment, and neither fix nearer than 13 km.
        ([("T", 0, 5 * KM, -12 * KM), ("T", 120, 5 * KM, 12 * KM)], 13_000.0),
        ([("T", 0, 0.0, 20 * KM), ("U", 30, 0.0, -20 * KM)], None),  # two tracks are no segment
        ([("T", 1000, 0.0, 0.0)], None),  # after the window
        ([("T", 880, 0.0, -6 * KM), ("T", 920, 0.0, 6 * KM)], 0.0),  # over the place at the last moment of it
        ([("T", 890, 0.0, -8 * KM), ("T", 930, 0.0, 8 * KM)], 4_000.0),  # the window ends before it is there
    ],
)
def test_closest_approach(fixes: list[tuple[str, float, float, float]], closest: float | None) -> None:
    result = found(positions(*fixes), near((0.0, 0.0, 0.0)))
    expected = {} if closest is None else {(0, "T"): pytest.approx(closest, abs=5)}
    assert result == expected


@pytest.mark.parametrize("longitude", [179.99, -179.99])
def test_across_the_antimeridian(longitude: float) -> None:
    result = found(positions(("T", 0, 0.0, -longitude)), near((0.0, longitude, 0.0)))
    assert result == {(0, "T"): pytest.approx(0.02 / KM * 1000, rel=0.01)}


def test_near_the_pole() -> None:
    assert found(positions(("T", 0, 89.95, 90.0)), near((89.95, 0.0, 0.0)))[0, "T"] < 15_000


def plain(table: pa.Table, sought: Near) -> dict[tuple[int, str], float]:
    """The same by loops: every attack, every pair of neighbouring fixes."""
    rows = sorted(zip(*(table[n].to_pylist() for n in ("track_id", "t", "latitude", "longitude")), strict=True))
    best: dict[tuple[int, str], float] = {}
    for n in range(len(sought.at_s)):
        scale = math.cos(math.radians(sought.latitude[n])) / KM * 1000
        for k, (track, t, lat, lon) in enumerate(rows):
            a = (t - datetime(1970, 1, 1)).total_seconds() // 1
            x, y = (lon - sought.longitude[n]) * scale, (lat - sought.latitude[n]) / KM * 1000
            vx = vy = lasts = 0.0
            if k + 1 < len(rows) and rows[k + 1][0] == track:
                b = (rows[k + 1][1] - datetime(1970, 1, 1)).total_seconds() // 1
                if b - a <= 60:
                    lasts = b - a
                    vx = (rows[k + 1][3] - sought.longitude[n]) * scale - x
                    vy = (rows[k + 1][2] - sought.latitude[n]) / KM * 1000 - y
            for share in np.linspace(0, 1, 400 if lasts else 1):
                if abs(a + share * lasts - sought.at_s[n]) <= sought.window_s:
                    apart = math.hypot(x + share * vx, y + share * vy)
                    if apart <= sought.range_m:
                        best[n, track] = min(best.get((n, track), 1e18), apart)
    return best


def test_random_skies_agree_with_a_plain_loop() -> None:
    rng = np.random.default_rng(4)
    fixes: list[tuple[str, float, float, float]] = []
    for number in range(40):
        at, lat, lon = rng.uniform(0, 4000), rng.uniform(33.8, 34.2), rng.uniform(174.8, 175.2)
        for _ in range(12):
            fixes.append((f"T{number}", float(round(at)), lat, lon))
            at, lat, lon = at + rng.choice([20, 40, 90]), lat + rng.normal(0, 0.05), lon + rng.normal(0, 0.05)
    sought = near(*[(rng.uniform(33.8, 34.2), rng.uniform(174.8, 175.2), rng.uniform(0, 4000)) for _ in range(5)])
    table = positions(*fixes)
    slow, fast = plain(table, sought), found(table, sought)
    assert {key for key, apart in slow.items() if apart < 14_900} <= fast.keys()
    assert fast.keys() <= {(n, f"T{k}") for n in range(5) for k in range(40)}
    for key in slow.keys() & fast.keys():
        assert fast[key] == pytest.approx(slow[key], abs=60)


def test_cells_hold_the_whole_circle_and_window() -> None:
    number, keys = cells_of(near((34.0, 175.0, 0.0)), 15_000.0)
    assert (number == 0).all()
    # 15 km at 34° north are 0.135 and 0.163 degrees: two rows, two columns, and 1,800 s two or three steps of time.
    assert len(keys) in (2 * 2 * 2, 2 * 2 * 3, 3 * 2 * 2, 2 * 3 * 2, 2 * 3 * 3)
    assert len(set(keys.tolist())) == len(keys)


def test_tracks_near_reads_the_facts(settings: Settings) -> None:
    facts = Facts.in_memory()
    facts.replace("incident", [incident("A", 0, 34.0, 175.0)])
    fixes = [
        fix(1, "near", 30, 34.05, 175.0),
        fix(2, "far", 30, 36.0, 175.0),
        fix(3, "another day", 3 * 86_400 + 600, 34.05, 175.0),  # what comes by anyway is what chance is
        fix(4, "another hour", 6 * 3_600, 34.05, 175.0),  # in no window
    ]
    facts.replace("position", fixes)
    assert tracks_near(facts, settings, "duckdb", searched(facts, settings)) == ["another day", "near"]


def searched(facts: Facts, settings: Settings) -> list[Search]:
    return [search_of(facts, settings, read_declared(declare(facts, settings)), time_spread(facts))]


def test_a_case_with_very_many_positions_has_the_chance_of_one_with_few(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search for tracks leaves out none that came by in a shifted window, nor the hours in which none did."""
    rng = np.random.default_rng(11)
    attacks = [incident(f"A{n}", 1440 * n + 600 + 7 * n, 34.0, 175.0) for n in range(12)]
    fixes = []
    for track in range(60):
        begins, heading = float(rng.uniform(0, 13 * 86_400)), float(rng.choice([-1.0, 1.0]))
        for n in range(40):
            across = 175.0 + heading * (n - 20) * 0.02
            fixes.append(fix(100 * track + n, f"T{track}", begins + 30 * n, 34.0 + 0.002 * track, across))
    rows = []
    for limit in (10**9, 0):
        monkeypatch.setattr(stage, "CLEAN_ALL_UP_TO", limit)
        facts = Facts.in_memory()
        facts.replace("incident", attacks)
        facts.replace("position", fixes)
        crossref(facts, settings, declared=declare(facts, settings))
        # Who passes further off than the search reaches is left out of the wider bins, in all windows alike.
        rows.append(facts.rows("SELECT incident_id, c1_n, c1_matched, matched FROM chance WHERE bin_s = 60"))
    assert rows[0] == rows[1]
    assert sum(row["c1_matched"] for row in rows[0]) > sum(row["matched"] for row in rows[0]) > 0


def test_both_engines_give_the_same(settings: Settings) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed (extra spark)")
    rng = np.random.default_rng(5)
    facts = Facts.in_memory()
    facts.replace("incident", [incident(str(n), 3 * n, 34.0 + 0.1 * n, 175.0) for n in range(4)])
    rows = [
        fix(
            10 * k + n,
            f"T{k}",
            float(rng.uniform(0, 1200)),
            float(rng.uniform(33.5, 34.8)),
            float(rng.uniform(174.5, 175.5)),
        )
        for k in range(30)
        for n in range(6)
    ]
    facts.replace("position", rows)
    found_by = {
        engine: tracks_near(facts, settings, engine, searched(facts, settings)) for engine in ("duckdb", "spark")
    }
    assert found_by["duckdb"] == found_by["spark"]
    assert 0 < len(found_by["duckdb"]) < 30
