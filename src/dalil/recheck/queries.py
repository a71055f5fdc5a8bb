"""What a figure's query gives, and whether it is a query at all: one SELECT that reads the tables it came with.

What is found wrong is found in the query's syntax tree. A query can still give its value whatever the tables hold
(`CASE WHEN count(*) > 0 THEN 57 END`): that is not seen here, and the documents say so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

__all__ = ["faults_of_queries", "run_query"]

_OUTSIDE = re.compile(
    r"current_.*|get_current_.*|local_?time.*|now|today|age|ago|timeofday|transaction_timestamp|txid_.*|.*random.*|"
    r".*uuid.*|setseed|nextval|currval|sleep.*|pg_.*|version|getenv|getvariable|.*_setting|user|session_user|.*sample.*|"
    r"reservoir_.*|approx_.*"
)
"""Functions that hang on the clock, on chance or on the machine, whatever DuckDB's catalogue says of them: it calls
`age` of one argument consistent, which counts from today."""
_FROM_ARGUMENTS = frozenset({"unnest", "range", "generate_series"})
"""Table functions that read their arguments alone. Others read the machine, or run a text as a query of its own."""
_NO_COLUMN = frozenset(
    {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user", "user",
     "current_role", "current_catalog", "current_schema", "session_user"}
)  # fmt: skip
"""What the parser takes for a column and the binder for a function."""


_TEXT = re.compile(r"'(?:[^']|'')*'")
_OTHER_QUOTES = re.compile(r"[$\\\"]|--|/\*")
"""Signs by which SQL quotes in other ways: without them a text is what stands between two apostrophes."""


def run_query(connection: duckdb.DuckDBPyConnection, query: str | duckdb.Statement) -> tuple[float | None, ...]:
    """What a figure's query gives: its first row's numbers (value, then low and high where it has them)."""
    if not query:
        return ()
    row = connection.execute(query).fetchone() or ()
    return tuple(None if cell is None else float(cell) for cell in row[:3] if cell is None or _is_number(cell))


def _is_number(cell: object) -> bool:
    try:
        float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


def faults_of_queries(
    connection: duckdb.DuckDBPyConnection, queries: Sequence[str], tables: frozenset[str]
) -> dict[str, str]:
    """What is wrong with each query that is constant, or hangs on the clock or on chance; the others are left out.

    `tables` are those of the submission. A query that is not one SELECT is left to whoever runs it.
    """
    shapes = {query: _shape(query) for query in queries if query}
    if not shapes:
        return {}
    rows = connection.execute(
        "SELECT shape, json_serialize_sql(shape, skip_default := true, skip_null := true, skip_empty := true)"
        f" FROM (VALUES {', '.join(map(_quoted, sorted(set(shapes.values()))))}) AS shapes(shape)"
    ).fetchall()
    outside, adding = _functions(connection)
    trees = {shape: json.loads(text) for shape, text in rows}
    faults = {
        shape: "" if tree.get("error") else _fault(tree["statements"], tables, outside, adding)
        for shape, tree in trees.items()
    }
    return {query: faults[shape] for query, shape in shapes.items() if faults[shape]}


def _quoted(text: str) -> str:
    # As a text and no parameter: to look at parameters DuckDB imports pandas, where there is one.
    return "('" + text.replace("'", "''") + "')"


def _shape(query: str) -> str:
    """The query without its texts: hundreds differ in nothing else, and parsing takes longest."""
    return query if _OTHER_QUOTES.search(query) else _TEXT.sub("''", query)


def _functions(connection: duckdb.DuckDBPyConnection) -> tuple[frozenset[str], frozenset[str]]:
    """Names of functions whose value does not follow from their arguments, and of those that add over rows."""
    rows = connection.execute(
        "SELECT DISTINCT function_name, function_type, stability, macro_definition FROM duckdb_functions()"
    ).fetchall()
    outside = {
        name for name, _, stability, _ in rows if stability not in (None, "CONSISTENT") or _OUTSIDE.fullmatch(name)
    }
    outside |= {name for name, _, _, macro in rows if macro and outside & set(re.findall(r"\w+", macro))}
    return frozenset(outside | _NO_COLUMN), frozenset(name for name, kind, _, _ in rows if kind == "aggregate")


def _fault(tree: list[Any], tables: frozenset[str], outside: frozenset[str], adding: frozenset[str]) -> str:
    read, named = set(), set()
    for node in _nodes(tree):
        name = str(node.get("function_name", "")).lower()
        column = str((node.get("column_names") or [""])[-1]).lower()
        if name in outside or (column in _NO_COLUMN and len(node["column_names"]) == 1):
            return f"a query that hangs on the clock, on chance or on the machine: {name or column}"
        if node.get("sample"):
            return "a query that hangs on chance: it draws a sample"
        if node.get("type") == "TABLE_FUNCTION":
            function = str(node["function"]["function_name"]).lower()
            if function not in _FROM_ARGUMENTS:
                return f"a query that reads something else than the tables: {function}"
        if node.get("type") == "BASE_TABLE":
            read.add(str(node.get("table_name")).lower())
        named |= {str(each["key"]).lower() for each in (node.get("cte_map") or {}).get("map", ())}
    if not (read - named) & tables:
        return "a query that is constant: it reads no table"
    return "" if _varies(tree, adding) else "a query that is constant: what it selects hangs on no column and no row"


def _varies(tree: list[Any], adding: frozenset[str]) -> bool:
    """False where the outermost SELECT gives constants alone."""
    chosen = tree[0]["node"].get("select_list")
    return chosen is None or any(
        node.get("class") in ("COLUMN_REF", "STAR", "SUBQUERY", "WINDOW") or node.get("function_name") in adding
        for node in _nodes(chosen)
    )


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            yield node
            pending.extend(value for value in node.values() if isinstance(value, dict | list))
