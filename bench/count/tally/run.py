"""Counting a wide register: the whole stage on 10⁵ incidents, against running every figure's own query.

Run: python bench/count/tally/run.py
"""

import time

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count import count
from dalil.count.scopes import selections
from dalil.count.tally import tally_figures
from dalil.records.kinds import OBJECTS, WEAPONS

INCIDENTS = 100_000


def register(facts, rng):
    days = np.datetime64("2015-01-01") + rng.integers(0, 3650, INCIDENTS)
    rows = []
    for n, day in enumerate(days.astype("datetime64[us]").tolist()):
        low = int(rng.integers(0, 9))
        rows.append({
            "incident_id": f"i{n}", "earliest": day, "latest": day, "day_local": f"{day:%Y-%m-%d}",
            "month_local": f"{day:%Y-%m}", "latitude": 36.0, "longitude": 37.0, "place": f"place {rng.integers(3000)}",
            "kind": "airstrike", "objects_hit": [OBJECTS[k] for k in rng.integers(0, 13, rng.integers(0, 3))],
            "weapons": [WEAPONS[rng.integers(10)]], "killed_civilians_min": low, "killed_civilians_max": low + 2,
            "killed_children_min": low // 3, "parties_alleged": [f"p{rng.integers(4)}"], "reports": 2,
            "organisations": 2, "in_scope": True,
        })  # fmt: skip
    facts.replace("incident", rows)
    facts.replace("incident_report", [
        {"incident_id": f"i{n}", "report_id": f"{org}/{n}", "organisation": org}
        for n in range(INCIDENTS) for org in "AB"
    ])  # fmt: skip


def main():
    facts = Facts.in_memory()
    register(facts, np.random.default_rng(1))
    settings = Settings.model_validate({"title": "bench", "zone": "UTC", "from": "2015-01-01", "to": "2024-12-31"})
    began = time.perf_counter()
    summary = count(facts, settings)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for selection in selections(settings):
        tally_figures(facts, settings, selection)
    totals = time.perf_counter() - began
    print(f"{summary.figures} figures of {INCIDENTS} incidents: whole stage {whole:.1f} s, totals alone {totals:.1f} s")
    began = time.perf_counter()
    wrong = [row["name"] for row in facts.rows("SELECT * FROM figure") if facts.value(row["query"]) != row["value"]]
    print(f"every query run by itself: {time.perf_counter() - began:.1f} s, {len(wrong)} differ")


if __name__ == "__main__":
    main()
