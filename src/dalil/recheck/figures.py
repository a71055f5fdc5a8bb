"""Make every figure of a submission again from its own tables.

The queries and tables come from a file that anybody may have written. They run on tables in memory, with no access to
files or the network, and only where a query is one SELECT.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import chdir, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import duckdb

from dalil import engine
from dalil.recheck.cells import FICTIONAL, same_value
from dalil.recheck.queries import faults_of_queries, run_query
from dalil.recheck.reading import Fault

__all__ = ["FIGURES", "Remade", "Tables", "open_tables", "remake_figures"]

FIGURES = "data/figures.json"
_FOLDER = "data/tables/"

_MOST_ROWS = 50_000_000  # of one table, as its footer says: a hundred times the largest measured
_MOST_SECONDS = 60.0  # for one query: those of the program take milliseconds
_LOOK_S = 1.0  # between two looks at the clock
_LARGEST = 1e300  # of a value: beyond it a sum of two is no number any more
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\.parquet")
_REMADE = 7  # number of the check
_SAID = 100  # characters of what DuckDB says


@dataclass(slots=True)
class Remade:
    """How many figures came out the same and how many are only stated; of which a part is not made again, and what."""

    same: int = 0
    stated: list[str] = field(default_factory=list)
    partly: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """The tables of a submission that were read, and the `names` of all; which of them say that the case is simulated;
    what could not be read."""

    connection: duckdb.DuckDBPyConnection
    names: set[str] = field(default_factory=set)
    fictional: dict[str, bool] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def open_tables(root: Path, files: Sequence[str]) -> Tables:
    """Read those of `files` (names below `root`) that are tables, into memory; afterwards no file can be read."""
    tables = Tables(engine.connect())
    # One thread: the queries are small, and thousands of them.
    for setting in ("threads = 1", "memory_limit = '2GB'"):
        tables.connection.execute(f"SET {setting}")
    wanted = [name for name in files if name.startswith(_FOLDER)]
    # From their folder: signs in the path of that are a pattern to DuckDB.
    with chdir(root / _FOLDER) if wanted else nullcontext():
        for name in wanted:
            try:
                _read_table(tables, name.removeprefix(_FOLDER), name)
            except duckdb.Error as error:
                tables.faults.append(Fault(_REMADE, "a table in Parquet", _first_line(error), name))
    for setting in ("enable_external_access = false", "lock_configuration = true"):
        tables.connection.execute(f"SET {setting}")
    return tables


def _read_table(tables: Tables, file: str, where: str) -> None:
    if not _NAME.fullmatch(file):
        tables.faults.append(Fault(_REMADE, "a table named in small letters, .parquet", file, where))
        return
    table = file.removesuffix(".parquet")
    tables.names.add(table)
    # The name stands in the text: DuckDB imports pandas, where there is one, to look at parameters.
    # Rows from the footer, before anything is unpacked.
    rows = tables.connection.execute(f"SELECT num_rows FROM parquet_file_metadata('{file}')").fetchall()[0][0]
    if rows > _MOST_ROWS:
        tables.faults.append(Fault(_REMADE, f"at most {_MOST_ROWS:,} rows", f"{rows:,}", where))
        return
    notes = tables.connection.execute(f"SELECT key FROM parquet_kv_metadata('{file}')").fetchall()
    tables.fictional[where] = any(key == FICTIONAL.lower().encode() for (key,) in notes)
    tables.connection.execute(f"CREATE TABLE \"{table}\" AS SELECT * FROM read_parquet('{file}')")


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0][:_SAID]


def remake_figures(tables: Tables, figures: object) -> Remade:
    """Run the query of each figure on the tables and compare with what figures.json says."""
    made = Remade(faults=list(tables.faults))
    if not isinstance(figures, list):
        made.faults.append(Fault(_REMADE, "a list of figures", type(figures).__name__, FIGURES))
        return made
    sound = [figure for number, figure in enumerate(figures) if _has_form(figure, number, made)]
    names = frozenset(tables.names)
    constant = faults_of_queries(tables.connection, [figure["query"] for figure in sound], names)
    watch = _Watch(tables.connection)
    for figure in sound:
        where = f"{FIGURES}, {figure['name']}"
        if fault := constant.get(figure["query"]):
            made.faults.append(Fault(_REMADE, "a query whose value follows from the tables", fault, where))
        if problem := _remake(tables.connection, watch, figure, made):
            made.faults.append(Fault(_REMADE, "the value that the query gives", problem, where))
    watch.close()
    return made


def _has_form(figure: object, number: int, made: Remade) -> bool:
    problem = "not an object" if not isinstance(figure, dict) else next(_wrong_fields(figure), "")
    if problem:
        where = f"{FIGURES}, figure {number + 1}"
        made.faults.append(Fault(_REMADE, "a figure with its name, value, query and what it gave", problem, where))
    return not problem


def _wrong_fields(figure: dict[str, Any]) -> Iterator[str]:
    for key in ("name", "query"):
        if not isinstance(figure.get(key), str):
            yield f"{key} is no text"
    for key in ("value", "low", "high"):
        if not is_value(figure.get(key)):
            yield f"{key} is no number"
    shipped = figure.get("from_this_submission")
    if not isinstance(shipped, list) or not all(map(is_value, shipped)):
        yield "from_this_submission is no list of numbers"
    if not isinstance(figure.get("nothing_withheld"), bool):
        yield "nothing_withheld is neither true nor false"


def is_value(value: object) -> bool:
    """True for what a figure can have as its value: a finite number, or none."""
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        return False
    return value is None or abs(value) < _LARGEST


def _remake(connection: duckdb.DuckDBPyConnection, watch: _Watch, figure: dict[str, Any], made: Remade) -> str:
    """What is wrong with the figure; empty when nothing is."""
    stated, query, value = figure["from_this_submission"], figure["query"], figure["value"]
    if not query and not stated and figure["nothing_withheld"] is False:
        made.stated.append(f"{figure['name']}: {value}")  # about what was held back
        return ""
    try:
        # The query comes from a stranger's file: nothing but one SELECT is run, whatever the settings forbid.
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            return "a query that is not one SELECT"
        found = watch.run(statements[0])
    except (duckdb.Error, OverflowError) as error:
        return f"a query that cannot be run: {_first_line(error)}"
    if len(found) != len(stated) or not all(map(same_value, stated, found)):
        return f"{stated} stated, {list(found)} made again"
    whole = bool(found) and same_value(found[0], value)
    if whole is not figure["nothing_withheld"]:
        return f"value {value}, {list(found)} made again"
    ends = [figure.get("low"), figure.get("high")]
    if whole and not all(map(same_value, ends, found[1:])):
        return f"from {ends[0]} to {ends[1]} stated, {list(found)} made again"
    _note_parts(figure, found, made)
    return ""


def _note_parts(figure: dict[str, Any], found: Sequence[float | None], made: Remade) -> None:
    """Count a figure that holds, and say what of it was not made again."""
    made.same += 1
    parts = []
    if not figure["nothing_withheld"]:
        parts.append(f"{found[0] if found else None} of {figure['value']}, for it counts withheld records too")
    low, high = figure.get("low"), figure.get("high")
    if (low is not None and len(found) < 2) or (high is not None and len(found) < 3):
        parts.append(f"its value without the ends of its interval, {low} and {high}")
    if parts:
        made.partly.append(f"{figure['name']}: {'; '.join(parts)}")


class _Watch:
    """Interrupts a query that takes too long. One thread for all: starting one takes as long as a query."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection, self._since = connection, math.inf
        self._done = Event()
        Thread(target=self._look, daemon=True).start()

    def run(self, statement: duckdb.Statement) -> tuple[float | None, ...]:
        """What the query gives; raises `duckdb.InterruptException` where it takes too long."""
        self._since = monotonic()
        try:
            return run_query(self._connection, statement)
        finally:
            self._since = math.inf

    def close(self) -> None:
        """Let the thread end."""
        self._done.set()

    def _look(self) -> None:
        while not self._done.wait(_LOOK_S):
            if monotonic() - self._since > _MOST_SECONDS:
                self._connection.interrupt()
