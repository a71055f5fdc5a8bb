"""The undocumented from one capture table, from draws of linking, by stratum, or from a file.

Takes capture tables. Gives an `Estimate`. Refuses with the reason where the table does not carry a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dalil.count.estimate.classes import ChainSettings
from dalil.count.estimate.fit import Fit, fit
from dalil.count.estimate.heterogeneity import chao_lower, curve
from dalil.count.estimate.refuse import after_fit, before_fit
from dalil.count.estimate.result import Estimate, Reason, pool
from dalil.count.estimate.table import CaptureTable, add_tables, read_table
from dalil.errors import UsageError

__all__ = ["METHODS", "combine", "estimate_file", "estimate_strata", "estimate_table"]

METHODS = ("graphs", "classes")
DRAWS = 4_000  # handed on of each posterior: more smooth the pooled interval, and make `estimate_draw` longer
MOST_REFUSED = 0.05  # of the draws of linking: beyond, there is no figure over all of them


def estimate_file(path: Path | str, method: str = "graphs", seed: int = 0) -> Estimate:
    """The estimate of a bare capture table; `dalil estimate`."""
    return estimate_table(read_table(path), method, seed)


def estimate_table(
    table: CaptureTable,
    method: str = "graphs",
    seed: int = 0,
    *,
    separate_sources: bool = False,
    delta: float | None = None,
    chains: ChainSettings | None = None,
    stratum: str | None = None,
) -> Estimate:
    """All cases, from the overlaps of one table.

    `separate_sources`: a person answers for it that no two lists draw on one source and that every case could have
    come onto every list; only then, and where the lists show no dependence, the figure is no lower bound.
    `delta`: prior weight of a cell (graphs), 1 / 2^lists by default. Same seed, same estimate.
    """
    return combine(
        [table],
        method,
        seed,
        separate_sources=separate_sources,
        delta=delta,
        chains=chains,
        stratum=stratum,
    )


def combine(
    tables: Sequence[CaptureTable],
    method: str = "graphs",
    seed: int = 0,
    *,
    separate_sources: bool = False,
    delta: float | None = None,
    chains: ChainSettings | None = None,
    stratum: str | None = None,
) -> Estimate:
    """All cases, over draws of linking: one table a draw, with the same lists, each with equal posterior weight."""
    _check_call(tables, method)
    tables, empty = _without_empty_lists(tables)
    observed = round(float(np.mean([table.observed for table in tables])))
    diagnostics: dict[str, Any] = {"lists": list(tables[0].lists), "empty_lists": empty, "linkings": len(tables)}
    refused = [before_fit(table, method) for table in tables]
    if sum(map(bool, refused)) > MOST_REFUSED * len(tables):
        reasons = tuple({reason.code: reason for found in refused for reason in found}.values())
        return Estimate(method, observed, refusals=reasons, stratum=stratum, diagnostics=diagnostics)
    kept = [table for table, found in zip(tables, refused, strict=True) if not found]
    settings = chains or ChainSettings().shared_among(len(kept))
    fits = [fit(table, method, seed, delta, settings) for table in kept]
    return _pooled(kept, fits, method, seed, observed, stratum, separate_sources, diagnostics)


def estimate_strata(
    strata: Mapping[str, Sequence[CaptureTable]], method: str = "graphs", seed: int = 0, **options: Any
) -> list[Estimate]:
    """One estimate a stratum, in the order given; each stands or is refused for itself.

    They are not added up here: the sum is a figure only where none is refused.
    """
    return [combine(tables, method, seed, stratum=name, **options) for name, tables in strata.items()]


def _check_call(tables: Sequence[CaptureTable], method: str) -> None:
    if method not in METHODS:
        raise UsageError("No such method.", expected=" or ".join(METHODS), found=method, where="--method")
    if not tables or any(table.lists != tables[0].lists for table in tables):
        raise UsageError("Draws of linking need the same lists.", expected="one or more tables, lists alike")


def _without_empty_lists(tables: Sequence[CaptureTable]) -> tuple[list[CaptureTable], list[str]]:
    """Tables without the lists that hold no case in any of them, and the names of those."""
    sizes = np.sum([table.on_list() for table in tables], axis=0)
    names = tables[0].lists
    held = [name for name, size in zip(names, sizes, strict=True) if size > 0]
    empty = [name for name in names if name not in held]
    return [table.keep(held) if empty else table for table in tables], empty


def _pooled(
    tables: Sequence[CaptureTable],
    fits: Sequence[Fit],
    method: str,
    seed: int,
    observed: int,
    stratum: str | None,
    separate_sources: bool,
    diagnostics: dict[str, Any],
) -> Estimate:
    full = pool([each.full for each in fits])
    reasons = [reason for each in fits for reason in each.reasons]
    reasons += after_fit(method, pool([each.half for each in fits]), full, pool([each.stronger for each in fits]))
    diagnostics |= fits[0].diagnostics | _spread(fits) | {"chao_lower": round(chao_lower(tables[0]))}
    if reasons:
        unique = tuple({reason.code: reason for reason in reasons}.values())
        return Estimate(method, observed, refusals=unique, stratum=stratum, diagnostics=diagnostics)
    low, median, high = full.quantiles(0.025, 0.5, 0.975)
    because = _because(fits, separate_sources)
    return Estimate(
        method,
        observed,
        median,
        low,
        high,
        at_least=bool(because),
        because=tuple(because),
        curve=tuple(curve(add_tables(tables), full, observed)),
        stratum=stratum,
        diagnostics=diagnostics,
        draws=full.draws(DRAWS, np.random.default_rng(seed)),
    )


def _spread(fits: Sequence[Fit]) -> dict[str, float]:
    """Standard deviations within a linking, between linkings (of the means), and of all."""
    within = float(np.mean([each.full.variance() for each in fits]))
    between = float(np.var([each.full.mean() for each in fits]))
    names = ("sd_within_linking", "sd_between_linkings", "sd_total")
    return dict(zip(names, (round(float(np.sqrt(v)), 1) for v in (within, between, within + between)), strict=True))


def _because(fits: Sequence[Fit], separate_sources: bool) -> list[Reason]:
    """Why the figure is a lower bound."""
    found = {(reason.code, str(reason.values.get("lists"))): reason for each in fits for reason in each.because}
    if separate_sources:
        return list(found.values())
    text = "Lists may share sources, and cases that no list could reach leave no trace in the overlaps."
    return [*found.values(), Reason("sources", text)]
