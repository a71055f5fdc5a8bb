"""A conflict of three parties, small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cases import raw

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, parse_settings

RAW = {
    **raw("2020-01-01", "2020-12-31"),
    "parties": [{"id": name, "name": name.upper(), "aliases": [f"the {name}s"]} for name in ("ann", "bob", "cyd")],
    "attribute": {"draws": 200},
}  # fmt: skip
BOOK = (Path(__file__).parent / "book.toml").read_text(encoding="utf-8")
"""A code book in which only `ann` flies red and drops r1."""


@pytest.fixture
def settings() -> Settings:
    return parse_settings(RAW, where="test")


def with_incidents(**reports: dict[str, Any]) -> Facts:
    """Facts with one incident for each keyword, its report and what hangs on it."""
    facts = Facts.in_memory()
    for name, holds in reports.items():
        report_id, origin = f"o/{name}", holds.get("origin", f"o/{name}")
        facts.append("report", [{"report_id": report_id, "organisation": "o", **holds.get("report", {})}])
        facts.append("incident_report", [{"incident_id": name, "report_id": report_id, "origin_id": origin}])
        facts.append("incident", [{"incident_id": name, "in_scope": True, **holds.get("incident", {})}])
        for table in ("testimony", "remnant", "observation", "label"):
            facts.append(table, [{"report_id": report_id, **row} for row in holds.get(table, [])])
        facts.append("sky_evidence", [{"incident_id": name, **row} for row in holds.get("sky_evidence", [])])
    return facts


@pytest.fixture
def incidents() -> Callable[..., Facts]:
    """incidents(NAME={...}, ...): see `with_incidents`."""
    return with_incidents


@pytest.fixture
def book() -> str:
    """The code book as text."""
    return BOOK
