"""How a column is declared, and what it becomes in the facts."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import duckdb
import pytest

from dalil.records import Column, Kind, Sensitivity, Table, Type

S, T = Sensitivity, Type


def test_every_type_is_one_that_duckdb_has() -> None:
    connection = duckdb.connect()
    for type_ in Type:
        connection.execute(f"SELECT NULL::{type_.sql}")


@pytest.mark.parametrize(
    ("type_", "sql"),
    [
        (T.CODES, "VARCHAR[]"),
        (T.LIST, "VARCHAR[]"),
        (T.INTEGER, "BIGINT"),
        (T.MOMENT, "TIMESTAMP"),
        (T.BOX, "DOUBLE[]"),
        (T.FLAG, "BOOLEAN"),
    ],
)
def test_lists_and_times_have_their_own_types(type_: Type, sql: str) -> None:
    assert type_.sql == sql


def test_a_moment_is_an_interval() -> None:
    column = Column("seen_at", T.MOMENT, S.TIME)
    assert column.fact_columns == (("seen_at", "TIMESTAMP"), ("seen_at_latest", "TIMESTAMP"))


def test_a_moment_whose_end_is_a_column_of_its_own_is_one_column() -> None:
    column = Column("earliest", T.MOMENT, S.TIME, end="latest")
    assert column.fact_columns == (("earliest", "TIMESTAMP"),)


def test_a_keyword_of_sql_has_another_name_in_the_facts() -> None:
    column = Column("from", T.MOMENT, S.TIME, fact="from_at")
    assert column.fact_name == "from_at"
    assert [name for name, _ in column.fact_columns] == ["from_at", "from_at_latest"]
    assert Column("place", T.TEXT, S.PLACE).fact_name == "place"


def test_a_table_makes_itself() -> None:
    table = Table("order", (Column("select", T.CODES, S.CODE), Column("at", T.MOMENT, S.TIME)), ("select",), "")
    assert table.ddl == 'CREATE TABLE "order" ("select" VARCHAR[], "at" TIMESTAMP)'
    connection = duckdb.connect()
    connection.execute(table.ddl)
    assert connection.execute('SELECT count(*) FROM "order"').fetchone() == (0,)


def test_a_kind_finds_its_columns_by_name_and_its_id_first() -> None:
    kind = Kind("things", "thing", (Column("thing_id", T.ID, S.ID), Column("note", T.TEXT, S.FREE_TEXT)), "")
    assert kind.id_column.name == "thing_id"
    assert kind.by_name["note"].sensitivity is S.FREE_TEXT
    assert "colour" not in kind.by_name


def test_a_declaration_cannot_be_changed_on_the_way() -> None:
    with pytest.raises(FrozenInstanceError):
        Column("a", T.TEXT, S.FREE_TEXT).sensitivity = S.CODE  # type: ignore[misc]
