"""One way to open DuckDB: nothing from outside, no network, no second writer, the same order of rows."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from dalil import engine
from dalil.errors import CannotProceed


def setting(connection: duckdb.DuckDBPyConnection, name: str) -> object:
    row = connection.execute("SELECT current_setting(?)", [name]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("autoinstall_known_extensions", False),
        ("autoload_known_extensions", False),
        ("preserve_insertion_order", True),
        ("enable_progress_bar", False),
    ],
)
def test_it_asks_no_network_and_keeps_the_order(name: str, value: bool) -> None:
    assert setting(engine.connect(), name) is value


def test_an_extension_that_is_not_there_is_not_fetched() -> None:
    with pytest.raises(duckdb.Error):
        engine.connect().execute("SELECT ST_Point(1, 2)")


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    connection = engine.connect(path)
    connection.execute("CREATE TABLE a (b INTEGER)")
    connection.close()
    reader = engine.connect(path, read_only=True)
    assert reader.execute("SELECT count(*) FROM a").fetchone() == (0,)
    with pytest.raises(duckdb.InvalidInputException):
        reader.execute("INSERT INTO a VALUES (1)")


def test_two_in_memory_know_nothing_of_each_other() -> None:
    engine.connect().execute("CREATE TABLE a (b INTEGER)")
    with pytest.raises(duckdb.CatalogException):
        engine.connect().execute("SELECT * FROM a")


def test_without_spark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(CannotProceed, match="not installed") as caught:
        engine.spark()
    assert "pip install 'dalil[spark]'" in caught.value.do
    assert "--engine duckdb" in caught.value.do
