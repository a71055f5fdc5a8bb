"""Which queries may leave: what each reads, from its syntax tree, and whether the audience may have all of that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dalil import engine
from dalil.records import TABLES, Sensitivity, Type
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import Released

__all__ = ["Reads", "is_spelled", "may_leave", "reads_of", "spells_only"]

_SPELLED = frozenset(
    {Sensitivity.PLACE, Sensitivity.PARTY, Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.FREE_TEXT,
     Sensitivity.SOURCE, Sensitivity.FILE_NAME, Sensitivity.ORIGINAL_HASH, Sensitivity.IDENTITY}
)  # fmt: skip
"""Classes whose values a figure's name or query may spell out: such figures stay in where the class does."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a query reads: tables of the facts, and every name of a column and every text that stands in it."""

    tables: frozenset[str]
    columns: frozenset[str]
    literals: frozenset[str]
    everything: bool


def reads_of(queries: Iterable[str]) -> dict[str, Reads]:
    """What each of the queries reads, from its syntax tree. Queries that are not one SELECT are left out."""
    wanted = sorted({query for query in queries if query})
    new = [query for query in wanted if query not in _known]
    if new:
        with engine.connect() as connection:
            found = connection.execute(
                "SELECT query, json_serialize_sql(query) FROM (SELECT unnest(?::VARCHAR[]) AS query)", [new]
            ).fetchall()
        for query, text in found:
            tree = json.loads(text)
            _known[query] = None if tree["error"] else _reads(tree["statements"])
    return {query: reads for query in wanted if (reads := _known[query]) is not None}


# The cache holds queries alone, never a value of a case.
_known: dict[str, Reads | None] = {}
"""A query reads what it reads: each is parsed once, though a submission asks twice."""


def _reads(tree: list[Any]) -> Reads:
    tables, columns, literals, everything = set(), set(), set(), False
    pending: list[Any] = list(tree)
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            if node.get("type") == "BASE_TABLE":
                tables.add(str(node["table_name"]))
            elif node.get("class") == "COLUMN_REF":
                columns.add(str(node["column_names"][-1]))
            elif node.get("class") == "CONSTANT" and isinstance(node["value"].get("value"), str):
                literals.add(node["value"]["value"])
            # A star reads columns that are named nowhere: its tables leave with all that the audience may have.
            elif node.get("class") == "STAR":
                everything = True
            pending.extend(value for value in node.values() if isinstance(value, dict | list))
    return Reads(frozenset(tables & TABLES.keys()), frozenset(columns), frozenset(literals), everything)


def may_leave(reads: Reads | None, receiver: Receiver) -> bool:
    """Default deny: every column that a query reads and could spell must be of a class the audience has."""
    if reads is None:
        return False
    columns = [column for name in reads.tables for column in TABLES[name].columns if column.fact_name in reads.columns]
    return all(receiver.may(column) for column in columns if column.sensitivity in _SPELLED)


def spells_only(reads: Reads, released: Released, known: dict[str, frozenset[str]], parties: frozenset[str]) -> bool:
    """True when each text in the query is a value that leaves: a count of one place is that place's name.

    Asked of queries on places, parties and who reported; `known` is a cache by table.
    """
    named = {c.fact_name for table in reads.tables for c in TABLES[table].columns if c.sensitivity in _SPELLED}
    if not reads.literals or not reads.columns & (named | {"organisation", "report_id"}):
        return True
    for table in reads.tables - known.keys():
        known[table] = _values(released, table)
    values = parties.union(*(known[table] for table in reads.tables))
    return all(_parts(text) <= values for text in reads.literals)


def is_spelled(text: str, reads: Reads) -> bool:
    """True where the query of a figure spells whatever `text` names, so that `spells_only` has asked for it."""
    return _parts(text) <= set().union(*map(_parts, reads.literals))


def _parts(text: str) -> set[str]:
    """The values in a text of a query: parties of a set `a+b`, lists `A + B`, a party with its grade `a.high`."""
    if _MOMENT.fullmatch(text):
        return set()
    bare = text.rpartition(".")[0] if text.endswith(_GRADES) else text
    return {part.strip() for part in re.split(r" \+ |\+", bare) if part.strip() and part.strip() not in _WORDS}


def _values(released: Released, table: str) -> frozenset[str]:
    found: set[str] = set()
    if table not in released.tables:
        return frozenset()
    for column in TABLES[table].columns:
        if column.type in (Type.TEXT, Type.ID, Type.CODE, Type.CODES, Type.LIST):
            listed = column.type in (Type.CODES, Type.LIST)
            cell = f'unnest("{column.fact_name}")' if listed else f'"{column.fact_name}"'
            rows = released.facts.query(f'SELECT DISTINCT {cell} FROM "{table}"').fetchall()
            found |= {value for (value,) in rows if value}
    return frozenset(found)


_MOMENT = re.compile(r"\d{4}-[W\d][\d :.-]*")
_GRADES = (".high", ".likely", ".more_likely_than_not", ".not_attributed")
_WORDS = frozenset(
    {word for table in TABLES.values() for column in table.columns for word in column.one_of}
    | {grade[1:] for grade in _GRADES} | {" + ", "+", ".", ", ", ""}
)  # fmt: skip
