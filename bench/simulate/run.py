"""How long simulations take, and how hard they are: writes results.json and results.md beside itself.

Run: python bench/simulate/run.py [--seeds 5] [--positions 20000000]; with --large the whole large preset instead,
kept in large.json and shown with the rest.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from dalil.simulate import simulate
from dalil.simulate.run import setting_of
from dalil.simulate.score.linking import close_pairs
from dalil.simulate.world.loading import load
from dalil.simulate.write.positions import write_positions

HERE = Path(__file__).parent


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--positions", type=int, default=20_000_000)
    parser.add_argument("--large", action="store_true")
    given = parser.parse_args()
    if given.large:
        whole_large()
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        times = timings(root, given.positions)
        hard = [difficulty(root / f"siege{seed}", seed) for seed in range(101, 101 + given.seeds)]
    shares = {name: round(statistics.mean(row[name] for row in hard), 3) for name in hard[0]}
    spread = {name: [round(min(r[name] for r in hard), 3), round(max(r[name] for r in hard), 3)] for name in hard[0]}
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    body = {"machine": machine, "seeds": given.seeds, "times": times, "siege": shares, "siege_range": spread}
    (HERE / "results.json").write_text(json.dumps(body, indent=1) + "\n")
    (HERE / "results.md").write_text(page(body))


def whole_large() -> None:
    """Processor time and peak memory of the large preset, 100 million positions included."""
    with tempfile.TemporaryDirectory() as folder:
        made = simulate(Path(folder) / "large", 1, "large")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    used = resource.getrusage(resource.RUSAGE_SELF)
    body = {
        "incidents": made.incidents,
        "documented": made.documented,
        "reports": made.reports,
        "sightings": made.sightings,
        "positions": made.background_positions,
        "processor_s": round(used.ru_utime + used.ru_stime, 1),
        "peak_mib": round(used.ru_maxrss / 1024),
        "written_gib": round(size / 2**30, 2),
    }
    (HERE / "large.json").write_text(json.dumps(body, indent=1) + "\n")


def timings(root: Path, count: int) -> dict[str, float]:
    """Seconds of the presets, positions a second, and both in units of one fixed piece of work."""
    unit = min(_unit() for _ in range(3))
    found = {"unit_s": unit}
    for name, preset, settings in (
        ("small", "small", {}),
        ("siege_without_media", "siege", {"media": "off"}),
        ("siege_with_media", "siege", {}),
        ("large_4000_incidents", "large", {"war.incidents": "4000", "period.days": "73", "tracks.background": "0"}),
    ):
        start, used = time.perf_counter(), time.process_time()
        simulate(root / name, 101, preset, settings)
        found[f"{name}_s"] = time.perf_counter() - start
        found[f"{name}_processor_s"] = time.process_time() - used
    at = setting_of(load("large"), 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, used = time.perf_counter(), time.process_time()
    write_positions(at, root / "p.parquet", count)
    found["positions_a_second"] = count / (time.perf_counter() - start)
    found["positions_a_processor_second"] = count / (time.process_time() - used)
    found["positions_extra_memory_mib"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    found["positions_in_one_unit"] = found["positions_a_processor_second"] * unit
    return {name: round(value, 3) for name, value in found.items()}


def _unit() -> float:
    """Processor seconds to draw and sort ten million doubles: what the ratios are in units of."""
    start = time.process_time()
    np.sort(np.random.default_rng(0).random(10_000_000))
    return time.process_time() - start


def difficulty(out: Path, seed: int) -> dict[str, float]:
    """Shares that say how hard a siege is."""
    simulate(out, seed, "siege", {"media": "off"})
    truth = {path.stem: _rows(path) for path in (out / "truth").glob("*.csv")}
    by = defaultdict(list)
    for row in truth["reports"]:
        by[row["incident_id"]].append(row)
    incidents = {row["incident_id"]: row for row in truth["incidents"]}
    documented = [row for row in incidents.values() if row["documented_by"]]
    air = [row for row in documented if row["flight_id"]]
    how = Counter(row["how"] for row in truth["reports"])
    own = [row for row in truth["reports"] if row["how"] == "own"]
    lines = Counter(row["flight_id"] for row in truth["sightings"] if not row["repeats"])
    persons = Counter(row["true_person"] for row in truth["victims"])
    striking = {row["flight_id"] for row in air}
    return {
        "attacks": len(incidents),
        "attacks nobody recorded, share": 1 - len(documented) / len(incidents),
        "attacks recorded by one list only, share of the recorded": _share(
            ";" not in row["documented_by"] for row in documented
        ),
        "reports": len(truth["reports"]),
        "reports for each reported attack": len(truth["reports"]) / len(by),
        "attacks with two reports or more, share": _share(len(rows) > 1 for rows in by.values()),
        "attacks reported by two organisations or more, share": _share(
            len({row["report_id"].split("/")[0] for row in rows}) > 1 for rows in by.values()
        ),
        "reports retold from others, share": how["rereport"] / len(truth["reports"]),
        "own updates and duplicates, share": (how["update"] + how["duplicate"]) / len(truth["reports"]),
        "own reports with a gross mistake of time or place, share": _share(
            bool(set(row["mistakes"].split(";")) & {"wrong_day", "utc_as_local", "am_for_pm", "site_name"})
            for row in own
        ),
        "own reports with the time of an alert, share": _share("alert" in row["mistakes"] for row in own),
        "pairs of reported attacks within 3 h and 150 m": len(close_pairs([incidents[name] for name in by])),
        "rows of victim lists for each person listed": len(truth["victims"]) / len(persons),
        "persons on two rows or more, share": _share(n > 1 for n in persons.values()),
        "flights": len(truth["flights"]),
        "flights that strike a documented attack, share": len(striking) / len(truth["flights"]),
        "sightings for each flight seen": sum(lines.values()) / len(lines),
        "flights seen once only, share of the seen": _share(n == 1 for n in lines.values()),
        "documented air strikes whose flight was seen, share": _share(row["flight_seen"] == "true" for row in air),
        "documented attacks with two lines of evidence or more, share": _share(
            int(row["lines"]) >= 2 for row in documented
        ),
    }


def page(body: dict) -> str:
    """results.md."""
    times, siege, spread = body["times"], body["siege"], body["siege_range"]
    lines = [
        "# The simulator: time and difficulty",
        "",
        f"Machine: {body['machine']}, shared with a dozen other jobs while this ran, which",
        "stretches the seconds on the clock. A unit is the processor time to draw and sort ten million doubles with",
        "NumPy in the same run; processor seconds in units are what to compare. Made by `bench/simulate/run.py`.",
        "",
        "| what | seconds | processor seconds | units | asked for |",
        "|---|---|---|---|---|",
    ]
    asked = {"small": "5 s", "siege_without_media": "30 s", "siege_with_media": "–", "large_4000_incidents": "–"}
    for name, wanted in asked.items():
        seconds, used = times[f"{name}_s"], times[f"{name}_processor_s"]
        units = used / times["unit_s"]
        lines.append(f"| {name.replace('_', ' ')} | {seconds:.1f} | {used:.1f} | {units:.1f} | {wanted} |")
    lines += [
        "",
        f"Background positions to Parquet: {times['positions_a_second'] / 1e6:.1f} million a second (asked for: 2), "
        f"{times['positions_a_processor_second'] / 1e6:.1f} million in a processor second, "
        f"{times['positions_in_one_unit'] / 1e6:.1f} million in a unit, "
        f"{times['positions_extra_memory_mib']:.0f} MiB above the peak before.",
        *_large(),
        "",
        f"## How hard `siege` is (mean and range over {body['seeds']} seeds that no test uses)",
        "",
        "| | mean | least to most |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {value:g} | {spread[name][0]:g} to {spread[name][1]:g} |" for name, value in siege.items()]
    return "\n".join(lines) + "\n"


def _large() -> list[str]:
    if not (HERE / "large.json").exists():
        return []
    whole = json.loads((HERE / "large.json").read_text())
    return [
        "",
        f"The whole of `large` in one process: {whole['documented']:,} documented attacks of {whole['incidents']:,}, "
        f"{whole['reports']:,} reports, {whole['sightings']:,} sightings and {whole['positions']:,} positions in "
        f"{whole['processor_s']:.0f} s of processor time (one core), {whole['peak_mib']} MiB at the peak, "
        f"{whole['written_gib']} GiB written.",
    ]


def _share(flags) -> float:
    found = list(flags)
    return sum(found) / len(found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()
