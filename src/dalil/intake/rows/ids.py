"""Ids of records: made global where the contract says so, and unique within a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from dalil.intake.cells.faults import Fault
from dalil.records import KINDS, Column, Kind

__all__ = ["GLOBAL_KINDS", "Ids", "refers_to_report", "unique_column"]

GLOBAL_KINDS = frozenset(stem for stem, kind in KINDS.items() if "organisation" in kind.by_name)
"""Kinds whose rows name an organisation: their id is global in the facts, `organisation/id`."""

_NOT_UNIQUE = frozenset({"positions", "site_status", "labels", "decisions"})


def refers_to_report(kind: Kind) -> Column | None:
    """The column of a kind that holds the id of a report, or None.

    >>> refers_to_report(KINDS["remnants"]).name
    'report_id'
    """
    return next((column for column in kind.columns if column.refers == "report"), None)


def unique_column(kind: Kind) -> str | None:
    """The column of the facts that no two records of the kind share, or None."""
    return None if kind.stem in _NOT_UNIQUE else kind.id_column.fact_name


class Ids:
    """The ids of one kind in one file."""

    def __init__(self, kind: Kind, organisation: str) -> None:
        self.kind, self.organisation = kind, organisation
        self._unique = unique_column(kind)
        self._seen: dict[Any, int] = {}

    def apply(self, out: dict[str, Any], rows: Sequence[int], bad: set[int], refuse: Callable[..., None]) -> None:
        """Make ids global in place, and refuse a row whose id an earlier row of the file bears."""
        if self.kind.stem in GLOBAL_KINDS:
            name = self.kind.id_column.fact_name
            out[name] = _joined(out["organisation"], out[name])
        if (to := refers_to_report(self.kind)) is not None and out.get(to.fact_name) is not None:
            refs = _listed(out[to.fact_name])
            if self.kind.stem in GLOBAL_KINDS:  # a row that names its organisation means a report of that one
                out[to.fact_name] = _joined(out["organisation"], refs)
            elif self.organisation:
                whose = self.organisation
                out[to.fact_name] = [ref if ref is None or "/" in ref else f"{whose}/{ref}" for ref in refs]
        if self._unique is not None:
            self._demand_new(_listed(out[self._unique]), out, rows, bad, refuse)

    def _demand_new(
        self, ids: list[Any], out: dict[str, Any], rows: Sequence[int], bad: set[int], refuse: Callable[..., None]
    ) -> None:
        own = _listed(out.get("organisation")) if self.kind.stem not in GLOBAL_KINDS else None
        for row, id_ in enumerate(ids):
            if id_ is None or row in bad:
                continue
            key = (own[row], id_) if own else id_
            first = self._seen.setdefault(key, int(rows[row]))
            if first != int(rows[row]):
                fault = Fault(
                    "an id that no other row bears", "give each row its own id", found=f"the id of row {first}"
                )
                refuse(row, self.kind.id_column.name, fault, None, True)


def _listed(values: Any) -> list[Any]:
    if values is None:
        return []
    return list(values.to_pylist() if isinstance(values, (pa.Array, pa.ChunkedArray)) else values)


def _joined(organisations: Any, ids: Any) -> list[str | None]:
    local = _listed(ids)
    # a column without any value is None as a whole; its rows are refused for want of an organisation
    whose = _listed(organisations) or [None] * len(local)
    return [
        None if id_ is None or organisation is None else f"{organisation}/{id_}"
        for organisation, id_ in zip(whose, local, strict=True)
    ]
