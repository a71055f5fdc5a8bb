"""The SQL of one table, run on rows by hand: what of each cell leaves."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from dalil.casefile.facts import Facts
from dalil.records import TABLES, Sensitivity, Type
from dalil.submit.release.columns import incident_sql, table_sql
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def without(receiver: Receiver, *classes: Sensitivity, **rules: object) -> Receiver:
    kept = tuple(each for each in receiver.rules.classes if each not in classes)
    return replace(receiver, rules=receiver.rules.model_copy(update={"classes": kept, **rules}))


@pytest.mark.parametrize("table", sorted(name for name, table in TABLES.items() if table.public))
def test_whoever_may_have_no_class_gets_as_many_empty_columns_as_a_table_has(table: str, receiver: Receiver) -> None:
    """One too few, and each value would stand under its neighbour's name."""
    nobody = without(receiver, *Sensitivity)
    sql = incident_sql(nobody) if table == "incident" else table_sql(TABLES[table], nobody)
    head = sql.removeprefix("SELECT ").partition(" FROM ")[0]
    assert head == ", ".join(["NULL"] * len(TABLES[table].columns))


def test_of_an_incident_without_a_released_report_codes_and_the_month_are_left(
    facts: Facts, receiver: Receiver
) -> None:
    (row,) = cut(facts, receiver).facts.rows("SELECT * FROM incident WHERE incident_id = 'I-2'")
    assert (row["kind"], row["objects_hit"], row["month_local"]) == ("airstrike", ["school"], "2016-11")
    stays = ("earliest", "latest", "latitude", "longitude", "radius_m", "place", "day_local")
    assert {name: row[name] for name in stays} == dict.fromkeys(stays)


def test_where_nothing_is_counted_it_does_not_leave_at_all(facts: Facts, receiver: Receiver) -> None:
    silent = without(receiver, confidential_counts=False)
    assert cut(facts, silent).facts.query("SELECT incident_id FROM incident ORDER BY 1").fetchall() == [
        ("I-1",), ("I-3",)
    ]  # fmt: skip


@pytest.mark.parametrize(("decimals", "latitude"), [(1, 36.4), (0, 36.0)])
def test_a_radius_is_no_smaller_than_the_cell_that_the_point_is_rounded_to(
    facts: Facts, receiver: Receiver, decimals: int, latitude: float
) -> None:
    rough = without(receiver, coordinate_decimals=decimals, protected_place_decimals=decimals)
    (row,) = cut(facts, rough).facts.rows("SELECT latitude, radius_m FROM incident WHERE incident_id = 'I-3'")
    assert row["latitude"] == latitude
    assert row["radius_m"] == pytest.approx(111_195 / 10**decimals / math.sqrt(2))


def test_an_account_that_is_only_counted_keeps_its_codes_alone(facts: Facts, receiver: Receiver) -> None:
    (row,) = cut(facts, receiver).facts.rows("SELECT * FROM report WHERE objects_hit = ['school']")
    assert row["report_id"].startswith("W-") and row["kind"] == "airstrike"
    assert [row[name] for name in ("organisation", "earliest", "place", "narrative")] == [None] * 4


def test_a_report_that_names_another_calls_it_by_the_id_that_leaves(facts: Facts, receiver: Receiver) -> None:
    facts.replace("evidence", [
        {"incident_id": "I-1", "line": "accounts", "origin_kind": "report", "origin_id": origin, "variable": "kind",
         "value": "airstrike"}
        for origin in ("Alpha/1", "Gamma/3")
    ])  # fmt: skip
    told = [origin for (origin,) in cut(facts, receiver).facts.query("SELECT origin_id FROM evidence").fetchall()]
    assert "Alpha/1" in told and not any("Gamma" in origin for origin in told)


def test_no_list_of_ids_or_sources_leaves(receiver: Receiver) -> None:
    for table in TABLES.values():
        for column in table.columns:
            if column.type is Type.LIST and column.sensitivity in (Sensitivity.ID, Sensitivity.SOURCE):
                alone = replace(table, columns=(column,), key=(column.fact_name,))
                assert table_sql(alone, receiver).startswith("SELECT NULL FROM ")
