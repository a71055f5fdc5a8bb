"""What is declared before the search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.window import declare, read_declared, run_id_of
from dalil.errors import UsageError
from dalil.vault.log.entry import canonical

SETTINGS = Settings.model_validate({"title": "t", "zone": "UTC", "from": "2019-03-01", "to": "2019-03-31"})


def declared(context: Sequence[dict[str, Any]] = (), **sky: Any) -> dict[str, Any]:
    facts = Facts.in_memory()
    facts.replace("context", context)
    return declare(facts, SETTINGS.model_copy(update={"sky": SETTINGS.sky.model_copy(update=sky)}))


def spell(kind: str, first: int, last: int | None) -> dict[str, Any]:
    end = None if last is None else datetime(2019, 3, last, 23, 59, 59, 999999)
    return {"context_id": f"{kind}{first}", "kind": kind, "from_at": datetime(2019, 3, first), "to_at": end}


def regimes(*context: dict[str, Any]) -> list[tuple[int, int, list[str]]]:
    found = declared(list(context))["regimes"]
    return [(int(r["from"][8:10]), int(r["to"][8:10]), r["kinds"]) for r in found]


def test_without_context_there_is_one_regime() -> None:
    assert regimes() == [(1, 31, [])]


def test_borders_are_those_of_cease_fires_and_offensives() -> None:
    found = regimes(spell("ceasefire", 10, 12), spell("offensive", 20, 25), spell("siege", 3, 5))
    assert found == [(1, 9, []), (10, 12, ["ceasefire"]), (13, 19, []), (20, 25, ["offensive"]), (26, 31, [])]


def test_spells_that_overlap_and_one_without_end() -> None:
    found = regimes(spell("ceasefire", 10, 20), spell("offensive", 15, None))
    assert found == [(1, 9, []), (10, 14, ["ceasefire"]), (15, 20, ["ceasefire", "offensive"]), (21, 31, ["offensive"])]


def test_a_spell_outside_the_period_makes_no_border() -> None:
    late = {"context_id": "x", "kind": "offensive", "from_at": datetime(2020, 1, 1), "to_at": None}
    assert regimes(late) == [(1, 31, [])]


def test_it_is_json_and_names_its_run() -> None:
    first, again, other = declared(), declared(), declared(bins_s=(30.0,))
    assert json.loads(json.dumps(first)) == first
    assert run_id_of(first) == run_id_of(again) != run_id_of(other)
    assert run_id_of(json.loads(json.dumps(first))) == run_id_of(first)


def test_a_run_has_one_name_before_and_after_the_log_spelled_its_numbers() -> None:
    fresh = declared(raid_gap_s=900.0)
    logged = json.loads(canonical(fresh))
    assert repr(logged["raid"]["gap_s"]) == "900"
    assert run_id_of(logged) == run_id_of(fresh)
    assert read_declared(logged).text == read_declared(fresh).text


def test_all_that_moves_a_result_is_in_it() -> None:
    changed = [
        declared(window_s={"minute": 60.0}), declared(bins_s=(10.0,)), declared(shift_days=3), declared(seed=2),
        declared(shift_minutes=(95,)), declared(raid_gap_s=1.0), declared(sequence_s=5.0), declared(draws=40),
        declared(spread_times=3.0), declared(spread_at_most_s=60.0),
    ]  # fmt: skip
    assert len({run_id_of(each) for each in [declared(), *changed]}) == len(changed) + 1


@pytest.mark.parametrize(
    ("minutes", "precision", "margin_min"),
    [(0, "minute", 15), (10, "minute", 15), (60, "hour", 30), (360, "part_of_day", 15), (1440, "day", 15)],
)
def test_the_window_follows_the_precision(minutes: int, precision: str, margin_min: int) -> None:
    start, end = datetime(2019, 3, 5), datetime(2019, 3, 5) + timedelta(minutes=minutes)
    margin = timedelta(minutes=margin_min)
    assert read_declared(declared()).window_of(start, end) == (start - margin, end + margin, precision)


@pytest.mark.parametrize(
    ("spread_min", "precision_min", "margin_min"),
    [(4, 0, 15), (8, 0, 20), (30, 0, 45), (8, 60, 30)],  # 2.5 of them, at least a quarter and at most three of an hour
)
def test_a_source_that_scatters_is_looked_for_further_around(
    spread_min: int, precision_min: int, margin_min: int
) -> None:
    start, end = datetime(2019, 3, 5), datetime(2019, 3, 5) + timedelta(minutes=precision_min)
    found = read_declared(declared()).window_of(start, end, 60.0 * spread_min)
    margin = timedelta(minutes=margin_min)
    assert found is not None and found[:2] == (start - margin, end + margin)


def test_a_declaration_from_before_spreads_were_learned_is_searched_as_it_was() -> None:
    before = {key: value for key, value in declared().items() if key != "spread"}
    start = datetime(2019, 3, 5)
    assert read_declared(before).window_of(start, start, 3600.0) == read_declared(before).window_of(start, start)


def test_a_month_is_too_vague_to_look_for_a_flight() -> None:
    assert read_declared(declared()).window_of(datetime(2019, 3, 1), datetime(2019, 3, 31)) is None


@pytest.mark.parametrize(("day", "number"), [(1, 0), (9, 0), (10, 1), (12, 1), (13, 2), (31, 2)])
def test_each_moment_has_its_regime(day: int, number: int) -> None:
    found = read_declared(declared([spell("ceasefire", 10, 12)]))
    assert found.regime_at(datetime(2019, 3, day, 12)) == number


def test_another_format_is_refused() -> None:
    with pytest.raises(UsageError, match="another format"):
        read_declared(declared() | {"format": 99})


def test_bins_have_names() -> None:
    assert read_declared(declared()).bins == (("within", 60), ("within", 180), ("within", 600), ("possible", None))
