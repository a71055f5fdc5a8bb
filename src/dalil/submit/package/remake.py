"""Make every figure of a submission again from its own tables.

The queries and tables come from a file that anybody may have written. They run in a child process of limited memory and
time, on tables in memory, with no access to files or the network, and only where a query is one SELECT that reads a
table and gives the same answer at any time on any machine.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dalil import engine
from dalil.errors import DalilError
from dalil.limited import Limits, run_limited
from dalil.submit.content.figures import run_query, same_value
from dalil.submit.machine.tabular import FICTIONAL
from dalil.submit.package.strict import FAULTS, load_json, said
from dalil.vault.files.regular import open_regular, read_regular
from dalil.vault.log.chain import Problem

__all__ = ["MOST_ROWS", "Remade", "main", "remake_figures", "remake_limited"]

MOST_FIGURES = 1 << 28  # bytes of figures.json: a hundred times that of the largest case measured
MOST_ROWS = 100_000_000
"""Rows of one table, from its footer: ten times the draws of a siege."""
MOST_TABLE = 8 * 2**30  # bytes of one table unpacked, from its footer; more would not fit the child's memory
_LIMITS = Limits(memory_bytes=12 * 2**30, seconds=1_800, clock_seconds=3_600, output_bytes=1 << 26)
"""Address space counts what libraries reserve and never touch; a siege of 100,000 reports takes a tenth of the time."""


_MACHINE = frozenset({"current_setting", "getvariable", "version", "getenv"})
"""Functions that DuckDB calls consistent and that answer for the machine and not for the tables."""

_MOMENTS = frozenset({
    "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user", "session_user",
    "current_role", "user", "current_catalog", "current_schema",
})  # fmt: skip
"""Words that SQL reads as functions where no column bears them."""


@dataclass(frozen=True, slots=True)
class Remade:
    """How many figures came out the same, how many only stated, what is wrong; `partly` names, with what was stated and
    what the tables give, those of which records were withheld; `marked` says of each table whether it says that the
    case is fictional."""

    same: int
    partly: tuple[str, ...]
    stated: int
    problems: tuple[Problem, ...]
    marked: Mapping[str, bool]


def remake_limited(data: Path) -> Remade:
    """`remake_figures` in a child. Raises `Refused` where the child was ended by a limit."""
    made = json.loads(run_limited("dalil.submit.package.remake", [str(data)], b"", _LIMITS, where="data/figures.json"))
    problems = tuple(Problem(**each) for each in made["problems"])
    return Remade(made["same"], tuple(made["partly"]), made["stated"], problems, made["marked"])


def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None:
    """What the child does: `arguments` is the folder `data`."""
    out.write(json.dumps(asdict(remake_figures(Path(arguments[0])))).encode())


def remake_figures(data: Path) -> Remade:
    """Run the query of each figure in figures.json on `tables/*.parquet` and compare with what the file says."""
    try:
        figures = load_json(read_regular(data / "figures.json", most=MOST_FIGURES))
        connection, marked = _tables(data / "tables")
    except (*FAULTS, DalilError, pa.ArrowException, duckdb.Error) as error:
        return Remade(0, (), 0, (Problem("figures.json and the tables", said(error), "data"),), {})
    if not isinstance(figures, list):
        return Remade(0, (), 0, (Problem("a list of figures", type(figures).__name__, "figures.json"),), {})
    unsteady, names = _unsteady(connection), _columns(connection)
    problems, partly, stated = [], [], 0
    for number, figure in enumerate(figures):
        try:
            problem = _remake(connection, figure, unsteady, names) if isinstance(figure, dict) else "not an object"
        except FAULTS as error:
            problem = f"values of another kind: {said(error)}"
        where = f"figures.json, {figure.get('name')}" if isinstance(figure, dict) else f"figures.json, {number}"
        if problem:
            problems.append(Problem("the value that the query gives", problem, where))
        elif not figure["query"]:
            stated += 1
        elif not figure["nothing_withheld"]:
            partly.append(f"{figure.get('name')}: {figure.get('value')} in the case, {_first(figure)} in these tables")
    return Remade(len(figures) - len(problems) - stated, tuple(partly), stated, tuple(problems), marked)


def _first(figure: Mapping[str, Any]) -> object:
    shipped = figure["from_this_submission"]
    return shipped[0] if shipped else "nothing"


def _tables(folder: Path) -> tuple[duckdb.DuckDBPyConnection, dict[str, bool]]:
    connection, marked = engine.connect(), dict[str, bool]()
    for file in sorted(folder.glob("*.parquet")):
        with os.fdopen(open_regular(file), "rb") as stream:
            table = pq.ParquetFile(stream)
            _demand_size(table.metadata)
            marked[f"data/tables/{file.name}"] = FICTIONAL.lower().encode() in (table.metadata.metadata or {})
            connection.register("incoming", table.read())
        name = file.stem.replace('"', "")
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
        connection.unregister("incoming")
    # One thread: the queries are small, and thousands of them.
    for setting in (
        "threads = 1",
        "enable_external_access = false",
        "memory_limit = '4GB'",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection, marked


def _demand_size(footer: Any) -> None:
    """Ask the footer before anything is unpacked. It may lie; what it then unpacks to is the child's to end on."""
    unpacked = sum(footer.row_group(number).total_byte_size for number in range(footer.num_row_groups))
    if not 0 <= footer.num_rows <= MOST_ROWS or not 0 <= unpacked <= MOST_TABLE:
        raise ValueError(f"a table of {footer.num_rows:,} rows and {unpacked:,} bytes, more than is read here")


def _columns(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = connection.execute("SELECT lower(column_name) FROM duckdb_columns() WHERE NOT internal").fetchall()
    return frozenset(name for (name,) in found)


def _unsteady(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The functions that give another answer at another time, by DuckDB's own account, or on another machine."""
    found = connection.execute(
        "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
    ).fetchall()
    return frozenset(name for (name,) in found) | _MACHINE


def _remake(
    connection: duckdb.DuckDBPyConnection, figure: dict[str, Any], unsteady: frozenset[str], columns: frozenset[str]
) -> str:
    """What is wrong with the figure; empty when nothing is."""
    stated, query = figure.get("from_this_submission"), figure.get("query")
    if not isinstance(stated, list) or not isinstance(query, str) or "nothing_withheld" not in figure:
        return "a figure without its query or its values"
    if not query and not stated and figure["nothing_withheld"] is False:
        return ""  # a figure about what was held back: it can only be stated
    try:
        # The query comes from a stranger's file: nothing but one SELECT is run, whatever the settings forbid.
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            return "a query that is not one SELECT"
        idle = _idle(connection, query, unsteady, columns)
        if idle:
            return idle
        found = run_query(connection, query)
    except duckdb.Error as error:
        return f"a query that cannot be run: {str(error)[:100]}"
    if len(found) != len(stated) or not all(map(same_value, stated, found)):
        return f"{stated} stated, {list(found)} made again"
    whole = bool(found) and same_value(found[0], figure.get("value"))
    if whole is not figure["nothing_withheld"]:
        return f"value {figure.get('value')}, {list(found)} made again"
    return ""


def _idle(connection: duckdb.DuckDBPyConnection, query: str, unsteady: frozenset[str], columns: frozenset[str]) -> str:
    """Why the answer of a query does not hang on the tables alone; empty where it does."""
    (text,) = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchone() or ("{}",)
    tree = json.loads(text)
    nodes = list(_nodes(tree))
    within = {each.get("key") for node in nodes if isinstance(node.get("map"), list) for each in node["map"]}
    tables = {node.get("table_name") for node in nodes if node.get("type") == "BASE_TABLE"}
    if not tables - within - {None}:
        return "a query that reads no table"
    named = {str(node["function_name"]).lower() for node in nodes if "function_name" in node}
    words = {str(node["column_names"][-1]).lower() for node in nodes if node.get("column_names")}
    moving = sorted((named & unsteady) | (words & _MOMENTS) - columns)
    moving += sorted(name for name in named if re.match(r"duckdb_|pragma_", name))
    if moving:
        return f"a query whose answer hangs on the moment or the machine: {', '.join(moving)}"
    if any(isinstance(node.get("sample"), dict) for node in nodes):
        return "a query over a sample"
    answers = [node for each in _answers(tree) for node in _nodes(each)]
    if not any(node.get("class") in ("COLUMN_REF", "FUNCTION", "SUBQUERY", "WINDOW", "STAR") for node in answers):
        return "a query whose answer is written in it"
    return ""


def _answers(tree: Mapping[str, Any]) -> list[Any]:
    """What the query selects, first of all: its list, or that of each side of a UNION."""
    found: list[Any] = []
    waiting = [statement.get("node") for statement in tree.get("statements", ())]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found += node.get("select_list", [])
            waiting += [node.get("left"), node.get("right")]
    return found


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a syntax tree. Not by recursion: how deep it is a stranger says."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
