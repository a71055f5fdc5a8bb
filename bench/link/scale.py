"""Time and memory by number of reports: python bench/link/scale.py 10000 100000.

The reports are random: attacks spread over towns (a few hold most of them, as in a war), four organisations that
report an attack with probability 0.4 each, with errors of time, place and toll. Each size runs in a process of its own
after the kernels were compiled; density stays the same, the war grows longer.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.geo.earth import METRES_PER_DEGREE
from dalil.link import link

TOWNS, ATTACKS_A_DAY, ORGANISATIONS, SHARE = 400, 40, 4, 0.4
SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(1980, 1, 1)}, to=date(2100, 12, 31))


def make(reports: int, *, siege: bool = False) -> tuple[Facts, dict[str, int]]:
    """Facts with about `reports` reports, and the attack of each; `siege`: all of one place and day."""
    rng = np.random.default_rng(7)
    attacks = int(reports / (ORGANISATIONS * SHARE))
    town = np.minimum(rng.zipf(1.4, attacks) - 1, TOWNS - 1)
    y, x = rng.uniform(33, 37, TOWNS)[town], rng.uniform(36, 41, TOWNS)[town]
    y, x = y + rng.normal(0, 0.015, attacks), x + rng.normal(0, 0.015, attacks)
    at = rng.uniform(0, attacks / ATTACKS_A_DAY, attacks)
    if siege:
        y, x, at = np.full(attacks, 36.2), np.full(attacks, 37.1), rng.uniform(0, 1, attacks)
    toll = rng.geometric(0.35, attacks) - 1
    begin = datetime(2016, 1, 1)
    rows, places, truth = [], [], {}
    for number in range(attacks):
        for organisation in np.flatnonzero(rng.random(ORGANISATIONS) < SHARE):
            key = f"o{organisation}/{number}"
            whole_day = rng.random() < 0.3 or siege
            moment = begin + timedelta(
                days=float(np.floor(at[number]) if whole_day else at[number] + rng.normal(0, 0.005))
            )
            radius = float(rng.choice([100, 700, 1500]))
            off = rng.normal(0, radius / 2 / METRES_PER_DEGREE, 2)
            killed = int(toll[number]) if rng.random() < 0.7 else int(rng.poisson(toll[number] + 0.3))
            rows.append((key, f"o{organisation}", moment, moment + timedelta(days=1 if whole_day else 0), killed))
            places.append((key, y[number] + off[0], x[number] + off[1], radius))
            truth[key] = number
    facts = Facts.in_memory()
    keys, owners, first, last, dead = zip(*rows, strict=True)
    facts.replace("report", pa.table({
        "report_id": keys, "organisation": owners, "earliest": pa.array(first, pa.timestamp("us")),
        "latest": pa.array(last, pa.timestamp("us")), "killed_total_min": dead, "killed_total_max": dead,
    }))  # fmt: skip
    keys, latitude, longitude, radius_m = zip(*places, strict=True)
    facts.replace("location", pa.table({
        "report_id": keys, "latitude": latitude, "longitude": longitude, "radius_m": radius_m,
        "located_by": ["point"] * len(keys), "in_scope": [True] * len(keys),
    }))  # fmt: skip
    return facts, truth


def measure(reports: int, *, siege: bool) -> dict[str, float]:
    facts, truth = make(reports, siege=siege)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, cpu = time.perf_counter(), time.process_time()
    summary = link(facts, SETTINGS)
    found = dict(facts.query("SELECT report_id, incident_id FROM incident_report").fetchall())
    together = {(found[key], attack) for key, attack in truth.items()}
    return {
        "reports": summary.reports, "wall_s": round(time.perf_counter() - started, 1),
        "cpu_s": round(time.process_time() - cpu, 1), "pairs_blocked": summary.pairs_blocked,
        "pairs_compared": summary.pairs_compared, "incidents": summary.incidents, "attacks": len(set(truth.values())),
        "pieces": len(together), "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "before_gib": round(before / 2**20, 2),
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    if arguments[0] == "--one":
        print(json.dumps(measure(int(arguments[1]), siege=len(arguments) > 2)))
        return
    link(make(200)[0], SETTINGS)
    for size in arguments:
        command = [sys.executable, __file__, "--one", size.removeprefix("siege:"), *(["siege"] if ":" in size else [])]
        print(size, subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
