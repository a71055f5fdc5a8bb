"""Positions a second: the search for fly-pasts, in units of a bare scan of the same file.

    python bench/sky/throughput.py --positions 1e8 --incidents 10000 100000 > bench/sky/throughput.json

Makes a Parquet file (and removes it), scans it (four sums over the same columns, before and after), and runs the
expression of `crossref.sky.positions` on DuckDB with two threads and 2 GB. The ratio is what counts: both run on the
same machine within minutes. 10^8 positions take some 2.5 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dalil.crossref.sky.search.positions import Near, closest_approaches, look_up
from dalil.geo.earth import METRES_PER_DEGREE

START, DAYS, EVERY_S, FIXES = 1_400_000_000, 180, 20, 180
SCHEMA = pa.schema(
    [("track_id", pa.int64()), ("t", pa.timestamp("us")), ("latitude", pa.float64()), ("longitude", pa.float64())]
)


def main() -> None:
    """Run and print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--positions", type=float, default=1e7)
    parser.add_argument("--incidents", type=int, nargs="+", default=[10_000, 100_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "positions.parquet"
        make(path, int(options.positions))
        results = [measure(path, count) for count in options.incidents]
    machine = "2 cores, 24 GiB, Linux x86_64, Python 3.11"
    print(json.dumps({"machine": machine, "positions": int(options.positions), "results": results}, indent=1))


def make(path: Path, positions: int) -> None:
    """Tracks of an hour, a fix every 20 s, over 6 by 6 degrees and half a year, in order of time."""
    rng = np.random.default_rng(3)
    starts = np.sort(rng.integers(0, DAYS * 86_400, positions // FIXES))
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for first, last in pairwise([*range(0, len(starts), 20_000), len(starts)]):
            writer.write_table(tracks(rng, first, starts[first:last]), row_group_size=122_880)


def tracks(rng: np.random.Generator, first: int, starts: np.ndarray) -> pa.Table:
    """The fixes of some tracks, in order of time."""
    count, step = len(starts), np.arange(FIXES)
    turn = np.cumsum(rng.normal(0, 0.08, (count, FIXES)), axis=1) + rng.uniform(0, 2 * np.pi, (count, 1))
    metres = rng.uniform(60, 250, (count, 1)) * EVERY_S
    latitude = rng.uniform(33, 39, (count, 1)) + np.cumsum(np.cos(turn) * metres / METRES_PER_DEGREE, axis=1)
    longitude = rng.uniform(35, 41, (count, 1)) + np.cumsum(np.sin(turn) * metres / 90_000, axis=1)
    moments = ((START + starts[:, None] + EVERY_S * step[None, :]) * 1_000_000).ravel()
    order = np.argsort(moments, kind="stable")
    columns = {
        "track_id": np.repeat(np.arange(first, first + count), FIXES)[order],
        "t": pa.array(moments[order].astype(np.int64)).cast(pa.timestamp("us")),
        "latitude": latitude.ravel()[order], "longitude": longitude.ravel()[order],
    }  # fmt: skip
    return pa.table(columns, schema=SCHEMA)


def attacks(count: int) -> Near:
    """Attacks at random over the same country and time."""
    rng = np.random.default_rng(count)
    at = START + rng.integers(0, DAYS * 86_400, count).astype(np.float64)
    ids = [str(n) for n in range(count)]
    return Near(ids, rng.uniform(33.3, 38.7, count), rng.uniform(35.3, 40.7, count), at, 900.0, 15_000.0, 60.0)


def measure(path: Path, count: int) -> dict[str, Any]:
    """Seconds of the scan and of the search, their ratio, and the largest memory so far."""
    near = attacks(count)
    backend = ibis.duckdb.connect()
    run = backend.con
    run.execute("SET threads = 2; SET memory_limit = '2GB'; SET preserve_insertion_order = false")
    before = scan(run, path)
    began = time.perf_counter()
    for name, table in zip(("keep", "attacks"), look_up(near), strict=True):
        run.register("incoming", table)
        run.execute(f"CREATE OR REPLACE TABLE sky_{name} AS FROM incoming")
    looked_up = time.perf_counter() - began
    expression = closest_approaches(
        backend.read_parquet(str(path)), backend.table("sky_keep"), backend.table("sky_attacks"), near
    )
    run.execute(f"CREATE OR REPLACE TABLE found AS {ibis.to_sql(expression, dialect='duckdb')}")
    seconds = time.perf_counter() - began
    after = scan(run, path)
    found = run.execute("SELECT count(*) FROM found").fetchone()
    print(f"{count}: {seconds:.1f} s, scan {before:.1f} and {after:.1f} s", file=sys.stderr, flush=True)
    return {
        "incidents": count, "pairs": found[0] if found else 0, "scan_s": [round(before, 2), round(after, 2)],
        "search_s": round(seconds, 2), "of_which_keys_s": round(looked_up, 2),
        "ratio": round(2 * seconds / (before + after), 2),
        "memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }  # fmt: skip


def scan(run: Any, path: Path) -> float:
    """Seconds of four sums over the columns that the search reads; the better of two."""
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        run.execute(f"SELECT sum(epoch_us(t)), sum(track_id), sum(latitude), sum(longitude) FROM '{path}'").fetchall()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
