"""Where changes are placed: each between its neighbours, and no regime shorter than the case allows."""

import numpy as np
import pytest

from dalil.casefile.settings import Settings
from dalil.count.drawn import draw_attacks
from dalil.count.rates import changes as changes_module
from dalil.count.rates.changes import find_changes
from dalil.count.rates.exposure import observed_time
from dalil.count.rates.renewal import Split
from dalil.count.scopes import selections

from ..conftest import register
from .test_stage import RULES, at_days

SETTINGS = Settings.model_validate(RULES)
BEGUN = (128, 172)


def changes(days):
    facts = register(at_days(days, objects_hit=["hospital"]))
    selection = selections(SETTINGS)[0]
    found = find_changes(
        draw_attacks(facts, selection), observed_time(facts, SETTINGS, selection), SETTINGS, "hospital"
    )
    return [change for change in found.changes if change.claimed]


def siege():
    """One in four days, one in two, one in nine hours."""
    slots = [(0, 128, 32), (128, 44, 22), (172, 10, 27)]
    return np.concatenate([begin + (np.arange(n) + 0.5) * length / n for begin, length, n in slots])


def test_changes_are_where_the_rates_change():
    found = changes(siege())
    assert [abs(change.at - day) <= 4 for change, day in zip(found, BEGUN, strict=True)] == [True, True]
    assert [round(change.after / change.before) for change in found] == [2, 5]


@pytest.mark.parametrize("late", [0.0, 1.2, 2.4])
def test_a_split_found_too_late_does_not_draw_the_one_before_it_to_itself(monkeypatch, late):
    # Some attacks of the last regime then lie before the split, and rise more sharply than anything before them.
    splits = [Split(128.0, 5.0, 0.001), Split(172.2 + late, 9.0, 0.001)]
    monkeypatch.setattr(changes_module, "search", lambda raids, **options: splits)
    first, second = changes(siege())
    assert (first.at, second.at) == (pytest.approx(128, abs=4), pytest.approx(172, abs=1))
    assert second.at - first.at >= SETTINGS.count.change_days


def test_a_steady_series_has_none():
    assert changes(np.arange(0.5, 180, 2.0)) == []
