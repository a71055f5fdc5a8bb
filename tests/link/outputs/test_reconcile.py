"""One figure for each attack: the stated rules, each on a table small enough to work out by hand."""

from datetime import date, datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link.outputs.register import register, singletons
from dalil.link.reports.ids import incident_id

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))


def at(day, hour, minute=0):
    return datetime(2016, 7, day, hour, minute)


def case(*reports, located=(), alleged=(), origins=None):
    facts = Facts.in_memory()
    rows = [{"organisation": report["report_id"].split("/")[0], **report} for report in reports]
    facts.replace("report", rows)
    facts.replace("location", list(located))
    facts.replace("report_party", list(alleged))
    own = {row["report_id"]: row["report_id"] for row in rows} | (origins or {})
    facts.replace("origin", [{"report_id": r, "origin_id": o, "basis": "own"} for r, o in own.items()])
    return facts


def one_attack(facts):
    ids = [row["report_id"] for row in facts.rows("SELECT report_id FROM report")]
    register(facts, SETTINGS, dict.fromkeys(ids, min(ids)), {})
    (incident,) = facts.rows("SELECT * FROM incident")
    return incident


def test_each_report_its_own_attack():
    facts = case({"report_id": "a/1", "earliest": at(1, 8)}, {"report_id": "b/1", "earliest": at(1, 8)})
    assert singletons(facts, SETTINGS) == 2
    rows = facts.rows("SELECT incident_id, report_id, organisation, origin_id FROM incident_report ORDER BY report_id")
    assert rows[0] == {"incident_id": incident_id(["a/1"]), "report_id": "a/1", "organisation": "a", "origin_id": "a/1"}


def test_nothing_gives_nothing():
    assert singletons(case(), SETTINGS) == 0


def test_a_report_with_every_field_empty_is_its_own_attack():
    facts = case({"report_id": "a/1"})
    singletons(facts, SETTINGS)
    (incident,) = facts.rows("SELECT * FROM incident")
    assert incident["earliest"] is None and incident["latitude"] is None and incident["killed_total_min"] is None
    assert (incident["reports"], incident["origins"], incident["in_scope"]) == (1, 1, False)


def test_time_is_what_most_origins_allow():
    incident = one_attack(case(
        {"report_id": "a/1", "earliest": at(1, 8), "latest": at(1, 12)},
        {"report_id": "b/1", "earliest": at(1, 10), "latest": at(1, 11)},
        {"report_id": "c/1", "earliest": at(1, 0), "latest": at(1, 10, 30)},
    ))  # fmt: skip
    assert (incident["earliest"], incident["latest"]) == (at(1, 10), at(1, 10, 30))


def test_copies_do_not_outvote_a_witness():
    copies = {"report_id": "a/1", "earliest": at(1, 8), "latest": at(1, 9)}
    incident = one_attack(case(
        copies, {**copies, "report_id": "b/1"},
        {"report_id": "c/1", "earliest": at(1, 10), "latest": at(1, 10, 20)},
        origins={"b/1": "a/1"},
    ))  # fmt: skip
    assert incident["earliest"] == at(1, 10), "one origin each, so the narrower stands"
    assert incident["origins"] == 2


@pytest.mark.parametrize(("hour", "day"), [(20, "2016-07-01"), (21, "2016-07-02")])
def test_the_civil_day_is_that_of_the_case(hour, day):
    incident = one_attack(case({"report_id": "a/1", "earliest": at(1, hour), "latest": at(1, hour)}))
    assert (incident["day_local"], incident["month_local"]) == (day, "2016-07")


def place(report, latitude, radius_m, by="point", in_scope=True):
    return {"report_id": report, "latitude": latitude, "longitude": 40.0, "radius_m": radius_m, "located_by": by,
            "in_scope": in_scope}  # fmt: skip


def test_place_is_the_most_exact_and_its_circle_meets_the_others():
    # 0.01 degrees of latitude are 1,111.95 m; the two exact points are that far apart, the town does not count.
    incident = one_attack(case(
        {"report_id": "a/1", "place": "North"}, {"report_id": "b/1", "place": "South"}, {"report_id": "c/1"},
        located=[place("a/1", 10.01, 100.0), place("b/1", 10.0, 50.0), place("c/1", 10.5, 3000.0)],
    ))  # fmt: skip
    assert (incident["latitude"], incident["place"]) == (10.0, "South")
    assert incident["radius_m"] == pytest.approx(1111.95 - 100.0, abs=0.05)


def test_a_surveyed_point_goes_before_one_from_the_gazetteer():
    located = [place("a/1", 10.0, 700.0, "gazetteer"), place("b/1", 10.001, 700.0)]
    assert one_attack(case({"report_id": "a/1"}, {"report_id": "b/1"}, located=located))["latitude"] == 10.001


def test_toll_is_the_hull_of_what_is_stated():
    incident = one_attack(case(
        {"report_id": "a/1", "killed_total_min": 3, "killed_total_max": 5, "killed_children_min": 1},
        {"report_id": "b/1", "killed_total_min": 4, "killed_total_max": 7},
        {"report_id": "c/1"},
    ))  # fmt: skip
    assert (incident["killed_total_min"], incident["killed_total_max"]) == (3, 7)
    assert (incident["killed_children_min"], incident["killed_children_max"]) == (1, 1)
    assert incident["injured_total_min"] is None, "not stated is not zero"


def test_kind_by_origins_and_union_of_targets():
    incident = one_attack(case(
        {"report_id": "a/1", "kind": "artillery", "objects_hit": ["home", "school"], "weapons": ["rocket"]},
        {"report_id": "b/1", "kind": "airstrike", "objects_hit": ["home"], "populated": False},
        {"report_id": "c/1", "kind": "airstrike", "populated": True, "strikes": 2},
        alleged=[{"report_id": "a/1", "alleged": "Reds", "party_id": "red"}, {"report_id": "b/1", "alleged": "Greens"}],
    ))  # fmt: skip
    assert (incident["kind"], incident["objects_hit"], incident["weapons"]) == (
        "airstrike",
        ["home", "school"],
        ["rocket"],
    )
    assert (incident["populated"], incident["strikes"], incident["parties_alleged"]) == (True, 2, ["Greens", "red"])


def test_in_scope_if_one_report_is():
    located = [place("a/1", 10.0, 10.0, in_scope=False), place("b/1", 10.0, 10.0)]
    assert one_attack(case({"report_id": "a/1"}, {"report_id": "b/1"}, located=located))["in_scope"] is True


def test_same_reports_in_another_order_give_the_same_bytes():
    reports = [{"report_id": f"{o}/1", "earliest": at(1, 8 + n), "killed_total_min": n, "objects_hit": ["home", o]}
               for n, o in enumerate("abc")]  # fmt: skip
    one, other = case(*reports), case(*reversed(reports))
    one_attack(one), one_attack(other)
    assert one.table_hash("incident") == other.table_hash("incident")
