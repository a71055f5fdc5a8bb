"""Counting: totals, rates, aim, and what nobody wrote down. Each figure carries the query that gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dalil.count.stage import CountSummary, count

__all__ = ["CountSummary", "count"]


def __getattr__(name: str) -> Any:
    # Who only draws figures does not wait for the libraries that estimate them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dalil.count import stage

    return getattr(stage, name)
