"""Background traffic: up to 10^8 positions as Parquet, made and written a row group at a time.

Tracks are straight lines with a superposed circle, all vectorised; only one group is in memory. Groups follow
one another in time, so that the statistics of row groups let a reader skip.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dalil.geo.earth import METRES_PER_DEGREE
from dalil.simulate.events.strikes import Setting
from dalil.simulate.world.clock import Clock

FIXES = 250  # of one track
GROUP_TRACKS = 4_000  # a million positions
EVERY_S = 30  # seconds between the positions of a track, as aggregators thin them
_DECIMALS = 5  # of degrees: a metre, so that processors which differ in the last bit write the same

SCHEMA = pa.schema(
    [
        ("track_id", pa.dictionary(pa.int32(), pa.string())),
        ("t", pa.timestamp("s", tz="UTC")),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("altitude_m", pa.float32()),
        ("source", pa.dictionary(pa.int8(), pa.string())),
        ("aircraft", pa.dictionary(pa.int8(), pa.string())),
    ]
)


def write_positions(at: Setting, path: Path, count: int) -> int:
    """Write `count` positions (rounded up to whole tracks) to `path`; returns how many."""
    rng, clock = at.streams["positions"], at.calendar.clock
    tracks = -(-count // FIXES)
    groups = -(-tracks // GROUP_TRACKS)
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, SCHEMA, compression="snappy", use_dictionary=["track_id", "source", "aircraft"]) as out:
        for group in range(groups):
            first = group * GROUP_TRACKS
            here = min(GROUP_TRACKS, tracks - first)
            out.write_table(_group(at, rng, clock, first, here, (group / groups, 1 / groups)))
    return tracks * FIXES


def _group(
    at: Setting, rng: np.random.Generator, clock: Clock, first: int, tracks: int, part: tuple[float, float]
) -> pa.Table:
    types, (begin, width) = sorted(at.conflict.types), part
    span = clock.last_s - clock.first_s - FIXES * EVERY_S
    start = clock.first_s + np.sort(span * (begin + width * rng.random(tracks))).astype(np.int64)
    step = np.arange(FIXES) * EVERY_S
    x, y = _paths(rng, tracks, step)
    scale = METRES_PER_DEGREE * math.cos(math.radians(at.world.plane.latitude))
    rows, numbers = tracks * FIXES, [f"G{first + n:07d}" for n in range(tracks)]
    kinds = rng.integers(0, len(types) + 1, tracks).astype(np.int8)
    return pa.table(
        [
            _dictionary(np.repeat(np.arange(tracks, dtype=np.int32), FIXES), numbers),
            pa.array((start[:, None] + step).ravel(), pa.timestamp("s", tz="UTC")),
            pa.array(_rounded(at.world.plane.latitude + y / METRES_PER_DEGREE)),
            pa.array(_rounded(at.world.plane.longitude + x / scale)),
            pa.array(np.repeat(np.round(rng.uniform(1_000, 9_000, tracks), -1).astype(np.float32), FIXES)),
            _dictionary(np.zeros(rows, dtype=np.int8), ["radar (fictional)"]),
            _dictionary(np.repeat(kinds, FIXES), ["", *types]),
        ],
        schema=SCHEMA,
    )  # fmt: skip


def _paths(rng: np.random.Generator, tracks: int, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """x and y of every fix, (tracks, fixes): a slow line plus a circle flown at 60 to 250 m/s."""
    place, drift = rng.uniform(-70_000, 70_000, (2, tracks)), rng.normal(0, 3, (2, tracks))
    # From a slow propeller aircraft to an airliner.
    speed, radius = rng.uniform(60, 250, tracks), rng.uniform(1_500, 30_000, tracks)
    turn = (speed / radius)[:, None] * step + rng.uniform(0, math.tau, tracks)[:, None]
    x = place[0][:, None] + drift[0][:, None] * step + radius[:, None] * np.cos(turn)
    y = place[1][:, None] + drift[1][:, None] * step + radius[:, None] * np.sin(turn)
    return x, y


def _rounded(degrees: np.ndarray) -> np.ndarray:
    # Whole hundred-thousandths divided once: the same double on every processor that rounds as IEEE 754 says.
    scale = 10.0**_DECIMALS
    return np.asarray(np.rint(degrees * scale) / scale).ravel()


def _dictionary(codes: np.ndarray, values: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(values))
