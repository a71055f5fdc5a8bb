"""Observed time: from presence, never from reports."""

from datetime import datetime

import numpy as np
import pytest
from tests.cases import raw

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.rates.exposure import Observed, local_days, observed_time
from dalil.count.scopes import selections

RULES = {**raw("2016-09-01", "2016-09-30"),
         "parties": [{"id": "north", "name": "North", "aliases": ["the northerners"]}]}  # fmt: skip


def observed_days(*rows):
    facts, settings = Facts.in_memory(), Settings.model_validate(RULES)
    facts.replace("context", [
        {"kind": "presence", "from_at": datetime(2016, 9, first), "to_at": datetime(2016, 9, last), "parties": parties}
        for first, last, parties in rows
    ])  # fmt: skip
    found = observed_time(facts, settings, selections(settings)[0])
    return found.total_s / 86_400, found.basis


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ([], (30, "assumed")),
        ([(1, 11, [])], (10, "presence")),
        ([(1, 11, ["Lantern"]), (6, 16, ["Cedar"])], (15, "presence")),
        ([(1, 11, []), (21, 23, [])], (12, "presence")),
        ([(1, 11, ["North"])], (30, "assumed")),
        ([(1, 11, ["The Northerners"]), (1, 3, [])], (2, "presence")),
    ],
)
def test_days_observed(rows, days):
    assert observed_days(*rows) == days


def test_elapsed_time_stops_where_nobody_looks():
    observed = Observed(np.array([[0.0, 10.0], [20.0, 30.0]]), "presence")
    assert observed.elapsed_s(np.array([-5.0, 5.0, 15.0, 25.0, 40.0])).tolist() == [0, 5, 10, 15, 20]
    assert observed.moment_s(np.array([5.0, 15.0])).tolist() == [5, 25]
    assert observed.holds(np.array([5.0, 15.0, 25.0, 30.0])).tolist() == [True, False, True, False]


def test_a_civil_day_may_have_23_hours():
    settings = Settings.model_validate(RULES | {"zone": "Asia/Damascus", "from": "2016-03-24", "to": "2016-03-26"})
    days, midnights = local_days(settings.period, settings)
    assert days == ["2016-03-24", "2016-03-25", "2016-03-26"]
    assert np.diff(midnights).tolist() == [86_400, 82_800, 86_400]
