"""Tolls by hand: sums of what is stated, and beside them what is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.count.casualties import group_figures
from dalil.count.figures import Figure
from dalil.count.scopes import Selection
from dalil.units import UtcInterval

PERIOD = UtcInterval(datetime(2016, 7, 1), datetime(2016, 12, 29))


def figures(*tolls: tuple[int | None, int | None]) -> dict[str, Figure]:
    facts = Facts.in_memory()
    rows: list[dict[str, Any]] = [
        {"incident_id": f"i{n}", "in_scope": True, "killed_children_min": low, "killed_children_max": high}
        for n, (low, high) in enumerate(tolls)
    ]
    facts.replace("incident", rows)
    found = group_figures(facts, Selection("", "", "in_scope", PERIOD))
    for figure in found:
        assert facts.value(figure.query) == figure.value, figure.name
    return {figure.name: figure for figure in found}


@pytest.mark.parametrize(
    ("tolls", "low", "high", "silent", "no_maximum", "with_any"),
    [
        ([(1, 3), (2, 2)], 3, 5, 0, 0, 2),
        ([(1, None), (2, 4)], 3, 4, 0, 1, 2),  # the sum of maxima is open, and says in how many
        ([(None, None), (2, 4)], 2, 4, 1, 0, 1),
        ([(None, 4)], None, 4, 0, 0, 0),  # at most four: nobody states that there was one
        ([(0, 0)], 0, 0, 0, 0, 0),  # stated to be none
        ([(None, None)], None, None, 1, 0, 0),  # not stated is not zero
    ],
)
def test_sums_and_what_is_not_stated(
    tolls: list[tuple[int | None, int | None]], low: int | None, high: int | None, silent: int, no_maximum: int,
    with_any: int,
) -> None:  # fmt: skip
    found = figures(*tolls)
    names = ("killed.children.min", "killed.children.max", "killed.children.not_stated",
             "killed.children.max_not_stated", "incidents.children_killed")  # fmt: skip
    assert [found[name].value for name in names] == [low, high, silent, no_maximum, with_any]


def test_the_rows_of_a_sum_are_the_incidents_that_state_it() -> None:
    found = figures((1, 3), (None, 2), (None, None))
    assert (found["killed.children.min"].rows, found["killed.children.max"].rows) == (1, 2)


def test_what_no_source_states_is_said_so() -> None:
    text = figures((None, None))["killed.children.min"].text("en")
    assert text == "Killed, children: sum of minima: not stated by any source."
