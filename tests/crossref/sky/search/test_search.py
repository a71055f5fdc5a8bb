"""Where and when to look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from tests.crossref.sky.conftest import START, incident

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.search.search import search_of
from dalil.crossref.sky.weigh.lines import established_parties
from dalil.crossref.spread import time_spread
from dalil.crossref.window import declare, read_declared

Filled = Callable[..., Facts]


def search(facts: Facts, settings: Settings) -> Any:
    return search_of(facts, settings, read_declared(declare(facts, settings)), time_spread(facts))


def kinds(facts: Facts, settings: Settings) -> dict[int, int]:
    found = search(facts, settings)
    return {kind: int((found.kind == kind).sum()) for kind in (0, 1, 2)}


def test_an_attack_has_its_window_thirty_other_days_and_eight_other_hours(filled: Filled, settings: Settings) -> None:
    assert kinds(filled(incident=[incident("A", 720, 34.0, 175.0)]), settings) == {0: 1, 1: 30, 2: 8}


def test_no_shift_leaves_the_regime(filled: Filled, settings: Settings) -> None:
    pause = {"context_id": "c", "kind": "ceasefire", "from_at": datetime(2019, 3, 22), "to_at": datetime(2019, 3, 24)}
    facts = filled(incident=[incident("A", 720, 34.0, 175.0)], context=[pause])
    # From 1 to 21 March: the attack of the 20th at noon has fifteen days before it and one after.
    assert kinds(facts, settings) == {0: 1, 1: 16, 2: 8}
    found = search(facts, settings)
    assert (found.windows.begin < datetime(2019, 3, 22).timestamp()).all()


def test_a_day_has_no_other_hours(filled: Filled, settings: Settings) -> None:
    rows = [incident("A", 0, 34.0, 175.0, latest=START + timedelta(hours=23, minutes=59))]
    assert kinds(filled(incident=rows), settings)[2] == 0


@pytest.mark.parametrize(("minutes", "night"), [(720, False), (60, True), (1300, True), (300, False)])
def test_night_and_day(filled: Filled, settings: Settings, minutes: float, night: bool) -> None:
    found = search(filled(incident=[incident("A", minutes, 34.0, 175.0)]), settings)
    assert bool(found.night[0]) is night


def test_shifted_windows_are_as_long_as_the_attack_s(filled: Filled, settings: Settings) -> None:
    found = search(filled(incident=[incident("A", 720, 34.0, 175.0, latest=START + timedelta(minutes=760))]), settings)
    assert set(np.round(found.windows.end - found.windows.begin)) == {(40 + 60) * 60.0}


def label(report: str, party: str, basis: str = "court") -> dict[str, Any]:
    return {"source_sha256": "9", "report_id": report, "party": party, "basis": basis}


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        ([label("r/A", "north")], [(0, 0)]),
        ([label("r/A", "north"), label("r/B", "south", "accepted_by_party")], [(0, 0), (1, 1)]),
        ([label("r/A", "north", "expert")], []),  # opinion is kept apart
        ([label("r/A", "north"), label("r/A2", "south")], []),  # settled two ways is not settled
        ([label("r/A", "north"), label("r/A2", "north")], [(0, 0)]),
        ([label("r/A", "nobody")], []),
        ([label("r/gone", "north")], []),
    ],
)
def test_incidents_settled_elsewhere(
    filled: Filled, settings: Settings, labels: list[dict[str, Any]], known: list[tuple[int, int]]
) -> None:
    facts = filled(
        incident=[incident("A", 720, 34.0, 175.0), incident("B", 900, 34.0, 175.0)],
        incident_report=[
            {"incident_id": i, "report_id": f"r/{r}", "organisation": "r"}
            for i, r in (("A", "A"), ("A", "A2"), ("B", "B"))
        ],
        label=labels,
    )
    found = established_parties(facts, search(facts, settings), ["north", "south"])
    assert list(zip(found.incident.tolist(), found.party.tolist(), strict=True)) == known
