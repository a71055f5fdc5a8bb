"""Time and memory of a submission of N incidents, with the same in CPU seconds: python bench/submit/measure.py N LANGS.

Incidents are made up from a fixed seed; each has one account with a line of text, every tenth two. Results of runs
are kept beside in results.md.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyrage import x25519

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.stage import count
from dalil.submit import Request, submit
from dalil.submit.package.verify import verify_submission
from dalil.vault.files.store import Store
from dalil.vault.identities.secret import CaseSecret
from dalil.vault.keys.own import Keys
from dalil.vault.log.writer import LogWriter

NARRATIVE = "Two aircraft passed and dropped four bombs on a street of houses. " * 3


class BenchCase:
    """A case with a log of one entry."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(folder / "vault")
        self.writer = LogWriter(folder / "log", self.store, Keys.make("bench"), organisation="bench")
        self.writer.append("add", {"sha256": "bb" * 32})
        self.secret = CaseSecret(b"k" * 32, x25519.Identity.generate())

    def head(self):
        return self.writer.heads()


def fill(facts: Facts, incidents: int) -> None:
    draw = random.Random(11)
    objects = ["hospital", "school", "home", "market", "bakery"]
    reports, located, register, links = [], [], [], []
    for n in range(incidents):
        start = datetime(2016, 7, 1) + timedelta(hours=draw.uniform(0, 183 * 24))
        shared = {
            "earliest": start, "latest": start + timedelta(hours=1), "place": f"Quarter {draw.randrange(300)}, Qarah",
            "place_ar": "حي الصاخور، مدينة قارة", "latitude": draw.uniform(35.7, 36.7),
            "longitude": draw.uniform(36.5, 37.7), "kind": "airstrike", "objects_hit": [draw.choice(objects)],
            "weapons": ["unguided_bomb"], "parties_alleged": ["Northern Command"],
            "killed_civilians_min": draw.randrange(5), "killed_civilians_max": 4 + draw.randrange(9),
        }  # fmt: skip
        of_this = [f"Alpha/{n}"] + ([f"Beta/{n}"] if n % 10 == 0 else [])
        for name in of_this:
            reports.append({**shared, "report_id": name, "organisation": name.split("/")[0], "consent": ["public"],
                            "time_precision": "hour", "source_sha256": "bb" * 32, "source_row": len(reports) + 1,
                            "narrative": NARRATIVE})  # fmt: skip
            located.append({"report_id": name, "latitude": shared["latitude"], "longitude": shared["longitude"],
                            "radius_m": 100.0, "located_by": "point", "in_scope": True, "in_period": True})  # fmt: skip
            links.append({"incident_id": f"I{n:06d}", "report_id": name, "organisation": name.split("/")[0],
                          "origin_id": name})  # fmt: skip
        day = str(start + timedelta(hours=3))[:10]
        register.append({**shared, "incident_id": f"I{n:06d}", "day_local": day, "month_local": day[:7],
                         "in_scope": True, "reports": len(of_this), "organisations": len(of_this),
                         "origins": len(of_this), "radius_m": 100.0})  # fmt: skip
    for table, rows in (("report", reports), ("location", located), ("incident", register), ("incident_report", links)):
        facts.replace(table, rows)


class Watch:
    """The most memory that this process and its children hold together, sampled."""

    def __init__(self) -> None:
        self.most, self._stop = 0, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        import os

        while not self._stop.wait(0.05):
            self.most = max(self.most, sum(_resident(pid) for pid in _family(os.getpid())))

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def _family(pid: int) -> list[int]:
    children = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        children += [int(each) for each in task.read_text().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def main() -> None:
    incidents, languages = int(sys.argv[1]), tuple(sys.argv[2].split(","))
    settings = Settings.model_validate(
        {"title": "Qarah, a case to measure", "zone": "Asia/Damascus", "from": "2016-07-01", "to": "2016-12-31",
         "area": [36.5, 35.7, 37.7, 36.7], "fictional": True}
    )  # fmt: skip
    facts = Facts.in_memory()
    fill(facts, incidents)
    figures = count(facts, settings).figures
    with tempfile.TemporaryDirectory() as folder:
        case, out = BenchCase(Path(folder), settings), Path(folder) / "out"
        started, cpu = time.perf_counter(), _cpu()
        with Watch() as watch:
            made = submit(case, facts, out, Request(languages=languages))
        took, used = time.perf_counter() - started, _cpu() - cpu
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        started = time.perf_counter()
        passed = all(check.passed for check in verify_submission(out))
        verified = time.perf_counter() - started
    print(f"{datetime.now(UTC):%Y-%m-%d} incidents {incidents} languages {','.join(languages)} figures {figures}")
    print(
        f"submit {took:.1f} s, CPU {used:.1f} s, together {watch.most / 2**20:.0f} MiB, {size / 2**20:.0f} MiB written"
    )
    print(f"verify {verified:.1f} s, passed {passed}, volumes {made.volumes}")


def _cpu() -> float:
    whos = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, whos))


if __name__ == "__main__":
    main()
