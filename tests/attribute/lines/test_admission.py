"""An acknowledgement is evidence within its scope, where it names a time."""

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
ADMITS = {"statement_id": "s", "party": "ann", "act": "acknowledges", "scope_from": datetime(2020, 4, 1)}


@pytest.mark.parametrize(("change", "expected"), [
    ({}, 1),
    ({"act": "denies"}, 0),
    ({"scope_from": None}, 0),  # "we struck at some time" is an admission of nothing
    ({"scope_from": datetime(2020, 5, 2)}, 0),
    ({"scope_to": datetime(2020, 4, 30)}, 0),
    ({"scope_kinds": ["artillery"]}, 0),
    ({"scope_objects": ["hospital"]}, 0),
    ({"scope_area": [9.0, 49.0, 11.0, 51.0]}, 1),
    ({"scope_area": [11.0, 49.0, 12.0, 51.0]}, 0),
])  # fmt: skip
def test_an_admission_is_one_within_its_scope(incidents: Make, change: dict[str, Any], expected: int) -> None:
    facts = incidents(x={"incident": AT})
    facts.append("statement", [ADMITS | change])
    assert told(facts, "statement.admission") == [("ann", "statement", "s", "party")] * expected
