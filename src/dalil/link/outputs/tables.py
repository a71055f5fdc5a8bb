"""What a run leaves to be looked at: pairs, draws of the partition, how stable each cluster is, parameters."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.kernels import Floats
from dalil.link.outputs.reasons import reasons
from dalil.link.pairs.gathering import Pairs
from dalil.link.pairs.train import Model, Trained
from dalil.link.partition.partitions import Partition
from dalil.link.reports.classes import PLACE_CLASSES, TIME_CLASSES
from dalil.link.reports.columns import Reports
from dalil.link.reports.figures import FIGURES
from dalil.link.reports.ids import incident_id
from dalil.link.reports.likelihood import PLACE_WIDTHS

__all__ = ["fill_draws", "fill_pairs", "fill_parameters", "stability_of"]


def stability_of(reports: Reports, found: Partition) -> dict[str, float]:
    """By smallest report of each cluster of the register: the share of draws in which just it is a cluster."""
    if not len(found.draws):
        return {}
    size = np.bincount(found.best, minlength=len(reports))
    stable = np.zeros(len(reports))
    for draw in found.draws:
        in_draw = np.bincount(draw, minlength=len(reports))
        whole = (draw == found.best) & (in_draw[draw] == size[found.best])
        stable += np.bincount(found.best, whole, minlength=len(reports)) == size
    return {reports.ids[n]: float(stable[n] / len(found.draws)) for n in np.flatnonzero(size).tolist()}


def fill_draws(facts: Facts, reports: Reports, found: Partition) -> None:
    """Fill `partition_draw`: only reports whose cluster is not the same in all draws."""
    rows: list[pa.Table] = []
    moving = np.flatnonzero(_moves(found))
    names = {n: incident_id([reports.ids[n]]) for n in np.unique(found.draws[:, moving]).tolist()}
    ids = pa.array([reports.ids[n] for n in moving.tolist()], pa.string())
    for number, draw in enumerate(found.draws):
        rows.append(
            pa.table({
                "draw": pa.array(np.full(len(moving), number, dtype=np.int64)),
                "report_id": ids,
                "cluster_id": pa.array([names[n] for n in draw[moving].tolist()], pa.string()),
            })
        )  # fmt: skip
    facts.replace("partition_draw", pa.concat_tables(rows) if rows else [])


def _moves(found: Partition) -> np.ndarray:
    """(n) True where the cluster of the report is not the same set of reports in all draws and in the register."""
    n = len(found.best)
    # Two sets of reports are equal when the sums of their random signs are: each draw is compared in one pass.
    signs = np.random.default_rng(n).integers(1, 1 << 62, n).astype(np.uint64)
    reference = None
    moves = np.zeros(n, dtype=np.bool_)
    for labels in (found.best, *found.draws):
        total = np.zeros(n, dtype=np.uint64)
        np.add.at(total, labels, signs)
        reference = total[labels] if reference is None else reference
        moves |= total[labels] != reference
    return moves


def fill_pairs(
    facts: Facts, reports: Reports, pairs: Pairs, trained: Trained, found: Partition, shown_from: float
) -> None:
    """Fill `pair`: the share of draws in which the two are together, and the comparisons behind it."""
    together = np.zeros(len(pairs.a))
    for draw in found.draws:
        together += draw[pairs.a] == draw[pairs.b]
    probability = together / len(found.draws) if len(found.draws) else trained.probability
    # What a person judged is shown however far it lies from the threshold.
    shown = np.flatnonzero((probability >= shown_from) | (trained.probability >= shown_from) | ~np.isnan(pairs.fixed))
    a, b = pairs.a[shown], pairs.b[shown]
    facts.replace("pair", pa.table({
        "a": pa.array([reports.ids[n] for n in a.tolist()], pa.string()),
        "b": pa.array([reports.ids[n] for n in b.tolist()], pa.string()),
        "weight": pa.array(trained.score[shown] / math.log(2)),
        "probability": pa.array(probability[shown]),
        "comparisons": pa.array(reasons(reports, pairs, trained, shown), pa.string()),
    }))  # fmt: skip


def fill_parameters(facts: Facts, model: Model, settings: Settings, recall: float) -> None:
    """Fill `link_parameter`: all that the run learned and took as given."""
    rows = [
        (comparison.name, label, m, u)
        for comparison in model.comparisons
        for label, m, u in zip(comparison.labels, comparison.m, comparison.u, strict=True)
    ]
    taken = _masses("time", TIME_CLASSES, [_box(*box) for box in model.boxes], model.time_mass)
    taken += _masses("place", PLACE_CLASSES, [f"{r:g} radius, {km:g} km" for r, km in PLACE_WIDTHS], model.place_mass)
    taken += [("exact figures", figure, float(share)) for figure, share in zip(FIGURES, model.exact, strict=True)]
    taken += [
        ("prior", "ratio", model.prior.ratio), ("prior", "duplicate", model.prior.duplicate),
        ("prior", "temperature", settings.link.temperature), ("blocking", "recall", recall),
    ]  # fmt: skip
    facts.replace("link_parameter", [
        *({"name": n, "level": level, "m": m, "u": u, "weight": math.log2(m / u)} for n, level, m, u in rows),
        *({"name": n, "level": level, "m": value} for n, level, value in taken),
    ])  # fmt: skip


def _masses(of: str, classes: tuple[str, ...], levels: list[str], mass: Floats) -> list[tuple[str, str, float]]:
    return [
        (f"{of} error, {name}", level, float(share))
        for name, row in zip(classes, mass, strict=True)
        for level, share in zip(levels, row, strict=True)
    ]


def _box(shift: float, margin: float) -> str:
    """In hours, as `+24 ± 0.27 h`."""
    return f"{24 * shift:+.4g} ± {24 * margin:.3g} h"
