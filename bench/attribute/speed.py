"""How long 100,000 incidents with 20 observations each take, and how much memory: python bench/attribute/speed.py [N].

The records are drawn in the database: three reports an incident (aircraft, weapon, kind), six witnesses, three
remnants, two exhibits. Times are wall clock of each step of the stage, which the work of others on the machine
lengthens (`load_before`); processor time is that of the stage on both cores. Peak memory is that of the process, the
database in memory included.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dalil.attribute import attribute, stage
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, parse_settings

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "src" / "dalil" / "simulate" / "codebook.toml"
TYPES = ["Su-24", "Su-34", "Su-25", "Su-22", "L-39", "Mi-8", "F-16"]
MUNITIONS = ["OFAB-250-270", "FAB-250", "S-13", "S-8", "barrel bomb", "GBU-12", "RBK-500 AO-2.5RT"]
WEAPONS = ["unguided_bomb", "cluster", "rocket", "barrel_bomb", "guided_bomb"]


def settings() -> Settings:
    """Four parties, as in the fictional conflict."""
    parties = [{"id": name, "name": name} for name in ("toruvia", "naharat", "selvane", "dahr")]
    raw = {"title": "T (fictional)", "zone": "UTC", "from": "2020-01-01", "to": "2020-12-31", "parties": parties}
    return parse_settings(raw, where="bench")


def records(count: int) -> Facts:
    """Facts with `count` incidents of 20 observations each."""
    facts = Facts.in_memory()
    facts.query("SELECT setseed(0.5)")

    def pick(values: list[str]) -> str:
        return f"list_extract({values}, CAST(1 + floor(random() * {len(values)}) AS INT))"

    facts.query(f"INSERT INTO incident (incident_id, in_scope) SELECT 'I' || n, true FROM range({count}) t(n)")
    facts.query(
        f"INSERT INTO report (report_id, organisation, kind, aircraft_reported, weapons) SELECT 'o/' || n || '-' || k,"
        f" 'o', 'airstrike', [{pick(TYPES)}], [{pick(WEAPONS)}] FROM range({count}) t(n), range(3) r(k)"
    )
    facts.query(
        "INSERT INTO incident_report (incident_id, report_id, origin_id) SELECT 'I' || split_part(substr(report_id, 3),"
        " '-', 1), report_id, report_id FROM report"
    )
    facts.query(
        "INSERT INTO testimony (testimony_id, report_id, witness, directness, aircraft_reported) SELECT report_id || k,"
        f" report_id, 'w', 'saw', [{pick(TYPES)}] FROM report, range(2) r(k)"
    )
    facts.query(
        "INSERT INTO remnant (remnant_id, report_id, munition, certainty) SELECT report_id, report_id,"
        f" {pick(MUNITIONS)}, 'probable' FROM report"
    )
    facts.query(
        "INSERT INTO observation (observation_id, report_id, exhibit, aspect, value, certainty) SELECT report_id,"
        f" report_id, report_id || '.jpg', 'munition', {pick(MUNITIONS)}, 'certain' FROM report"
        " WHERE report_id NOT LIKE '%-2'"
    )
    return facts


@contextmanager
def timed(times: dict[str, float], name: str) -> Iterator[None]:
    """Add the time of the block to `times`."""
    begun = time.perf_counter()
    yield
    times[name] = times.get(name, 0.0) + time.perf_counter() - begun


def main(count: int) -> None:
    """Print and freeze the times."""
    chosen, book = settings(), BOOK.read_text(encoding="utf-8")
    attribute(records(50), chosen, codebook=book)  # compiles
    facts = records(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    times: dict[str, float] = {}
    for name in ("observe", "show_evidence", "gather"):
        _wrap(name, times)
    before_cpu, load = time.process_time(), os.getloadavg()[0]
    with timed(times, "whole"):
        attribute(facts, chosen, codebook=book)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    result = {
        "incidents": count,
        "observations": facts.value("SELECT sum(copies) FROM evidence"),
        "seconds": {name: round(spent, 2) for name, spent in times.items()},
        "cpu_seconds": round(time.process_time() - before_cpu, 1),
        "load_before": round(load, 1),
        "peak_gib": round(peak, 2),
        "records_gib": round(before, 2),
        "machine": "2 cores, 24 GiB, Linux x86_64, Python 3.11",
    }
    (HERE / "speed.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def _wrap(name: str, times: dict[str, float]) -> None:
    whole = getattr(stage, name)

    def measured(*args: object, **more: object) -> object:
        with timed(times, name.strip("_")):
            return whole(*args, **more)

    setattr(stage, name, measured)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
