"""facts.duckdb: everything derived. Built beside and renamed into place; readers open it read-only."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dalil import engine
from dalil.casefile.broken import faults_named
from dalil.errors import Refused
from dalil.records import TABLES, WORKING, Table, Working
from dalil.units import Sha256

__all__ = ["FACTS_FORMAT", "Facts", "building", "reading"]

FACTS_FORMAT = 3
"""Version of facts.duckdb. Facts of another are refused with the command that makes them anew."""


class Facts:
    """The tables of the facts over one DuckDB connection.

    A stage reads with `query` and `rows`, and gives a whole table with `replace`; nobody updates in place.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.emptied = False
        """True once words were taken out that must be gone: the file is then written anew, block by block, because
        DuckDB keeps the bytes of a changed cell in blocks that are merely free."""

    @classmethod
    def in_memory(cls) -> Facts:
        """Empty tables in memory, for tests and previews."""
        facts = cls(engine.connect())
        facts.create()
        return facts

    def create(self) -> None:
        """Make every table, empty."""
        for table in TABLES.values():
            self.connection.execute(table.ddl)
        # `position` is the part of the log that the tables of intake stand for, `results` that of what was computed.
        self.connection.execute(
            "CREATE TABLE meta (format INTEGER, protection VARCHAR, position VARCHAR, results VARCHAR)"
        )
        self.connection.execute("INSERT INTO meta VALUES (?, 'none', '', '')", [FACTS_FORMAT])

    def mark(self, name: str) -> dict[str, Any]:
        """What `set_mark` wrote last under `name` (`position` or `results`); empty where nothing was."""
        written = self.value(f'SELECT "{name}" FROM meta')
        return dict(json.loads(written)) if written else {}

    def set_mark(self, name: str, value: Mapping[str, Any]) -> None:
        """Write down which part of the log these tables stand for."""
        self.query(f'UPDATE meta SET "{name}" = ?', [json.dumps(value, sort_keys=True) if value else ""])

    def query(self, sql: str, parameters: Sequence[Any] | None = None) -> duckdb.DuckDBPyConnection:
        """Run one statement; fetch from what it returns."""
        return self.connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[Any] | None = None) -> list[dict[str, Any]]:
        """The result as a list of dictionaries."""
        cursor = self.query(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def value(self, sql: str, parameters: Sequence[Any] | None = None) -> Any:
        """The single value of a query that gives one row of one column."""
        row = self.query(sql, parameters).fetchone()
        return None if row is None else row[0]

    def replace(self, table: str, rows: Sequence[Mapping[str, Any]] | pa.Table) -> int:
        """Empty `table` and fill it; returns the number of rows."""
        self.query(f'DELETE FROM "{table}"')
        return self.append(table, rows)

    def append(self, table: str, rows: Sequence[Mapping[str, Any]] | pa.Table) -> int:
        """Add rows given as dictionaries (missing keys are NULL, unknown keys an error) or as an Arrow table."""
        declared = TABLES[table]
        # By name and not by place: a column that moved in the declaration must not take the values of another.
        incoming = rows if isinstance(rows, pa.Table) else _arrow(declared, rows)
        unknown = set(incoming.column_names) - {name for name, _ in declared.sql_columns}
        if unknown:
            raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
        if incoming.num_rows:
            names = ", ".join(f'"{name}"' for name in incoming.column_names)
            self.connection.register("incoming", incoming)
            self.query(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM incoming')
            self.connection.unregister("incoming")
        return int(incoming.num_rows)

    def make(
        self, name: str, source: str | pa.Table | Sequence[Sequence[Any]] = (), parameters: Sequence[Any] | None = None
    ) -> None:
        """Make the temporary table `name` anew, from a query, an Arrow table, or rows in the order of its columns.

        Raises `KeyError` where no such table is declared in `dalil.records.working`, or `source` has other columns.
        """
        declared = WORKING[name]
        if isinstance(source, str):
            self.query(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {source}', parameters)
        elif not isinstance(source, pa.Table) and not source:
            self.query(declared.ddl)
        else:
            incoming = source if isinstance(source, pa.Table) else _columns(declared, source)
            self.connection.register("incoming", incoming)
            self.query(f'CREATE OR REPLACE TEMP TABLE "{name}" AS FROM incoming')
            self.connection.unregister("incoming")
        made = tuple((column[0], str(column[1])) for column in self.query(f'FROM "{name}" LIMIT 0').description)
        if made != declared.columns:
            raise KeyError(f"{name} is declared with the columns {declared.columns}, and made with {made}")

    def table_hash(self, table: str) -> Sha256:
        """SHA-256 of the table exported in key order: two facts are equal when all their hashes are."""
        declared = TABLES[table]
        # The key, then every column: rows with equal keys would come in any order.
        key = ", ".join(f'"{name}"' for name in declared.key)
        digest = hashlib.sha256()
        cursor = self.query(f'SELECT * FROM "{table}" ORDER BY {key}, *')
        while batch := cursor.fetchmany(20_000):  # a siege has millions of draws; all at once would not fit
            for row in batch:
                digest.update(repr(row).encode())
        return Sha256(digest.hexdigest())

    def hashes(self) -> dict[str, Sha256]:
        """The hash of every table."""
        return {name: self.table_hash(name) for name in TABLES}


_ARROW = {
    "VARCHAR": pa.string(), "VARCHAR[]": pa.list_(pa.string()), "BIGINT": pa.int64(), "DOUBLE": pa.float64(),
    "DOUBLE[]": pa.list_(pa.float64()), "BOOLEAN": pa.bool_(), "TIMESTAMP": pa.timestamp("us"), "DATE": pa.date32(),
}  # fmt: skip


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema that `Facts.append` takes for `table`."""
    return pa.schema([(name, _ARROW[sql]) for name, sql in table.sql_columns])


def _columns(table: Working, rows: Sequence[Sequence[Any]]) -> pa.Table:
    arrays = [pa.array([row[place] for row in rows], _ARROW[sql]) for place, (_, sql) in enumerate(table.columns)]
    return pa.Table.from_arrays(arrays, names=[name for name, _ in table.columns])


def _arrow(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = arrow_schema(table)
    unknown = {key for row in rows for key in row} - set(schema.names)
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    columns = [pa.array([row.get(field.name) for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


@contextmanager
def reading(path: Path) -> Iterator[Facts]:
    """The facts at `path`, read-only: a reader never blocks a writer."""
    with faults_named(path), closing(engine.connect(path, read_only=True)) as connection:
        facts = Facts(connection)
        _check_format(facts, path)
        yield facts


@contextmanager
def building(path: Path, *, fresh: bool = False) -> Iterator[Facts]:
    """Facts to write: a copy beside `path`, renamed into place when the block ends well, else removed.

    `fresh` begins with empty tables.
    """
    beside, anew = (path.with_name(f"{path.stem}.{word}{path.suffix}") for word in ("building", "anew"))
    # Left by a command that was killed: DuckDB would replay the log of one file into another.
    _remove(beside, anew)
    started_empty = fresh or not path.exists()
    with faults_named(path), _removed_after(beside, anew), closing(_copy_of(path, beside, started_empty)) as connection:
        facts = Facts(connection)
        if started_empty:
            facts.create()
        else:
            _check_format(facts, path)
        yield facts
        # All of it into the one file that is renamed: what stayed in the log beside it would be lost.
        connection.execute("CHECKPOINT")
        if facts.emptied:
            _write_anew(connection, anew)
        connection.close()
        (anew if facts.emptied else beside).replace(path)


def _copy_of(path: Path, beside: Path, started_empty: bool) -> duckdb.DuckDBPyConnection:
    if not started_empty:
        shutil.copyfile(path, beside)
    return engine.connect(beside)


@contextmanager
def _removed_after(*paths: Path) -> Iterator[None]:
    try:
        yield
    finally:
        _remove(*paths)


def _write_anew(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Copy all tables into a new file: the blocks of the old one still hold what was taken out."""
    (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    quoted = str(target).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS anew")
    connection.execute(f'COPY FROM DATABASE "{name}" TO anew')
    connection.execute("CHECKPOINT anew")
    connection.execute("DETACH anew")


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)


def _check_format(facts: Facts, path: Path) -> None:
    # The number alone would miss a table that changed without it; columns are compared too.
    found = facts.query("SELECT format, protection FROM meta").fetchone()
    differing = [] if found != (FACTS_FORMAT, "none") else _differing(facts)
    if found != (FACTS_FORMAT, "none") or differing:
        raise Refused(
            "The facts were written by another version of Dalil.",
            expected=f"format {FACTS_FORMAT}, protection none, and the tables of this version",
            found=f"other columns in {', '.join(differing[:5])}" if differing else str(found),
            where=str(path),
            do=f"run: dalil rebuild {path.parent}   (nothing is lost: vault and log have everything)",
        )


def _differing(facts: Facts) -> list[str]:
    """Tables that are not there, or not with the columns that this version declares."""
    rows = facts.query(
        "SELECT table_name, list((column_name, data_type) ORDER BY column_index) FROM duckdb_columns()"
        " WHERE NOT internal GROUP BY table_name"
    ).fetchall()
    there = {table: [tuple(column) for column in columns] for table, columns in rows}
    return [name for name, table in TABLES.items() if there.get(name) != list(table.sql_columns)]
