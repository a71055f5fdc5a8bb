"""Ids."""

from __future__ import annotations

from dalil.simulate.tell.naming import Counters, global_id, prefix, report_ids
from dalil.simulate.tell.place import Placed
from dalil.simulate.tell.reports import Report
from dalil.simulate.tell.time import Told
from dalil.simulate.world.conflict import load_conflict

CONFLICT = load_conflict()


def report(list_: int, order_s: int) -> Report:
    """A report of an organisation, written at a moment."""
    return Report(1, list_, order_s, Told("", "", "day", "", 0), Placed("", "", None, None, "", "name"), {})


def test_numbers_follow_the_order_of_writing_in_each_organisation():
    counters = Counters.fresh(4)
    ids = report_ids(CONFLICT, [report(0, 30), report(1, 20), report(0, 10)], counters)
    assert ids == ["LAN-00002", "CED-00001", "LAN-00001"]
    assert counters.reports == [3, 2, 1, 1]


def test_a_later_slice_goes_on_where_the_last_one_ended():
    counters = Counters.fresh(4)
    report_ids(CONFLICT, [report(0, 1)] * 3, counters)
    assert report_ids(CONFLICT, [report(0, 1)], counters) == ["LAN-00004"]


def test_reports_written_at_one_moment_keep_their_order():
    assert report_ids(CONFLICT, [report(2, 5), report(2, 5)], Counters.fresh(4)) == ["MAR-00001", "MAR-00002"]


def test_global_ids_name_the_organisation():
    assert prefix(CONFLICT, 3) == "RES"
    assert global_id(CONFLICT, 3, "RES-00001") == "Civil Rescue Corps (fictional)/RES-00001"
