"""Which strikes are located, and which raid each belongs to."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.cases import raw

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.scopes import selections
from dalil.count.targeting.strikes import located_strikes, plane, sites_of

RULES = raw("2016-09-01", "2016-09-30")
SITE = (0.0, 30.0)
BEGUN = datetime(2016, 9, 5, 10)


def located(*reports, site=SITE):
    """Each report is an incident: (minutes after the first, metres east, columns of report and location)."""
    facts, settings = Facts.in_memory(), Settings.model_validate(RULES)
    rows = {"incident": [], "incident_report": [], "report": [], "location": []}
    for number, (minutes, metres, columns) in enumerate(reports):
        at, name, point = BEGUN + timedelta(minutes=minutes), f"r{number}", 30 + metres / 111_195
        told = {"place_source": "media", "radius_m": 10.0, "located_by": "point", "parties": [], "hours": 0} | columns
        rows["incident"].append(
            {
                "incident_id": f"i{number}",
                "earliest": at,
                "in_scope": True,
                "kind": "airstrike",
                "latest": at + timedelta(hours=told["hours"]),
                "parties_alleged": told["parties"],
            }
        )
        rows["incident_report"].append({"incident_id": f"i{number}", "report_id": name})
        rows["report"].append({"report_id": name, "place_source": told["place_source"]})
        rows["location"].append({"report_id": name, "latitude": 0.0, "longitude": point,
                                 "radius_m": told["radius_m"], "located_by": told["located_by"]})  # fmt: skip
    for table, content in rows.items():
        facts.replace(table, content)
    facts.replace("site", [{"site_id": "s", "kind": "hospital", "latitude": site[0], "longitude": site[1]}])
    return located_strikes(facts, settings, selections(settings)[0], SITE)


@pytest.mark.parametrize(
    ("metres", "columns", "reason"),
    [
        (500, {}, None),
        (500, {"radius_m": 100.0, "place_source": "other"}, None),
        (500, {"radius_m": 700.0}, "no_precise_place"),
        (500, {"located_by": "gazetteer"}, "no_precise_place"),
        (500, {"place_source": "site_name"}, "from_name"),
        (500, {"place_source": "name"}, "from_name"),
        (0, {"place_source": "other"}, "from_name"),  # on the site to the metre, and nobody says how
        (0, {"place_source": "imagery"}, None),
    ],
)
def test_what_is_left_out(metres, columns, reason):
    found = located((0, metres, columns))
    assert found.left_out == ({} if reason is None else {"i0": reason})
    assert len(found.ids) == (reason is None)


@pytest.mark.parametrize(
    ("reports", "raids"),
    [
        ([(0, 300, {}), (20, 900, {}), (75, 300, {})], 1),  # each within the hour of the one before
        ([(0, 300, {}), (61, 300, {})], 2),
        ([(0, 300, {}), (20, 10_400, {})], 2),
        ([(0, 300, {"parties": ["north"]}), (20, 900, {"parties": ["south"]})], 2),
        ([(0, 300, {"parties": ["north"]}), (20, 900, {})], 1),
        ([(0, 300, {"hours": 4}), (130, 300, {})], 2),  # known to no better than four hours
    ],
)
def test_raids(reports, raids):
    assert len(set(located(*reports).raid.tolist())) == raids


def test_a_site_on_two_lists_is_one():
    facts = Facts.in_memory()
    facts.replace("site", [
        {"site_id": name, "kind": "hospital", "latitude": 0.0, "longitude": 30 + metres / 111_195}
        for name, metres in (("a", 0), ("b", 30), ("c", 300))
    ])  # fmt: skip
    assert np.round(sites_of(facts, ("hospital",), SITE)[:, 0]).tolist() == [0, 300]


def test_a_degree_of_longitude_shrinks_with_latitude():
    assert plane([(60.0, 1.0)], (60.0, 0.0))[0, 0] == pytest.approx(111_195 / 2, rel=1e-4)
