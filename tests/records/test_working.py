"""Temporary tables are declared: their columns, who makes them and who reads them are what the files say."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from dalil.casefile.facts import Facts
from dalil.records import TABLES, WORKING

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dalil"

COPIES = {
    "intake.ingest.record_loader": "staged_",  # the records of a file, until it is read to its end
    "submit.release.redact": "",  # what an audience may see of a table, in a connection of its own
}
"""Files that make copies of declared tables, which are declared with these."""

MAKER = "casefile.facts"
CREATES = re.compile(r"CREATE (?:OR REPLACE )?TEMP(?:ORARY)? (?:TABLE|VIEW) \"?(\w*)")
NAMES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|COPY|TABLE)\s+\"?([a-z_]+)\b")
WITHIN = re.compile(r"\b(\w+) AS (?:MATERIALIZED )?\(")


def texts(tree: ast.AST) -> Iterator[str]:
    """The strings of a file; in place of what an f-string fills in, a sign that is in no name."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "§" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def made(tree: ast.AST) -> Iterator[str]:
    """The temporary tables that a file makes."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="make"), args=[ast.Constant(value=str(name)), *_]):
                yield name


def named(tree: ast.AST) -> set[str]:
    """Tables that the queries of a file name, or that it gives to another library by name."""
    every = list(texts(tree))
    within = {name for text in every for name in WITHIN.findall(text)}
    given = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        and isinstance(node.func, ast.Attribute) and node.func.attr == "register"
    }  # fmt: skip
    return ({name for text in every for name in NAMES.findall(text)} - within) | given


TREES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
    if path.name not in ("working.py", "__init__.py")
}


def test_only_declared_tables_are_made():
    other = [
        f"{module}: {name}"
        for module, tree in TREES.items()
        for text in texts(tree)
        for name in CREATES.findall(text)
        if module != MAKER and not (module in COPIES and name.startswith(COPIES[module]))
    ]
    assert not other, f"make these with Facts.make: {other}"
    assert {name for tree in TREES.values() for name in made(tree)} == set(WORKING)


def test_makers_and_readers_are_those_who_name_it():
    makers, readers = defaultdict(set), defaultdict(set)
    for module, tree in TREES.items():
        own = set(made(tree))
        for name in own:
            makers[name].add(module)
        for name in (named(tree) & set(WORKING)) - own:
            readers[name].add(module)
    assert {name: {table.made_by} for name, table in WORKING.items()} == makers
    assert {name: set(table.read_by) for name, table in WORKING.items()} == {name: readers[name] for name in WORKING}


def test_no_temporary_table_hides_one_of_the_facts():
    assert not set(WORKING) & set(TABLES)


@pytest.mark.parametrize("table", WORKING.values(), ids=lambda table: table.name)
def test_the_declared_types_are_those_that_the_engine_knows(table):
    facts = Facts(duckdb.connect())
    facts.make(table.name)  # raises where a type has another name
    assert facts.value(f'SELECT count(*) FROM "{table.name}"') == 0


TWO = [(1, "su24"), (2, "mi8")]


@pytest.mark.parametrize("source", [
    TWO, "SELECT * FROM (VALUES (1::BIGINT, 'su24'), (2, 'mi8')) AS t(n, word)",
    pa.table({"n": pa.array([1, 2], pa.int64()), "word": ["su24", "mi8"]}),
], ids=["rows", "query", "arrow"])  # fmt: skip
def test_made_from_rows_a_query_and_arrow(source):
    facts = Facts(duckdb.connect())
    facts.make("aircraft_word", source)
    assert facts.query("FROM aircraft_word ORDER BY n").fetchall() == TWO


def test_made_anew_it_holds_nothing_of_before():
    facts = Facts(duckdb.connect())
    facts.make("aircraft_word", TWO)
    facts.make("aircraft_word", "SELECT ?::BIGINT AS n, 'ka52' AS word", [3])
    assert facts.query("FROM aircraft_word").fetchall() == [(3, "ka52")]


@pytest.mark.parametrize("query", [
    "SELECT 1 AS n, 'su24' AS word", "SELECT 'su24' AS word, 1::BIGINT AS n", "SELECT 1::BIGINT AS n",
    "SELECT 1::BIGINT AS n, 'su24' AS word, true AS more",
], ids=["type", "order", "missing", "more"])  # fmt: skip
def test_other_columns_than_declared_are_an_error(query):
    with pytest.raises(KeyError, match="aircraft_word"):
        Facts(duckdb.connect()).make("aircraft_word", query)


def test_a_name_that_nobody_declared_is_an_error():
    with pytest.raises(KeyError):
        Facts(duckdb.connect()).make("scratch", "SELECT 1")


def test_the_look_at_the_files_sees_what_it_should():
    tree = ast.parse(
        'facts.make("reach", f"FROM {x} JOIN span USING (n)"); q = "WITH told AS (FROM account) FROM told"'
    )
    assert list(made(tree)) == ["reach"]
    assert named(tree) >= {"span", "account"} and "told" not in named(tree)
