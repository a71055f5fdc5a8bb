"""Queries come from a file that anybody may have written."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dalil.submit.package.remake import remake_figures


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    pq.write_table(pa.table({"x": [1, 2, 3]}), tmp_path / "tables/incident.parquet")
    return tmp_path


def figure(query: str, value: float, shipped: list[float], whole: bool = True) -> dict[str, object]:
    return {"name": "f", "value": value, "query": query, "from_this_submission": shipped, "nothing_withheld": whole}


def remade(data: Path, *figures: dict[str, object]) -> tuple[int, int, list[str]]:
    (data / "figures.json").write_text(json.dumps(figures))
    made = remake_figures(data)
    return made.same, len(made.partly), [problem.found for problem in made.problems]


def test_figures_are_made_again(data: Path) -> None:
    whole = figure("SELECT sum(x) FROM incident", 6, [6])
    part = figure("SELECT sum(x) FROM incident", 9, [6], whole=False)
    assert remade(data, whole, part) == (2, 1, [])


def test_a_wrong_value_is_found(data: Path) -> None:
    _, _, problems = remade(data, figure("SELECT sum(x) FROM incident", 7, [7]))
    assert problems == ["[7] stated, [6.0] made again"]


def test_a_value_passed_off_as_whole_is_found(data: Path) -> None:
    _, _, problems = remade(data, figure("SELECT sum(x) FROM incident", 7, [6]))
    assert problems == ["value 7, [6.0] made again"]


def test_a_figure_without_a_query_can_only_say_what_was_withheld(data: Path) -> None:
    assert remade(data, figure("", 4, [], whole=False)) == (0, 0, [])
    assert remade(data, figure("", 4, []))[2] == ["a query that is not one SELECT"]


@pytest.mark.parametrize(
    "query",
    ["DROP TABLE incident", "SELECT 1; DROP TABLE incident", "COPY incident TO 'stolen.csv'", "SET threads = 9", ""],
)
def test_only_one_select_is_run(data: Path, query: str) -> None:
    assert remade(data, figure(query, 1, [1]))[2] == ["a query that is not one SELECT"]


@pytest.mark.parametrize(
    "query", ["SELECT count(*) FROM read_csv('/etc/passwd')", "SELECT count(*) FROM '/etc/passwd'"]
)
def test_no_query_reads_the_disk(data: Path, query: str) -> None:
    (problem,) = remade(data, figure(query, 1, [1]))[2]
    assert problem.startswith(("a query that reads no table", "a query that cannot be run"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT 57", "reads no table"),
        ("SELECT 57 FROM incident", "whose answer is written in it"),
        ("SELECT 57 FROM incident WHERE x > 1", "whose answer is written in it"),
        ("SELECT 3 FROM incident UNION SELECT 3 FROM incident", "whose answer is written in it"),
        ("WITH incident AS (SELECT 3 AS x) SELECT max(x) FROM incident", "reads no table"),
        ("SELECT max(v) FROM (VALUES (57)) AS t(v)", "reads no table"),
        ("SELECT count(*) FROM incident WHERE now() IS NOT NULL", "the moment or the machine: now"),
        ("SELECT count(*) FROM incident WHERE current_date > DATE '2016-01-01'", "the machine: current_date"),
        ("SELECT max(epoch(current_timestamp)) FROM incident", "the machine: current_timestamp"),
        ("SELECT max(random()) FROM incident", "the machine: random"),
        ("SELECT count(DISTINCT uuid()) FROM incident", "the machine: uuid"),
        ("SELECT max(current_setting('threads')) FROM incident", "the machine: current_setting"),
        ("SELECT count(*) FROM incident, duckdb_settings()", "the machine: duckdb_settings"),
        ("SELECT count(*) FROM incident USING SAMPLE 50%", "over a sample"),
    ],
)
def test_an_answer_hangs_on_the_tables_alone(data: Path, query: str, found: str) -> None:
    (problem,) = remade(data, figure(query, 3, [3]))[2]
    assert found in problem


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM incident",
        "SELECT count(*) FROM (SELECT DISTINCT x FROM incident)",
        "WITH part AS (SELECT x FROM incident) SELECT count(*) FROM part",
        "SELECT coalesce(max(x), 0) FROM incident",
        "SELECT (SELECT count(*) FROM incident)",
        "SELECT max(x) FROM incident UNION SELECT max(x) FROM incident",
    ],
)
def test_what_reads_its_answer_is_made_again(data: Path, query: str) -> None:
    assert remade(data, figure(query, 3, [3])) == (1, 0, [])


def test_a_figure_of_which_records_were_withheld_is_named_with_both_numbers(data: Path) -> None:
    (data / "figures.json").write_text(json.dumps([figure("SELECT sum(x) FROM incident", 9, [6], whole=False)]))
    assert remake_figures(data).partly == ("f: 9 in the case, 6 in these tables",)


def test_a_footer_that_promises_too_much_is_not_unpacked(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dalil.submit.package.remake.MOST_ROWS", 2)
    (problem,) = remade(data, figure("SELECT sum(x) FROM incident", 6, [6]))[2]
    assert problem.startswith("a table of 3 rows")
