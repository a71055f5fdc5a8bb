"""How far sources' times lie apart, on reports written by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from dalil.casefile.facts import Facts
from dalil.crossref.spread import time_spread, write_spread

START = datetime(2019, 3, 5)


def facts_of(*attacks: dict[str, float], origin: str | None = None, wide_s: float = 0.0) -> Facts:
    """Each attack: minutes after its hour, by organisation; `origin` makes all reports of an attack one."""
    reports: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for n, told in enumerate(attacks):
        for source, minutes in told.items():
            when = START + timedelta(days=n, minutes=minutes)
            name = f"{source}/{n}"
            row = {"source_sha256": "r", "source_row": len(reports), "report_id": name, "organisation": source}
            reports.append(row | {"earliest": when, "latest": when + timedelta(seconds=wide_s)})
            link = {"incident_id": f"A{n}", "report_id": name, "organisation": source}
            links.append(link | {"origin_id": f"{origin}{n}" if origin else name})
    facts = Facts.in_memory()
    facts.replace("report", reports)
    facts.replace("incident_report", links)
    return facts


def drawn(sds: dict[str, float], attacks: int = 300, slips: float = 0.0) -> Facts:
    rng = np.random.default_rng(7)
    rows = []
    for _ in range(attacks):
        row = {source: float(rng.normal(600, sd)) for source, sd in sds.items()}
        rows.append({k: v + (120 if rng.random() < slips else 0) for k, v in row.items()})
    return facts_of(*rows)


def test_what_was_drawn_is_found() -> None:
    found = time_spread(drawn({"a": 5.0, "b": 10.0, "c": 12.0}, attacks=1000))
    assert [found[name][0] / 60 for name in "abc"] == pytest.approx([5.0, 10.0, 12.0], rel=0.15)
    assert found["a"][1] == 2000  # compared with b and with c, on 1,000 attacks


def test_slips_are_no_spread() -> None:
    found = time_spread(drawn({"a": 5.0, "b": 5.0}, slips=0.1))
    assert found["a"][0] / 60 < 8.0


def test_of_a_source_that_stands_alone_nothing_is_known() -> None:
    assert time_spread(facts_of({"a": 10.0}, {"b": 20.0})) == {"a": (0.0, 0), "b": (0.0, 0)}


@pytest.mark.parametrize("more", [{"origin": "o"}, {"wide_s": 3600.0}])
def test_copies_and_vague_times_are_not_compared(more: dict[str, Any]) -> None:
    assert time_spread(facts_of({"a": 10.0, "b": 50.0}, **more))["a"] == (0.0, 0)


def test_few_pairs_stay_near_eight_minutes() -> None:
    # One pair that agrees to the second counts a fifth against four of the prior.
    assert 60 * 6 < time_spread(facts_of({"a": 10.0, "b": 10.0}))["a"][0] < 60 * 8


def test_names_change_nothing() -> None:
    one, other = time_spread(drawn({"a": 4.0, "b": 10.0})), time_spread(drawn({"y": 4.0, "x": 10.0}))
    assert one["a"][0] == pytest.approx(other["y"][0])


def test_it_is_written_down() -> None:
    facts = facts_of({"a": 10.0, "b": 12.0})
    write_spread(facts, time_spread(facts))
    assert [(row["organisation"], row["pairs"]) for row in facts.rows("SELECT * FROM time_spread ORDER BY 1")] == [
        ("a", 1), ("b", 1),
    ]  # fmt: skip
