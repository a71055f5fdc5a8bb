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
    return made.same, made.partly, [problem.found for problem in made.problems]


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
    assert problem.startswith("a query that cannot be run")
