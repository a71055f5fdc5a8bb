"""A register small enough to count by hand."""

from datetime import datetime

import pytest
from tests.cases import raw

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count import count

RULES = {
    **raw("2016-09-01", "2016-10-31", zone="Asia/Damascus"),
    "parties": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
    "count": {"estimate_methods": ["graphs"], "aim_draws": 99},
}


def incident(name, day, **columns):
    """One row of `incident`; whole day, one report, in scope, unless said otherwise."""
    at = datetime.fromisoformat(f"2016-{day}T10:00")
    row = {
        "incident_id": name, "earliest": at, "latest": at, "day_local": f"2016-{day}", "month_local": f"2016-{day[:2]}",
        "latitude": 36.2, "longitude": 37.1, "radius_m": 100.0, "place": "Alef", "kind": "airstrike", "objects_hit": [],
        "weapons": [], "parties_alleged": [], "reports": 1, "organisations": 1, "origins": 1, "stability": 1.0,
        "in_scope": True,
    }  # fmt: skip
    return row | columns


REGISTER = (
    incident("i1", "09-05", objects_hit=["hospital", "school"], weapons=["cluster"], populated=True,
             killed_civilians_min=2, killed_civilians_max=4, killed_children_min=1, parties_alleged=["north"]),
    incident("i2", "09-20", objects_hit=["hospital"], weapons=["incendiary"], populated=True, place="Bet",
             killed_civilians_min=0, killed_civilians_max=0, parties_alleged=["north", "The Others"], organisations=2),
    incident("i3", "10-02", objects_hit=["market"], weapons=["incendiary"], populated=False, place="bet",
             killed_civilians_min=10, killed_civilians_max=10, killed_children_min=3, killed_children_max=5),
    incident("i4", "10-02", kind="artillery", place=None, place_ar="جيم", latitude=None, longitude=None),
    incident("i5", "12-24", objects_hit=["hospital"], killed_civilians_min=99, in_scope=False),
)  # fmt: skip


def register(rows=REGISTER):
    """Facts that hold these incidents, each with one report of organisation A, and i2 also of B."""
    facts = Facts.in_memory()
    facts.replace("incident", rows)
    reports = [
        {"incident_id": r["incident_id"], "report_id": f"A/{r['incident_id']}", "organisation": "A"} for r in rows
    ]
    extra = [{"incident_id": r["incident_id"], "report_id": f"B/{r['incident_id']}", "organisation": "B"}
             for r in rows if r["organisations"] == 2]  # fmt: skip
    facts.replace("incident_report", reports + extra)
    facts.replace("party", [{"party_id": "north", "name": "North"}, {"party_id": "south", "name": "South"}])
    return facts


@pytest.fixture
def facts():
    return register()


@pytest.fixture(scope="module")
def settings():
    return Settings.model_validate(RULES)


@pytest.fixture(scope="module")
def counted(settings):
    """The register, counted once; read only."""
    facts = register()
    count(facts, settings)
    return facts
