"""The figures of a submission: which may leave, and what their queries give on the tables that leave with them.

A figure is the case's own. Beside it stands what its query gives on the cut tables: where records were withheld from
the audience the two differ, and the submission says so instead of hiding either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dalil import engine
from dalil.casefile.facts import Facts
from dalil.messages import LANGUAGES, catalogue
from dalil.records import TABLES, Sensitivity, Type
from dalil.submit.receiver import Receiver
from dalil.submit.redact import Released

__all__ = [
    "STATED",
    "WITHHELD",
    "Figure",
    "Reads",
    "read_figures",
    "reads_of",
    "run_query",
    "same_value",
    "stated_figures",
    "withheld_figures",
]

_SPELLED = frozenset(
    {Sensitivity.PLACE, Sensitivity.PARTY, Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.FREE_TEXT,
     Sensitivity.SOURCE, Sensitivity.FILE_NAME, Sensitivity.ORIGINAL_HASH, Sensitivity.IDENTITY}
)  # fmt: skip
"""Classes whose values a figure's name or query may spell out: such figures stay in where the class does."""

WITHHELD = "withheld."
"""What the names of figures about what was held back begin with."""

STATED = "submission."
"""What the names of figures about the submission itself begin with."""

_LITERAL = re.compile(r"(?:\(parties_alleged, \[?|party = |coalesce\(place, place_ar\) = )'((?:[^']|'')*)'")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its number in the submission. `texts` and `labels` are by language.

    `shipped` is what the query gives on the tables of the submission (value, low, high as far as it gives them).
    """

    number: int
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    query: str
    rows: int
    labels: dict[str, str]
    texts: dict[str, str]
    shipped: tuple[float | None, ...]

    @property
    def reference(self) -> str:
        """How a sentence cites it: F12."""
        return f"F{self.number}"

    @property
    def counted(self) -> str:
        """The first value that the query names, as it stands in the records: the party, the place."""
        literal = _LITERAL.search(self.query)
        return literal[1].replace("''", "'") if literal else self.name.rpartition(".")[2]

    @property
    def whole(self) -> bool:
        """True when the shipped tables give the figure itself: nothing that it counts was withheld."""
        return bool(self.query) and bool(self.shipped) and same_value(self.shipped[0], self.value)

    def as_json(self) -> dict[str, Any]:
        """One object of figures.json."""
        return {
            "number": self.reference, "name": self.name, "value": self.value, "low": self.low, "high": self.high,
            "unit": self.unit, "text": self.texts.get("en", ""), "texts": self.texts, "query": self.query,
            "rows": self.rows, "from_this_submission": list(self.shipped), "nothing_withheld": self.whole,
        }  # fmt: skip


def same_value(a: object, b: object) -> bool:
    """Equal as figures are: both absent, or within a part in 10⁹ (sums of floats differ in the last digit)."""
    if a is None or b is None:
        return a is b
    x, y = float(a), float(b)  # type: ignore[arg-type]
    return abs(x - y) <= 1e-9 * max(1.0, abs(x), abs(y))


def read_figures(
    facts: Facts, released: Released, reads: dict[str, Reads], parties: Iterable[str] = ()
) -> list[Figure]:
    """Takes figure and figure_text of the case and the cut tables. Gives the figures that may leave, by name.

    `parties` are those of the case's settings, which may be named even where no record leaves that does.

    `reads` says what each query reads (`reads_of`); a query that it lacks does not leave.
    """
    words: dict[str, dict[str, dict[str, str]]] = {}
    for row in facts.rows("SELECT name, language, label, text FROM figure_text ORDER BY name, language"):
        words.setdefault(row["name"], {})[row["language"]] = row
    figures: list[Figure] = []
    known: dict[str, frozenset[str]] = {}
    named = frozenset(parties)
    for row in facts.rows("SELECT * FROM figure WHERE value IS NOT NULL ORDER BY name"):
        query = row["query"] or ""
        read = reads.get(query)
        if read is None or not _may_leave(read, released.receiver) or not _spells_only(read, released, known, named):
            continue
        spoken = words.get(row["name"], {})
        figures.append(
            Figure(
                number=len(figures) + 1,
                name=row["name"], value=row["value"], low=row["low"], high=row["high"], unit=row["unit"] or "",
                query=query, rows=int(row["rows"] or 0),
                labels={language: each["label"] for language, each in spoken.items()},
                texts={language: each["text"] for language, each in spoken.items()} or {"en": row["text"] or ""},
                shipped=run_query(released.facts.connection, query),
            )
        )  # fmt: skip
    return figures


def run_query(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float | None, ...]:
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


def withheld_figures(released: Released, coarse: int, figures: Sequence[Figure]) -> list[Figure]:
    """What was held back, as figures of this submission: no query on its tables can give them."""
    counts = {
        "reports": released.withheld_reports,
        "anonymous": released.anonymous_reports,
        "incidents": released.closed_incidents,
        "coarse": coarse,
        "names": released.hidden_names,
        "figures": sum(not figure.whole for figure in figures),
    }
    return _stated(WITHHELD, counts, len(figures) + 1)


def stated_figures(counts: Mapping[str, int], first: int) -> list[Figure]:
    """What is counted in the files of this submission, and not in its tables: requests, sheets, recalls."""
    return _stated(STATED, counts, first)


def _stated(prefix: str, counts: Mapping[str, int], first: int) -> list[Figure]:
    return [
        Figure(
            number=number, name=f"{prefix}{name}", value=value, low=None, high=None, unit=name, query="", rows=value,
            labels={language: catalogue(language).text(f"submit.{prefix[:-1]}_label.{name}") for language in LANGUAGES},
            texts={language: _stated_text(language, f"{prefix[:-1]}_label.{name}", value) for language in LANGUAGES},
            shipped=(),
        )
        for number, (name, value) in enumerate(counts.items(), first)
    ]  # fmt: skip


def _stated_text(language: str, label: str, value: int) -> str:
    number = f"\u2066{value:,}\u2069" if language == "ar" else f"{value:,}"
    words = catalogue(language)
    return words.text("submit.withheld_sentence", label=words.text(f"submit.{label}"), value=number)


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
            elif node.get("class") == "STAR":
                everything = True
            pending.extend(value for value in node.values() if isinstance(value, dict | list))
    return Reads(frozenset(tables & TABLES.keys()), frozenset(columns), frozenset(literals), everything)


def _may_leave(reads: Reads | None, receiver: Receiver) -> bool:
    """Default deny: every column that a query reads and could spell must be of a class the audience has."""
    if reads is None:
        return False
    columns = [column for name in reads.tables for column in TABLES[name].columns if column.fact_name in reads.columns]
    return all(receiver.may(column) for column in columns if column.sensitivity in _SPELLED)


def _spells_only(reads: Reads, released: Released, known: dict[str, frozenset[str]], parties: frozenset[str]) -> bool:
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
