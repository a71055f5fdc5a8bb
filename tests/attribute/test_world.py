"""If the world is as the book says, posteriors are right as often as they say."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest
from tests.attribute.conftest import BOOK
from tests.cases import raw

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import parse_settings

# The book without the doubts that this world does not share: nobody here repeats another's story, misreads a remnant
# that he knows, or is "other".
BOOK = re.sub(r"story = {[^}]*", 'story = { value = 0.999, low = 0.998, high = 0.9995, citation = "c"', BOOK)
BOOK = BOOK.replace('id = "munition"', 'id = "munition"\nreading_error = 0.0')
BOOK = re.sub(r"(saw|remnant) = {[^}]*", r'\1 = { value = 0.9, low = 0.895, high = 0.905, citation = "c"', BOOK)
PARTIES = ("ann", "bob", "cyd")
RAW = {
    **raw("2020-01-01", "2020-12-31"),
    "parties": [{"id": name, "name": name} for name in PARTIES], "attribute": {"prior_other": 1e-6},
}  # fmt: skip
AIRCRAFT = {"ann": (0.9, 0.0, 0.1), "bob": (0.0, 0.45, 0.55), "cyd": (0.0, 0.45, 0.55)}
MUNITION = {"ann": (0.9, 0.0, 0.1), "bob": (0.0, 0.9, 0.1), "cyd": (0.0, 0.05, 0.95)}
COUNT = 1500


def drawn(rng: np.random.Generator, shares: dict[str, tuple[float, ...]], words: tuple[str, ...], party: str) -> str:
    """What a source says that knows it nine times in ten, as the book says."""
    known = party if rng.random() < 0.9 else str(rng.choice(PARTIES))
    return str(rng.choice(words, p=shares[known]))


@pytest.fixture(scope="module")
def world() -> tuple[list[str], list[dict[str, Any]]]:
    """Who did each incident, and the findings on it."""
    rng, facts = np.random.default_rng(11), Facts.in_memory()
    true = [str(rng.choice(PARTIES)) for _ in range(COUNT)]
    names = [f"i{number:04}" for number in range(COUNT)]
    facts.append("incident", [{"incident_id": name, "in_scope": True} for name in names])
    facts.append("report", [{"report_id": name, "organisation": "o"} for name in names])
    facts.append("incident_report", [{"incident_id": name, "report_id": name, "origin_id": name} for name in names])
    facts.append("testimony", [
        {"testimony_id": name, "report_id": name, "directness": "saw",
         "aircraft_reported": [drawn(rng, AIRCRAFT, ("red", "blue", "shared"), party)]}
        for name, party in zip(names, true, strict=True)
    ])  # fmt: skip
    facts.append("remnant", [
        {"remnant_id": name, "report_id": name, "certainty": "certain",
         "munition": drawn(rng, MUNITION, ("r1", "b1", "common"), party)}
        for name, party in zip(names, true, strict=True)
    ])  # fmt: skip
    attribute(facts, parse_settings(RAW, where="test"), codebook=BOOK)
    return true, facts.rows("SELECT * FROM finding WHERE NOT contains(party, '+') ORDER BY incident_id, party")


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.0)])
def test_stated_is_as_often_so(world: tuple[list[str], list[dict[str, Any]]], low: float, high: float) -> None:
    true, rows = world
    pairs = [(row["posterior"], row["party"] == true[int(row["incident_id"][1:])]) for row in rows]
    stated, so = np.array([pair for pair in pairs if low <= pair[0] <= high]).T
    assert len(stated) > 100
    error = np.sqrt((stated * (1 - stated)).sum()) / len(stated)
    assert abs(stated.mean() - so.mean()) < 3 * error


def test_high_is_right(world: tuple[list[str], list[dict[str, Any]]]) -> None:
    true, rows = world
    high = [row["party"] == true[int(row["incident_id"][1:])] for row in rows if row["grade"] == "high"]
    assert len(high) > 200
    assert np.mean(high) >= 0.96


def test_posteriors_of_an_incident_add_up(world: tuple[list[str], list[dict[str, Any]]]) -> None:
    sums: dict[str, float] = {}
    for row in world[1]:
        sums[row["incident_id"]] = sums.get(row["incident_id"], 0.0) + row["posterior"]
        assert row["low"] <= row["posterior"] + 1e-6
        assert row["posterior"] <= row["high"] + 1e-6 or row["high"] - row["low"] < 1e-3
    assert set(np.round(list(sums.values()), 4)) == {1.0}


@pytest.mark.parametrize(("aircraft", "munition"), list(itertools.product(range(3), range(3))))
def test_what_two_sources_say_is_weighed_by_bayes_rule(aircraft: int, munition: int) -> None:
    facts = Facts.in_memory()
    said, found = ("red", "blue", "shared")[aircraft], ("r1", "b1", "common")[munition]
    facts.append("incident", [{"incident_id": "x", "in_scope": True}])
    facts.append("report", [{"report_id": "x", "organisation": "o"}])
    facts.append("incident_report", [{"incident_id": "x", "report_id": "x", "origin_id": "x"}])
    facts.append(
        "testimony", [{"testimony_id": "t", "report_id": "x", "directness": "saw", "aircraft_reported": [said]}]
    )
    facts.append("remnant", [{"remnant_id": "m", "report_id": "x", "munition": found, "certainty": "certain"}])
    attribute(facts, parse_settings(RAW, where="test"), codebook=BOOK)
    stated = dict(facts.query("SELECT party, posterior FROM finding WHERE NOT contains(party, '+')").fetchall())
    # who knows says it as often as the party shows it, who does not as often as the parties show it together
    whole = {
        party: (0.9 * AIRCRAFT[party][aircraft] + 0.1 * np.mean([shares[aircraft] for shares in AIRCRAFT.values()]))
        * (0.9 * MUNITION[party][munition] + 0.1 * np.mean([shares[munition] for shares in MUNITION.values()]))
        for party in PARTIES
    }
    for party in PARTIES:
        assert stated[party] == pytest.approx(whole[party] / sum(whole.values()), abs=0.025)
