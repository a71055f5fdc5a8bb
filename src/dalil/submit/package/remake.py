"""Make every figure of a submission again from its own tables.

The queries and tables come from a file that anybody may have written. They run on tables in memory, with no access to
files or the network, and only where a query is one SELECT.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dalil import engine
from dalil.submit.content.figures import run_query, same_value
from dalil.vault.log.chain import Problem

__all__ = ["Remade", "remake_figures"]


@dataclass(frozen=True, slots=True)
class Remade:
    """How many figures came out the same, how many of those only in part, how many are only stated, what is wrong."""

    same: int
    partly: int
    stated: int
    problems: tuple[Problem, ...]


def remake_figures(data: Path) -> Remade:
    """Run the query of each figure in figures.json on `tables/*.parquet` and compare with what the file says."""
    try:
        figures = json.loads((data / "figures.json").read_bytes())
        connection = _tables(data / "tables")
    except (OSError, ValueError, pa.ArrowException, duckdb.Error) as error:
        return Remade(0, 0, 0, (Problem("figures.json and the tables", str(error)[:120], "data"),))
    if not isinstance(figures, list):
        return Remade(0, 0, 0, (Problem("a list of figures", type(figures).__name__, "figures.json"),))
    problems, partly, stated = [], 0, 0
    for number, figure in enumerate(figures):
        problem = _remake(connection, figure) if isinstance(figure, dict) else "not an object"
        where = f"figures.json, {figure.get('name')}" if isinstance(figure, dict) else f"figures.json, {number}"
        if problem:
            problems.append(Problem("the value that the query gives", problem, where))
        elif not figure["query"]:
            stated += 1
        else:
            partly += not figure["nothing_withheld"]
    return Remade(len(figures) - len(problems) - stated, partly, stated, tuple(problems))


def _tables(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = engine.connect()
    for file in sorted(folder.glob("*.parquet")):
        connection.register("incoming", pq.read_table(file))
        name = file.stem.replace('"', "")
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
        connection.unregister("incoming")
    # One thread: the queries are small, and thousands of them.
    for setting in (
        "threads = 1",
        "enable_external_access = false",
        "memory_limit = '1GB'",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _remake(connection: duckdb.DuckDBPyConnection, figure: dict[str, Any]) -> str:
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
        found = run_query(connection, query)
    except duckdb.Error as error:
        return f"a query that cannot be run: {str(error)[:100]}"
    if len(found) != len(stated) or not all(map(same_value, stated, found)):
        return f"{stated} stated, {list(found)} made again"
    whole = bool(found) and same_value(found[0], figure.get("value"))
    if whole is not figure["nothing_withheld"]:
        return f"value {figure.get('value')}, {list(found)} made again"
    return ""
