"""When no figure is given, and the sentence that says why.

Before a fit: too few lists, nothing shared, a list inside another, a list that covers other ground, a stratum too
small. After it: a figure that the prior, and not the table, decides. A figure is never given without its interval,
and never where one of these holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dalil.count.estimate.chordal import MOST_LISTS
from dalil.count.estimate.result import Reason, Sample
from dalil.count.estimate.table import CaptureTable

__all__ = ["after_fit", "before_fit"]

FEWEST_LISTS = 3  # from two lists alone nothing says whether they depend on one another
FEWEST_CASES = 20  # bounds what is estimated at all: fewer give intervals of no use, more would refuse short conflicts
FEWEST_SHARED = 7  # cases on two lists or more; below, estimates are biased (Robson and Regier 1964)
BY_CHANCE = 0.001  # a pattern less likely than this is not put down to chance
NESTED_FROM = 5  # a list of fewer cases may be inside another without a word
MOST_RISE = 0.10  # of the upper limit when the largest total doubles
MOST_DRIFT = 0.15  # of the median when the prior is four times as strong


def before_fit(table: CaptureTable, method: str) -> list[Reason]:
    """Reasons that are seen in the table itself. Lists without a case must have been left out already."""
    lists = len(table.lists)
    if lists < FEWEST_LISTS:
        return [_too_few_lists(table)]
    reasons = [*_too_small(table), *_nested(table), *_elsewhere(table)]
    if method == "graphs" and lists > MOST_LISTS:
        text = f"{lists} lists are too many to look at every graph; at most {MOST_LISTS}: join lists, or use classes."
        reasons.append(Reason("too_many_lists", text, {"lists": lists}))
    return reasons


def after_fit(method: str, half: Sample, full: Sample, stronger: Sample) -> list[Reason]:
    """Reasons seen in the posterior: with the largest total, with twice it, and with a prior four times as strong."""
    high, higher = half.quantiles(0.975)[0], full.quantiles(0.975)[0]
    (middle,), (moved,) = full.quantiles(0.5), stronger.quantiles(0.5)
    reasons = []
    if abs(higher - high) > MOST_RISE * high:
        text = (
            f"The upper limit is {high:,} or {higher:,} depending on how many cases are held possible at most: "
            "the lists share too little to bound it."
        )
        reasons.append(Reason("unbounded", text, {"high": high, "higher": higher}))
    if abs(moved - middle) > MOST_DRIFT * middle:
        text = (
            f"The middle moves from {middle:,} to {moved:,} with the strength of the prior: the table does not decide."
        )
        reasons.append(Reason("prior_decides", text, {"median": middle, "moved": moved}))
    return reasons


def _too_few_lists(table: CaptureTable) -> Reason:
    lists = len(table.lists)
    why = {
        0: "There is no list with a case on it.",
        1: "There is one list only: what it missed cannot be seen in it.",
        2: "There are two lists: whether they depend on one another cannot be told from what both missed.",
    }
    return Reason("too_few_lists", f"{why[lists]} Three are needed.", {"lists": lists})


def _too_small(table: CaptureTable) -> Iterator[Reason]:
    shared = int(table.times_listed()[2:].sum())
    if table.observed < FEWEST_CASES:
        text = f"{table.observed} cases are too few; at least {FEWEST_CASES} are needed."
        yield Reason("too_few_cases", text, {"observed": table.observed})
    if shared == 0:
        yield Reason("no_overlap", "No case is on two lists: nothing shows how much each missed.", {"shared": 0})
    elif shared < FEWEST_SHARED:
        text = f"Only {shared} cases are on two lists or more; at least {FEWEST_SHARED} are needed."
        yield Reason("thin_overlap", text, {"shared": shared})


def _nested(table: CaptureTable) -> Iterator[Reason]:
    """A list whose every case is on another one, where chance would not have put them all there."""
    sizes, shared = table.on_list(), table.shared()
    for inner in range(len(table.lists)):
        for outer in range(len(table.lists)):
            size = int(sizes[inner])
            if inner == outer or size < NESTED_FROM or shared[inner, outer] < size:
                continue
            if _coverage(table, inner, outer) ** size < BY_CHANCE:
                names = {"inner": table.lists[inner], "outer": table.lists[outer], "cases": size}
                text = (
                    f"All {size} cases of list {names['inner']} are on list {names['outer']} as well: it looks drawn "
                    "from it. Join the two, or leave one out."
                )
                yield Reason("nested", text, names)


def _coverage(table: CaptureTable, inner: int, outer: int) -> float:
    """The part of the cases on any third list, not on `inner`, that `outer` has; at least half a case is missed."""
    others = np.delete(table.combinations, [inner, outer], axis=1).any(axis=1)
    judged = others & (table.combinations[:, inner] == 0)
    cases = int(table.counts[judged].sum())
    found = int(table.counts[judged & (table.combinations[:, outer] == 1)].sum())
    return (found + 0.5) / (cases + 1)


def _elsewhere(table: CaptureTable) -> Iterator[Reason]:
    """A list that shares no case with any other, where the others share enough to expect some."""
    sizes, shared = table.on_list(), table.shared()
    for own, name in enumerate(table.lists):
        if shared[own].sum() > sizes[own]:
            continue
        rest = np.delete(table.combinations, own, axis=1).sum(axis=1)
        twice = table.counts[rest >= 2].sum() / max(table.counts[rest >= 1].sum(), 1)
        if (1 - twice) ** int(sizes[own]) < BY_CHANCE:
            expected = round(float(twice * sizes[own]))
            text = (
                f"List {name} shares none of its {sizes[own]} cases with another list, where about {expected} were "
                "to be expected: it seems to cover other ground. Estimate it as a stratum of its own."
            )
            yield Reason("elsewhere", text, {"list": name, "cases": int(sizes[own]), "expected": expected})
