"""Claim: from 7,520 real incidents to a submission (add, run, submit) in 60 s or less on 2 cores, under 2 GiB.

Run `python bench/road/run.py [DATA]`, DATA being the folder of public records (default ../shared/data). Each command
is a process of its own; wall and processor seconds and the largest resident memory are the system's accounting. The
ratio beside them is the time in units of the reader's own floor: unpacking and parsing the same JSON lines.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
SETTINGS = ["--title", "T", "--zone", "Asia/Damascus", "--from", "2014-01-01", "--to", "2026-12-31"]


def measured(*command: str) -> dict[str, float]:
    """Run one command of `dalil` and say what it cost. Memory is that of the largest single process so far."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "from dalil.cli import main; main()", *command], check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "wall_s": round(time.perf_counter() - started, 2),
        "cpu_s": round(cpu, 2),
        "peak_mib": after.ru_maxrss // 1024,
    }


def floor() -> float:
    """Seconds to unpack and parse the JSON lines, nothing else."""
    started = time.perf_counter()
    with gzip.open(DATA / "airwars_syria" / "incidents.jsonl.gz", "rt", encoding="utf-8") as lines:
        count = sum(1 for line in lines if json.loads(line))
    assert count > 0
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DALIL_CONFIG"] = f"{folder}/keys"
        case, out = f"{folder}/all.case", f"{folder}/out"
        measured("new", case, *SETTINGS)
        steps = {
            "add": measured("add", case, str(DATA / "airwars_syria" / "incidents.jsonl.gz")),
            "run": measured("run", case),
            "submit": measured("submit", case, out, "--lang", "en"),
            "verify": measured("verify", out),
        }
        unit = floor()
    total = sum(steps[name]["wall_s"] for name in ("add", "run", "submit"))
    result = {
        "machine": "2 cores, 24 GiB, Linux x86_64, Python 3.11",
        "steps": steps,
        "add_run_submit_wall_s": round(total, 1),
        "in_units_of_parsing_the_file": round(total / unit, 1),
        "load_before": os.getloadavg()[0],
    }
    print(json.dumps(result, indent=1))
    (HERE / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
