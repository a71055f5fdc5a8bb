"""How much longer `dalil add` takes than an earlier source tree, for a demo's files, 20,000 reports and 20 workbooks.

Writes adding.json beside itself. Both trees run in turn, the whole command each time, with its children; of each the
fewest seconds of processor time of the repeats count, because the machine may be shared.

    python bench/intake/adding.py EARLIER/src [REPEATS]
"""

from __future__ import annotations

import csv
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).resolve().parent
OURS = HERE.parents[1] / "src"
PROGRAM = "from dalil.cli import main; main()"
NEW = ("--title", "Bench", "--zone", "Asia/Damascus", "--from", "2016-07-01", "--to", "2016-12-31")
HEADER = ("report_id", "organisation", "earliest", "place", "latitude", "longitude", "kind", "narrative")


def dalil(source: Path, keys: Path, *words: object) -> float:
    """Seconds of processor time of one command of `source`; raises `CalledProcessError` where it fails."""
    places = {"PYTHONPATH": str(source), "DALIL_CONFIG": str(keys), "DALIL_PASSPHRASE": ""}
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words)], env=os.environ | places, check=True, capture_output=True
    )
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def report(number: int) -> list[str]:
    """A plain report."""
    at = f"2016-{7 + number % 6:02}-{1 + number % 28:02}T{number % 24:02}:30"
    point = (f"{36 + number % 97 / 200:.4f}", f"{37 + number % 89 / 200:.4f}")
    return [f"R{number}", "Keepers", at, f"Place {number % 400}", *point, "airstrike", f"Two planes, {number} said."]


def write_csv(folder: Path) -> None:
    """20,000 reports in one table."""
    with (folder / "reports.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *map(report, range(20_000))])


def write_workbooks(folder: Path) -> None:
    """20 workbooks of 50 reports."""
    for book in range(20):
        with xlsxwriter.Workbook(folder / f"reports_{book:02}.xlsx") as made:
            sheet = made.add_worksheet()
            sheet.write_row(0, 0, HEADER)
            for row in range(50):
                sheet.write_row(row + 1, 0, report(book * 50 + row))


def main() -> None:
    earlier, repeats = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        folders = {name: work / name for name in ("demo", "csv", "workbooks")}
        dalil(OURS, work / "keys", "simulate", work / "made", "--seed", "1", "--preset", "small")
        shutil.move(work / "made" / "raw", folders["demo"])
        for name, write in (("csv", write_csv), ("workbooks", write_workbooks)):
            folders[name].mkdir()
            write(folders[name])
        for name, folder in folders.items():
            seconds: dict[Path, list[float]] = {earlier: [], OURS: []}
            for number in range(repeats):
                for source, taken in seconds.items():
                    case = work / f"{name}-{number}-{len(taken)}-{source == OURS}"
                    dalil(source, work / "keys", "new", case, *NEW)
                    taken.append(dalil(source, work / "keys", "add", case, folder, "--organisation", "Keepers"))
                    shutil.rmtree(case)
            before, now = min(seconds[earlier]), min(seconds[OURS])
            found[name] = {"earlier_s": round(before, 2), "now_s": round(now, 2), "ratio": round(now / before, 2)}
            print(name, found[name], flush=True)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "machine": platform.machine()}
    (HERE / "adding.json").write_text(json.dumps({"repeats": repeats, **machine, **found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
