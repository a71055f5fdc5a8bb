"""What was in force at the time and place, and what was not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from dalil.casefile.facts import Facts

from .conftest import told

Make = Callable[..., Facts]
NOON = datetime(2020, 5, 1, 12)
AT = {"earliest": NOON, "latest": NOON, "kind": "airstrike", "place": "Town", "longitude": 10.0, "latitude": 50.0}
HOLDS = {"context_id": "c", "from_at": datetime(2020, 1, 1), "parties": ["ann", "bob"]}


@pytest.mark.parametrize("kind", ["siege", "ceasefire", "presence"])
def test_what_was_in_force_at_the_time_and_place(incidents: Make, kind: str) -> None:
    facts = incidents(x={"incident": AT})
    facts.append("context", [HOLDS | {"kind": kind, "area": "TOWN"}])
    assert told(facts, f"context.{kind}") == [(party, "context", "c", "reference") for party in ("ann", "bob")]


@pytest.mark.parametrize("change", [
    {"area": "Village"}, {"from_at": datetime(2020, 5, 2)}, {"to_at": datetime(2020, 4, 30)}, {"kind": "offensive"},
])  # fmt: skip
def test_what_was_not_in_force_there_and_then(incidents: Make, change: dict[str, Any]) -> None:
    facts = incidents(x={"incident": AT})
    facts.append("context", [HOLDS | {"kind": "siege"} | change])
    assert told(facts, "context.siege") == []
