"""How often the 95 % interval holds the truth, over simulated conflicts with errors of linking.

    python bench/count/estimate/intervals.py [CONFLICTS] [METHOD] [KIND]

Writes intervals.json beside itself. Kinds of conflict: `even`, all cases equally easy to record; `uneven`, a case's own
log odds have standard deviation 1; `copies counted`, even, and each list takes over 20 % of each other's cases, which
are counted as captures (left out, the conflicts are those of `even`); `surely linked`, even and without errors of
linking.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from conflicts import conflict

from dalil.count.estimate import ChainSettings, combine

HERE = Path(__file__).parent
MACHINE = "2 cores, 24 GiB, Linux x86_64, Python 3.11"
KINDS = {
    "even": {},
    "surely linked": {"loose": 0.0, "linkings": 1},
    "uneven": {"spread": 1.0},
    "copies counted": {"copied": 0.2},
}
# short chains: what is judged is an average over conflicts
CHAINS = ChainSettings(chains=2, warm_up=600, sweeps=1500, most_sweeps=6000, enough=100, most_r_hat=1.1)


def one(kind: str, method: str, seed: int) -> dict:
    """One conflict: the truth, the interval or the refusal."""
    drawn = conflict(seed, **KINDS[kind])
    tables = drawn.with_copies if kind == "copies counted" else drawn.tables
    found = combine(tables[: 2 if method == "classes" else None], method, seed, chains=CHAINS)
    reach = found.curve and found.curve[0].low <= drawn.total <= found.curve[-1].high
    return {
        "total": drawn.total,
        "interval": [found.low, found.median, found.high],
        "at_least": found.at_least,
        "refused": [reason.code for reason in found.refusals],
        "on_curve": bool(reach),
    }


def summary(rows: list[dict]) -> dict:
    """Shares over the conflicts that were not refused."""
    stood = [row for row in rows if not row["refused"]]
    low, middle, high = np.array([row["interval"] for row in stood], float).T
    total = np.array([row["total"] for row in stood], float)
    return {
        "conflicts": len(rows),
        "refused": len(rows) - len(stood),
        "covered": round(float(((low <= total) & (total <= high)).mean()), 3),
        "above": round(float((low > total).mean()), 3),
        "below": round(float((high < total).mean()), 3),
        "median_over_truth": round(float(np.median(middle / total)), 3),
        "said_at_least": round(float(np.mean([row["at_least"] for row in stood])), 3),
        "truth_on_curve": round(float(np.mean([row["on_curve"] for row in stood])), 3),
    }


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    path = HERE / "intervals.json"
    for method in sys.argv[2:3] or ["graphs", "classes"]:
        for kind in sys.argv[3:] or KINDS:
            seeds = range(1000, 1000 + number)
            rows = [one(kind, method, seed) for seed in seeds]
            print(method, kind, summary(rows), flush=True)
            out = json.loads(path.read_text()) if path.exists() else {"machine": MACHINE, "results": {}}
            out["results"][f"{method}, {kind}"] = summary(rows)
            path.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
