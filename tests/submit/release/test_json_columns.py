"""The SQL that cuts one table: what a column is, and not what its doc says, decides whether it can leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dalil.casefile.facts import Facts
from dalil.records import TABLES, Column, Sensitivity, Table, Type
from dalil.submit.release.columns import table_sql
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

S, T = Sensitivity, Type


@pytest.fixture
def trusted(receiver: Receiver) -> Receiver:
    """An audience that may have every class that there is."""
    return replace(receiver, rules=receiver.rules.model_copy(update={"classes": tuple(Sensitivity)}))


def selected(column: Column, receiver: Receiver) -> str:
    """What stands for the column in the cut of a table that has an id beside it."""
    table = Table("made_up", (Column("made_id", T.CODE, S.CODE), column), ("made_id",), "")
    return table_sql(table, receiver).split(" FROM ")[0].split(", ", 1)[1]


@pytest.mark.parametrize(
    "column",
    [
        Column("x", T.JSON, S.CODE, doc="numbers"),
        Column("x", T.LIST, S.ID),
        Column("x", T.LIST, S.SOURCE),
    ],
)
def test_what_can_hold_anything_leaves_to_nobody(column: Column, trusted: Receiver) -> None:
    assert selected(column, trusted) == "NULL"


@pytest.mark.parametrize(
    "column",
    [Column("x", T.CODE, S.CODE, doc="JSON, says the doc"), Column("x", T.LIST, S.PLACE), Column("x", T.CODES, S.CODE)],
)
def test_the_doc_of_a_column_decides_nothing(column: Column, trusted: Receiver) -> None:
    assert 't."x"' in selected(column, trusted)


@pytest.mark.parametrize("sensitivity", [S.IDENTITY, S.CONTACT, S.NAME])
def test_a_class_that_never_leaves_is_not_asked_for_twice(sensitivity: Sensitivity, receiver: Receiver) -> None:
    assert selected(Column("x", T.TEXT, sensitivity), receiver) == "NULL"


@pytest.mark.parametrize(("table", "column"), [("attribution", "reasons"), ("line", "note")])
def test_no_json_of_the_facts_is_in_the_cut(facts: Facts, trusted: Receiver, table: str, column: str) -> None:
    incident = facts.value("SELECT min(incident_id) FROM incident")
    row = {"incident_id": incident, column: '{"secret": 1}'} | ({"line": "media"} if table == "line" else {})
    facts.append(table, [row])
    released = cut(facts, trusted).facts
    assert released.value(f'SELECT count(*) FROM "{table}"') >= 1
    assert released.value(f'SELECT count("{column}") FROM "{table}"') == 0
    assert TABLES[table].public
