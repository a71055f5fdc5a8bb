"""The tables of the facts: each can be made, ordered, and says where its rows come from."""

from __future__ import annotations

import duckdb
import pytest

from dalil.records import KINDS, TABLES, Sensitivity, Table, Type, table_of_kind

S, T = Sensitivity, Type


def test_every_table_can_be_made() -> None:
    connection = duckdb.connect()
    for table in TABLES.values():
        connection.execute(table.ddl)
    assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (len(TABLES),)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_is_ordered_by_columns_that_it_has(table: Table) -> None:
    names = [column.fact_name for column in table.columns]
    assert table.key
    assert set(table.key) <= set(names)
    assert len(set(names)) == len(names)
    assert table.doc.endswith(".")


@pytest.mark.parametrize("stem", [stem for stem, kind in KINDS.items() if not kind.sealed])
def test_a_record_says_which_row_of_which_original_it_is(stem: str) -> None:
    table = table_of_kind(KINDS[stem])
    assert [column.name for column in table.columns[:2]] == ["source_sha256", "source_row"]
    assert table.key == ("source_sha256", "source_row")
    assert table.columns[0].sensitivity is S.ORIGINAL_HASH
    assert sum(column.name == "organisation" for column in table.columns) == 1


def test_an_interval_has_both_its_ends_in_the_table() -> None:
    sighting = {column.name: column for column in TABLES["sighting"].columns}
    assert sighting["seen_at"].type is sighting["seen_at_latest"].type is T.MOMENT
    report = [column.name for column in TABLES["report"].columns]
    assert "earliest_latest" not in report
    assert report.index("latest") == report.index("earliest") + 1


def test_a_class_is_not_lost_on_the_way_to_the_table() -> None:
    for kind in KINDS.values():
        for column in kind.columns if not kind.sealed else ():
            table = {each.name: each for each in TABLES[kind.table].columns}
            for name, _ in column.fact_columns:
                assert table[name].sensitivity is column.sensitivity, (kind.stem, name)
                assert table[name].one_of == column.one_of


def test_what_was_refused_is_not_public() -> None:
    hidden = {table.name for table in TABLES.values() if not table.public}
    assert {"refusal", "unknown_column", "superseded", "report_alias"} <= hidden
    assert not hidden & {"report", "incident", "figure", "finding"}


def test_no_table_holds_an_identity() -> None:
    held = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.sensitivity in (S.IDENTITY, S.CONTACT)]
    assert held == []


def test_names_stand_where_they_were_written_and_nowhere_else() -> None:
    """A computed table that repeats a name would have to be masked a second time."""
    written = {kind.table for kind in KINDS.values()}
    computed = [(t.name, c.name) for t in TABLES.values() if t.name not in written for c in t.columns
                if c.sensitivity is S.NAME]  # fmt: skip
    assert ("person", "name") not in computed
    assert ("decision", "by") in computed


def test_json_is_a_type_and_not_a_word_in_the_doc() -> None:
    held = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.type is T.JSON]
    assert held == [
        ("pair", "comparisons"),
        ("sky_run", "declared"),
        ("attribution", "reasons"),
        ("line", "note"),
        ("estimate", "diagnostics"),
    ]
    assert [c.name for t in TABLES.values() for c in t.columns if "JSON" in c.doc] == []
