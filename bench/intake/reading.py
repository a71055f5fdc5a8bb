"""Rows a second: plain reports with full validation, and positions from Parquet, beside bare parsers of the same bytes.

Writes reading.json beside itself. The machine may be shared, so the ratios count more than the rates.

    python bench/intake/reading.py [ROWS OF REPORTS] [ROWS OF POSITIONS]
"""

from __future__ import annotations

import csv
import json
import os
import platform
import random
import resource
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.intake.formats.registry import Context, find_reader
from dalil.intake.ingest.record_loader import RecordLoader
from dalil.intake.notations.source_file import SourceFile
from dalil.records import GROUPS, KINDS

HERE = Path(__file__).parent
SETTINGS = Settings.model_validate(
    {"title": "bench", "zone": "Asia/Damascus", "from": "2016-01-01", "to": "2016-12-31", "area": [36, 35, 38, 37]}
)


def write_reports(path: Path, rows: int) -> None:
    """Reports with every column, a third of the tolls stated, times in four spellings, one row in fifty bad."""
    draw = random.Random(1)
    names = [column.name for column in KINDS["reports"].columns]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names, restval="")
        writer.writeheader()
        for number in range(rows):
            at = datetime(2016, 1, 1) + timedelta(minutes=draw.randrange(525_000))
            killed = {
                f"killed_{group}_{end}": 2 + (end == "max")
                for group in GROUPS[: draw.randrange(8)]
                for end in ("min", "max")
            }
            writer.writerow(
                {
                    "report_id": f"R{number}",
                    "organisation": f"Organisation {number % 4}",
                    "earliest": at.strftime(
                        ("%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y-%m-%d morning", "%Y-%m-%dT%H:%MZ")[number % 4]
                    ),
                    "place": f"Place {draw.randrange(400)}",
                    "latitude": f"{draw.uniform(35, 37):.5f}",
                    "longitude": f"{draw.uniform(36, 38):.5f}" if number % 50 else "4239",
                    "place_precision": "street",
                    "kind": "airstrike",
                    "objects_hit": "hospital;home",
                    "weapons": "cluster",
                    "narrative": f"Account number {number} of what was seen.",
                    "consent": "commission",
                    **killed,
                }
            )


def write_positions(path: Path, rows: int) -> None:
    """Fixes with an offset, as loggers write them."""
    import numpy as np

    draw = np.random.default_rng(1)
    start = np.datetime64("2016-10-01T00:00:00", "us").astype(np.int64)
    table = pa.table(
        {
            "track_id": pa.array(np.char.add("t", (np.arange(rows) // 500).astype(str))),
            "t": pa.array(start + np.arange(rows) * 1_000_000, pa.timestamp("us", tz="UTC")),
            "latitude": draw.uniform(35, 37, rows),
            "longitude": draw.uniform(36, 38, rows),
            "altitude_m": draw.uniform(0, 9000, rows),
        }
    )
    pq.write_table(table, path)


def read(path: Path) -> tuple[tuple[float, float], int, int]:
    """((seconds, of a processor), rows, refusals) of reading one file into facts on disk."""
    facts = Facts.in_memory()
    file = SourceFile.at(path)
    reader = find_reader(file)
    assert reader is not None
    context = Context(SETTINGS, "Bench", date(2026, 1, 1))
    begun, cpu = time.perf_counter(), time.process_time()
    loader = RecordLoader(facts, context, "0" * 64, path.name, ("0" * 32, 1))
    loader.load(reader.read(file, context), reader.name, reader.version)
    took = (time.perf_counter() - begun, time.process_time() - cpu)
    return took, sum(count.rows for count in loader.counts.values()), facts.value("SELECT count(*) FROM refusal")


def bare_csv(path: Path) -> float:
    """Processor seconds of csv.DictReader alone."""
    begun = time.process_time()
    with path.open(encoding="utf-8", newline="") as stream:
        for _ in csv.DictReader(stream):
            pass
    return time.process_time() - begun


def measure(reports: int, positions: int) -> dict[str, object]:
    """Rates and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        csv_path, parquet_path = Path(folder) / "reports.csv", Path(folder) / "positions.parquet"
        write_reports(csv_path, reports)
        write_positions(parquet_path, positions)
        took, rows, refusals = read(csv_path)
        bare = bare_csv(csv_path)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took_2, rows_2, _ = read(parquet_path)
    return {
        "machine": f"2 cores, 24 GiB, Linux {platform.machine()}, Python {platform.python_version()}, shared",
        "reports": {
            "rows": rows,
            "rows_per_s": round(rows / took[0]),
            "rows_per_processor_s": round(rows / took[1]),
            "refusals": refusals,
            "processor_seconds_over_bare_DictReader": round(took[1] / bare, 2),
        },
        "positions": {
            "rows": rows_2,
            "rows_per_s": round(rows_2 / took_2[0]),
            "rows_per_processor_s": round(rows_2 / took_2[1]),
            "peak_rss_growth_mib": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
        },
    }


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:3]] or [200_000, 5_000_000]
    result = measure(*sizes)
    if not os.environ.get("DALIL_BENCH_DRY"):
        (HERE / "reading.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))
