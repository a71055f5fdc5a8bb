"""Why a pair of reports has its weight: each comparison, the two things compared, and what it adds, in bits."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from dalil.casefile.facts import Facts
from dalil.errors import Refused
from dalil.kernels import Ints
from dalil.link.pairs.closed_form import gaps
from dalil.link.pairs.gathering import Pairs
from dalil.link.pairs.train import Trained
from dalil.link.reports.columns import Reports
from dalil.link.reports.figures import FIGURES, figure_value

__all__ = ["distance_apart", "reasons", "waterfall"]

_PRIOR = "how crowded it is there, how often attacks are shared"


def reasons(reports: Reports, pairs: Pairs, trained: Trained, shown: Ints) -> list[str]:
    """For each of the pairs `shown` a JSON list of {comparison, level, weight}, in the order of a waterfall."""
    days, kilometres = gaps(trained.evidence, pairs.a[shown], pairs.b[shown])
    found = []
    for place, pair in enumerate(shown.tolist()):
        a, b = int(pairs.a[pair]), int(pairs.b[pair])
        repeated = pairs.same_organisation[pair] and pairs.said.statement[a] == pairs.said.statement[b]
        when = (
            "repeats time and place"
            if repeated
            else distance_apart(float(days[place]) * 86_400, ((86_400, "d"), (3600, "h"), (60, "min")))
        )
        where = "" if repeated else distance_apart(float(kilometres[place]) * 1000, ((1000, "km"), (1, "m")))
        rows = [
            ("time", when, trained.parts[pair, 0]),
            ("place", where, trained.parts[pair, 1]),
            *((name, _figures(reports, row, a, b), trained.parts[pair, 2 + row]) for row, name in enumerate(FIGURES)),
            ("party", "", trained.party[pair]),
            *_compared(pairs, trained, pair),
        ]
        # What is left is the prior: so the steps of a waterfall end at the weight of the pair.
        rest = trained.score[pair] - sum(float(weight) for _, _, weight in rows)
        bits = [
            (name, level, round(float(weight) / math.log(2), 4))
            for name, level, weight in (("prior", _PRIOR, rest), *rows)
        ]
        found.append(
            json.dumps([{"comparison": name, "level": level, "weight": weight} for name, level, weight in bits])
        )
    return found


def _compared(pairs: Pairs, trained: Trained, pair: int) -> list[tuple[str, str, float]]:
    rows = []
    for row, comparison in enumerate(trained.model.comparisons):
        level = int(pairs.levels[row, pair])
        label = "silent" if level < 0 else comparison.labels[::-1][level]
        rows.append((comparison.name, label, float(trained.compared[row, pair])))
    return rows


def distance_apart(length: float, units: tuple[tuple[int, str], ...]) -> str:
    """How far apart, in the largest unit that it fills; of nothing known it says so."""
    if math.isnan(length):
        return "not stated"
    for size, unit in units:
        if length >= size:
            return f"{length / size:.1f} {unit} apart"
    return "they meet"


def _figures(reports: Reports, figure: int, a: int, b: int) -> str:
    """The readings of both reports, as `3 4 ~ 4`; empty where one does not state the figure."""
    sides = [reports.figures[report, figure] for report in (a, b)]
    told = [" ".join(str(figure_value(int(each))) for each in np.unique(side[side >= 0])) for side in sides]
    return " ~ ".join(told) if all(told) else "not stated"


def waterfall(facts: Facts, a: str, b: str) -> list[dict[str, Any]]:
    """Rows {comparison, level, weight, total} of the pair, weights in bits; `total` is the sum so far.

    Raises `Refused` where the two were not compared or are far from the threshold. Takes: pair.
    """
    first, second = min(a, b), max(a, b)
    told = facts.value("SELECT comparisons FROM pair WHERE a = ? AND b = ?", [first, second])
    if told is None:
        raise Refused(
            "These two reports are not a pair near the threshold.",
            expected="two reports that `dalil show CASE pairs` lists",
            found=f"{first}, {second}",
            do="dalil decide CASE merge or apart still holds for any two reports",
        )
    total, rows = 0.0, []
    for step in json.loads(told):
        total += step["weight"]
        rows.append({**step, "total": round(total, 4)})
    return rows
