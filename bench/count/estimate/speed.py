"""Effective draws a second of processor time: the sampler against its own plain Gibbs sweeps, in one run.

    python bench/count/estimate/speed.py [FOLDER OF REAL RECORDS]

Plain sweeps are those of the reference (LCMCR): the same model, the same steps, the same table. To set the reference
itself beside them on one machine, run reference.R there: it prints sweeps and effective draws a second.
Writes speed.json beside itself.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from dalil.count.estimate.chains.diagnostics import bulk_draws, effective_draws, tail_draws
from dalil.count.estimate.classes import ChainSettings, class_posterior
from dalil.count.estimate.graphs import graph_posterior
from dalil.count.estimate.table import CaptureTable, read_table

HERE = Path(__file__).parent
SWEEPS = 60_000


def chains(table: CaptureTable, moves: bool, seed: int) -> dict[str, float]:
    """Four chains of a fixed length."""
    settings = ChainSettings(sweeps=SWEEPS, most_sweeps=SWEEPS, moves=moves)
    began = time.process_time()
    posterior = class_posterior(table, seed, settings=settings)
    seconds = time.process_time() - began
    draws = posterior.totals.astype(float)
    effective = {"mean": effective_draws(draws), "bulk": bulk_draws(draws), "tail": tail_draws(draws)}
    rates = {f"effective_{name}_per_second": round(value / seconds, 1) for name, value in effective.items()}
    each = {f"sweeps_per_effective_{name}": round(draws.size / value, 1) for name, value in effective.items()}
    quantiles = np.quantile(draws, [0.025, 0.5, 0.975]).tolist()
    return {
        "sweeps_per_second": round(4 * (SWEEPS + settings.warm_up) / seconds),
        **rates,
        **each,
        "r_hat": round(posterior.r_hat, 4),
        "quantiles": quantiles,
    }


def main() -> None:
    default = os.environ.get("DALIL_REAL_DATA", HERE.parents[2].parent / "shared" / "data")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    table = read_table(folder / "mse_lists" / "kosovo_counts.csv")
    short = ChainSettings(warm_up=50, sweeps=50, most_sweeps=50)
    class_posterior(table, 1, settings=short)  # compiled before the clock starts
    plain, moved = chains(table, False, 1), chains(table, True, 1)
    ratio = {name: round(moved[name] / plain[name], 2) for name in plain if name.startswith("effective")}
    began = time.process_time()
    graph_posterior(table, 100_000)
    graphs = time.process_time() - began
    out = {
        "machine": "2 cores, 24 GiB, Linux x86_64, Python 3.11; shared with other work, so only the ratios count",
        "table": "four lists, 4,400 cases",
        "plain_sweeps": plain,
        "sweeps_and_moves": moved,
        "ratio": ratio,
        "all_graphs_once_in_plain_sweeps": round(graphs * plain["sweeps_per_second"]),
    }
    (HERE / "speed.json").write_text(json.dumps(out, indent=1) + "\n")
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
