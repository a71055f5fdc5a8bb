"""Attacks draw by draw: which are settled, which move, and what a cluster that is no incident looks like."""

from datetime import datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.count.drawn import draw_attacks
from dalil.count.scopes import selections

from .conftest import incident


def moment(text):
    return datetime.fromisoformat(f"2016-09-{text}")


def report(name, earliest, latest, **columns):
    return {
        "report_id": name,
        "organisation": name[0],
        "earliest": moment(earliest),
        "latest": moment(latest),
    } | columns


@pytest.fixture
def moving():
    """i1 is settled; i2 holds reports B/1 and C/1, which one draw in two takes apart."""
    facts = Facts.in_memory()
    facts.replace("incident", [incident("i1", "09-05"), incident("i2", "09-20", objects_hit=["hospital", "school"])])
    facts.replace("incident_report", [
        {"incident_id": "i1", "report_id": "A/1"}, {"incident_id": "i2", "report_id": "B/1"},
        {"incident_id": "i2", "report_id": "C/1"},
    ])  # fmt: skip
    facts.replace("report", [
        report("A/1", "05T10:00", "05T10:00"),
        report("B/1", "20T10:00", "20T12:00", objects_hit=["hospital"], kind="airstrike"),
        report("C/1", "20T11:00", "20T14:00", objects_hit=["school"], kind="airstrike"),
    ])  # fmt: skip
    facts.replace("location", [{"report_id": r, "in_scope": True} for r in ("A/1", "B/1", "C/1")])
    facts.replace("partition_draw", [
        {"draw": 0, "report_id": "B/1", "cluster_id": "x"}, {"draw": 0, "report_id": "C/1", "cluster_id": "x"},
        {"draw": 1, "report_id": "B/1", "cluster_id": "x"}, {"draw": 1, "report_id": "C/1", "cluster_id": "y"},
    ])  # fmt: skip
    return facts


def test_settled_attacks_are_in_every_draw(moving, settings):
    drawn = draw_attacks(moving, selections(settings)[0])
    names = [[drawn.ids[n] for n in draw] for draw in drawn.draws]
    assert names == [["i1", "i2"], ["cluster B/1", "cluster C/1", "i1"]]


def test_attacks_taken_apart_have_their_own_objects_and_times(moving, settings):
    drawn = draw_attacks(moving, selections(settings)[0])
    assert [drawn.hits("hospital")[draw].sum() for draw in drawn.draws] == [1, 1]
    assert [drawn.hits("school")[draw].sum() for draw in drawn.draws] == [1, 1]
    width = {name: late - early for name, early, late in zip(drawn.ids, drawn.earliest_s, drawn.latest_s, strict=True)}
    assert (width["cluster B/1"], width["cluster C/1"]) == (7200, 10800)


@pytest.mark.parametrize(
    ("second", "expected"),
    [(("20T11:00", "20T14:00"), ("20T11:00", "20T12:00")), (("20T13:00", "20T13:30"), ("20T13:00", "20T13:30"))],
)
def test_a_new_cluster_shares_the_interval_or_takes_the_most_precise(moving, settings, second, expected):
    moving.replace("report", [report("B/1", "20T10:00", "20T12:00"), report("C/1", *second)])
    moving.replace("incident_report", [{"incident_id": "i2", "report_id": "B/1"}])
    drawn = draw_attacks(moving, selections(settings)[0])
    where = drawn.ids.index("cluster B/1 C/1")
    found = (drawn.earliest_s[where], drawn.latest_s[where])
    assert tuple(datetime.utcfromtimestamp(at) for at in found) == tuple(moment(text) for text in expected)


def test_without_draws_the_register_is_the_only_one(facts, settings):
    drawn = draw_attacks(facts, selections(settings)[0])
    assert [drawn.ids[n] for n in drawn.draws[0]] == ["i1", "i2", "i3", "i4"]
    assert len(drawn.draws) == 1
