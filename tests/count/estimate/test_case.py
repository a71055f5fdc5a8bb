"""The undocumented of a case: strata, draws of linking, copies, persons."""

import json
from datetime import datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.count.estimate.case import write_estimates

# 60 attacks of September on one list each, 24 on two, 6 on three; in October five
PATTERNS = ["A"] * 20 + ["B"] * 20 + ["C"] * 20 + ["AB"] * 8 + ["AC"] * 8 + ["BC"] * 8 + ["ABC"] * 6
OCTOBER = ["A", "B", "C", "AB", "ABC"]


def attack(name, month):
    at = datetime.fromisoformat(f"2016-{month}-05T10:00")
    return {
        "incident_id": name, "earliest": at, "latest": at, "month_local": f"2016-{month}", "kind": "airstrike",
        "place": None, "in_scope": True, "objects_hit": [], "weapons": [], "parties_alleged": [],
    }  # fmt: skip


@pytest.fixture
def facts():
    facts = Facts.in_memory()
    named = [(f"i{n:03}", p, "09") for n, p in enumerate(PATTERNS)] + [
        (f"j{n}", p, "10") for n, p in enumerate(OCTOBER)
    ]
    facts.replace("incident", [attack(name, month) for name, _, month in named])
    reports = [
        {"incident_id": name, "report_id": f"{o}/{name}", "organisation": o, "origin_id": f"{o}/{name}"}
        for name, pattern, _ in named
        for o in pattern
    ]
    facts.replace("incident_report", reports)
    return facts


def found(facts, **wanted):
    write_estimates(facts, methods=("graphs",))
    rows = facts.rows("SELECT * FROM estimate")
    return [row for row in rows if all(row[k] == v for k, v in wanted.items())]


def test_strata_stand_or_are_refused(facts):
    rows = {row["stratum"]: row for row in found(facts, unit="incidents")}
    assert rows.keys() == {"all", "month=2016-09", "month=2016-10", "kind=airstrike", "place=unknown"}
    assert rows["month=2016-09"]["observed"] == 90
    assert rows["month=2016-09"]["refused"] is None
    assert "5 cases are too few" in rows["month=2016-10"]["refused"]
    assert rows["month=2016-10"]["median"] is None


def test_a_copied_report_is_no_capture(facts):
    facts.query("UPDATE incident_report SET origin_id = 'A/' || incident_id WHERE organisation = 'B'"
                " AND incident_id IN (SELECT incident_id FROM incident_report WHERE organisation = 'A')")  # fmt: skip
    (row,) = found(facts, stratum="all")
    assert json.loads(row["diagnostics"])["copies_left_out"] == {"B": 8 + 6 + 2}
    assert row["observed"] == 95


def test_draws_of_linking_take_the_place_of_the_register(facts):
    facts.replace("partition_draw", [
        {"draw": 0, "report_id": "A/i060", "cluster_id": "x"}, {"draw": 0, "report_id": "B/i060", "cluster_id": "y"},
        {"draw": 1, "report_id": "A/i060", "cluster_id": "x"}, {"draw": 1, "report_id": "B/i060", "cluster_id": "x"},
    ])  # fmt: skip
    (row,) = found(facts, stratum="all")
    diagnostics = json.loads(row["diagnostics"])
    assert diagnostics["linkings"] == 2
    assert diagnostics["sd_between_linkings"] > 0


def test_killed_persons_are_counted_by_who_lists_them(facts):
    facts.replace(
        "person", [{"person_id": f"p{n}", "fate": "killed"} for n in range(3)] + [{"person_id": "q", "fate": "injured"}]
    )
    pairs = [("p0", "A/v0"), ("p0", "B/v0"), ("p1", "A/v1"), ("p2", "B/v2"), ("q", "A/v9")]
    facts.replace("person_victim", [{"person_id": p, "victim_id": v} for p, v in pairs])
    facts.replace("victim", [
        {"source_sha256": v, "source_row": 1, "victim_id": v, "organisation": v[0], "report_id": f"{v[0]}/r"}
        for _, v in pairs
    ])  # fmt: skip
    (row,) = found(facts, unit="persons")
    assert row["observed"] == 3
    assert "two lists" in row["refused"]
    facts.replace("origin", [{"report_id": "B/r", "origin_id": "A/r"}])
    (row,) = found(facts, unit="persons")
    assert json.loads(row["diagnostics"])["copies_left_out"] == {"B": 1}


def test_an_empty_register_has_no_rows():
    assert write_estimates(Facts.in_memory()) == 0


def test_same_register_same_rows(facts):
    write_estimates(facts, 3, ("graphs",))
    before = facts.table_hash("estimate")
    write_estimates(facts, 3, ("graphs",))
    assert facts.table_hash("estimate") == before
