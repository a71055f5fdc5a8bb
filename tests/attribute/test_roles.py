"""Roles beyond the direct act have findings of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

WHEN = datetime(2020, 2, 1)
SIEGE = {"context_id": "c1", "kind": "siege", "from_at": datetime(2020, 1, 1), "parties": ["the anns"], "area": "Town"}


def found(facts: Facts, settings: Settings) -> list[tuple[str, str]]:
    attribute(facts, settings, codebook=BOOK)
    rows = facts.rows("SELECT party, role, grade FROM finding WHERE grade <> 'not_attributed' ORDER BY ALL")
    return [(row["party"], row["role"]) for row in rows]


def test_who_besieges_is_a_finding_beside_who_did_it(incidents: Callable[..., Facts], settings: Settings) -> None:
    facts = incidents(x={
        "incident": {"earliest": WHEN, "latest": WHEN, "place": "town"},
        "remnant": [{"remnant_id": "m", "munition": "b1", "certainty": "certain"}],
    })  # fmt: skip
    facts.append("context", [SIEGE])
    assert found(facts, settings) == [("ann", "commander"), ("bob", "direct")]


def test_elsewhere_and_afterwards_there_is_none(incidents: Callable[..., Facts], settings: Settings) -> None:
    late = {"earliest": datetime(2020, 6, 1), "latest": datetime(2020, 6, 1), "place": "Town"}
    facts = incidents(x={"incident": {"earliest": WHEN, "latest": WHEN, "place": "Village"}}, y={"incident": late})
    facts.append("context", [SIEGE | {"to_at": datetime(2020, 3, 1)}])
    assert found(facts, settings) == []
    assert facts.value("SELECT count(*) FROM finding WHERE role = 'commander'") == 0
