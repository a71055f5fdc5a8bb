"""Queries come from a file that anybody may have written."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dalil.recheck.figures import Remade, open_tables, remake_figures

TABLE = "data/tables/incident.parquet"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data/tables").mkdir(parents=True)
    pq.write_table(pa.table({"x": [1, 2, 3]}), tmp_path / TABLE)
    return tmp_path


def figure(query: str, value: float, shipped: list[float], whole: bool = True, **more: object) -> dict[str, object]:
    return {
        "name": "f",
        "value": value,
        "query": query,
        "from_this_submission": shipped,
        "nothing_withheld": whole,
    } | more


def made(root: Path, *figures: object) -> Remade:
    return remake_figures(open_tables(root, [TABLE]), list(figures))


def problems(root: Path, *figures: object) -> list[str]:
    return [fault.found for fault in made(root, *figures).faults]


def test_figures_are_made_again(root: Path) -> None:
    whole = figure("SELECT sum(x) FROM incident", 6, [6])
    part = figure("SELECT sum(x) FROM incident", 9, [6], whole=False)
    found = made(root, whole, part)
    assert (found.same, found.partly, found.faults) == (2, ["f: 6.0 of 9, for it counts withheld records too"], [])


def test_of_an_interval_that_no_query_gives_it_says_so(root: Path) -> None:
    assert made(root, figure("SELECT sum(x) FROM incident", 6, [6], low=5, high=8)).partly == [
        "f: its value without the ends of its interval, 5 and 8"
    ]


def test_an_interval_that_the_query_gives_is_compared(root: Path) -> None:
    query = "SELECT sum(x), min(x), max(x) FROM incident"
    assert made(root, figure(query, 6, [6, 1, 3], low=1, high=3)).faults == []
    assert problems(root, figure(query, 6, [6, 1, 3], low=1, high=4)) == [
        "from 1 to 4 stated, [6.0, 1.0, 3.0] made again"
    ]


def test_a_wrong_value_is_found(root: Path) -> None:
    assert problems(root, figure("SELECT sum(x) FROM incident", 7, [7])) == ["[7] stated, [6.0] made again"]


def test_a_value_passed_off_as_whole_is_found(root: Path) -> None:
    assert problems(root, figure("SELECT sum(x) FROM incident", 7, [6])) == ["value 7, [6.0] made again"]


def test_a_figure_without_a_query_can_only_say_what_was_withheld(root: Path) -> None:
    assert made(root, figure("", 4, [], whole=False)).stated == ["f: 4"]
    assert problems(root, figure("", 4, [])) == ["a query that is not one SELECT"]


@pytest.mark.parametrize(
    "query",
    ["DROP TABLE incident", "SELECT 1; DROP TABLE incident", "COPY incident TO 'stolen.csv'", "SET threads = 9", ""],
)
def test_only_one_select_is_run(root: Path, query: str) -> None:
    assert "a query that is not one SELECT" in problems(root, figure(query, 1, [1]))


@pytest.mark.parametrize(
    "query", ["SELECT count(*) FROM read_csv('/etc/passwd')", "SELECT count(*) FROM '/etc/passwd'"]
)
def test_no_query_reads_the_disk(root: Path, query: str) -> None:
    constant, problem = problems(root, figure(query, 1, [1]))
    assert "query that" in constant
    assert problem.startswith("a query that cannot be run")


def test_a_table_whose_footer_says_too_many_rows_is_not_unpacked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dalil.recheck.figures._MOST_ROWS", 2)
    tables = open_tables(root, [TABLE])
    assert [(fault.number, fault.expected, fault.found) for fault in tables.faults] == [(7, "at most 2 rows", "3")]
    assert tables.connection.execute("SHOW TABLES").fetchall() == []


def test_signs_in_the_path_are_no_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "[a] *"
    (folder / "data/tables").mkdir(parents=True)
    pq.write_table(pa.table({"x": [1]}), folder / TABLE)
    assert open_tables(folder, [TABLE]).names == {"incident"}


@pytest.mark.parametrize("name", ["a'b", "A", "a b", "*", "é"])
def test_a_table_under_another_name_is_a_fault(root: Path, name: str) -> None:
    assert [fault.number for fault in open_tables(root, [f"data/tables/{name}.parquet"]).faults] == [7]


def test_a_query_that_takes_too_long_is_interrupted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dalil.recheck.figures._MOST_SECONDS", 0.1)
    monkeypatch.setattr("dalil.recheck.figures._LOOK_S", 0.05)
    endless = "SELECT count(*) FROM incident, range(1000000000) a, range(1000000000) b WHERE a.range + b.range = x"
    (problem,) = problems(root, figure(endless, 1, [1]))
    assert "Interrupted" in problem


@pytest.mark.parametrize(
    "wrong",
    [
        [], "x", None, 1, {}, {"value": "6"}, {"value": True}, {"value": 1e301}, {"value": 10**400},
        {"query": None}, {"name": 4}, {"from_this_submission": "6"}, {"from_this_submission": ["6"]},
        {"nothing_withheld": 1}, {"low": []},
    ],
)  # fmt: skip
def test_a_figure_of_another_form_is_a_fault_with_its_place(root: Path, wrong: object) -> None:
    given = figure("SELECT sum(x) FROM incident", 6, [6])
    found = made(root, given | wrong if isinstance(wrong, dict) and wrong else wrong).faults
    assert [(fault.number, fault.where) for fault in found] == [(7, "data/figures.json, figure 1")]


def test_figures_that_are_no_list_are_a_fault(root: Path) -> None:
    assert [fault.found for fault in remake_figures(open_tables(root, []), {"a": 1}).faults] == ["dict"]
