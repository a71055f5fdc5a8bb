"""Laws that hold for any case: order, repetition, addition."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link import link
from dalil.link.reports.origins import fill_origins

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))
NEAR = {"hour": 0, "latitude": 10.0, "killed": 3}
CASES = {
    "places without times": [("a", {"latitude": 10.0}), ("b", {"latitude": 10.0}), ("b", {"latitude": 10.4})],
    "times without places": [("a", {"hour": 3}), ("b", {"hour": 3}), ("c", {"hour": 40})],
    "all kinds": [("a", NEAR), ("b", {**NEAR, "latitude": None}), ("c", {"killed": 3}), ("a", {"hour": 0}), ("b", {})],
}


def named(case):
    return [{"id": f"{o}/{n}", **report} for n, (o, report) in enumerate(case)]


def partition(facts):
    link(facts, SETTINGS)
    rows = facts.rows("SELECT list(report_id ORDER BY report_id) AS reports FROM incident_report GROUP BY incident_id")
    return sorted(row["reports"] for row in rows)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_report_stands_in_one_incident_and_the_order_of_rows_does_not_matter(world, case):
    reports = named(case)
    found = partition(world.facts(*reports))
    assert sorted(key for group in found for key in group) == sorted(report["id"] for report in reports)
    assert found == partition(world.facts(*reversed(reports)))


def test_linking_again_changes_nothing(world):
    facts = world.facts({"id": "a/1", "hour": 0, "latitude": 10.0}, {"id": "b/1", "hour": 0, "latitude": 10.0})
    first = partition(facts)
    before = {table: facts.table_hash(table) for table in ("incident", "pair", "origin", "link_parameter")}
    assert partition(facts) == first
    assert {table: facts.table_hash(table) for table in before} == before


@pytest.mark.parametrize("extra", [{"id": "c/9"}, {"id": "c/9", "hour": 2000, "latitude": 40.0}])
def test_a_report_of_something_else_changes_nobody_elses_incident(world, extra):
    told = [{"id": f"{o}/{n}", "hour": 200 * n, "latitude": 10.0, "killed": n + 2} for o in "ab" for n in range(3)]
    before = partition(world.facts(*told))
    assert before == [["a/0", "b/0"], ["a/1", "b/1"], ["a/2", "b/2"]]
    assert partition(world.facts(*told, extra)) == sorted([*before, ["c/9"]])


TOLD = [("a", 0), ("a", 40), ("b", 0), ("b", 90), ("c", 0), ("c", 40), ("c", 90)]


@pytest.mark.parametrize("names", [{"a": "z", "b": "m", "c": "k"}, {"a": "b", "b": "c", "c": "a"}])
def test_what_organisations_are_called_changes_nothing(world, names):
    def named(called):
        return [
            {"id": f"{called[o]}/{n}", "hour": hour, "latitude": 10.0, "killed": 2 + hour // 40}
            for n, (o, hour) in enumerate(TOLD)
        ]

    plain = partition(world.facts(*named({o: o for o in "abc"})))
    back = {f"{new}/{n}": f"{o}/{n}" for o, new in names.items() for n in range(len(TOLD))}
    again = partition(world.facts(*named(names)))
    assert sorted(sorted(back[key] for key in group) for group in again) == plain


WORDS = "An air strike hit the market in the north of the town this morning and nobody could say who did it, or why."
KINDS = st.sampled_from(["report", "exhibit", "url", "words"])


def origins(reports):
    facts = Facts.in_memory()
    facts.replace("report", [{"organisation": r["report_id"].split("/")[0], **r} for r in reports])
    fill_origins(facts)
    return dict(facts.query("SELECT report_id, origin_id FROM origin").fetchall())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abyz"), KINDS), max_size=6), st.randoms(use_true_random=False))
def test_copies_never_make_a_second_origin(copies, chance):
    reports = [{"report_id": "m/0", "exhibits": ["x.mp4"], "narrative": WORDS, "origin": "https://example.org/1"}]
    for n, (organisation, kind) in enumerate(copies, 1):
        goes_back = {"report": {"origin": "m/0"}, "exhibit": {"exhibits": ["x.mp4"]},
                     "url": {"origin": "http://www.example.org/1/"}, "words": {"narrative": WORDS}}  # fmt: skip
        reports.append({"report_id": f"{organisation}/{n}", **goes_back[kind]})
    reports.append({"report_id": "n/9"})
    chance.shuffle(reports)
    found = origins(reports)
    assert len({found[r["report_id"]] for r in reports if r["report_id"] != "n/9"}) == 1
    assert found["n/9"] == "n/9"
