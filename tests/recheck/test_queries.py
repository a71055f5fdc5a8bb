"""A query whose value does not follow from the tables says nothing about them."""

from __future__ import annotations

import pytest

from dalil import engine
from dalil.recheck.queries import faults_of_queries

TABLES = frozenset({"incident", "report"})


def fault(query: str) -> str:
    with engine.connect() as connection:
        return faults_of_queries(connection, [query], TABLES).get(query, "")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 57",
        "VALUES (57)",
        "SELECT (SELECT 57)",
        "SELECT 57 FROM incident LIMIT 1",
        "SELECT 50 + 7 FROM incident",
        "SELECT count(*) FROM range(57)",
        "WITH x AS (SELECT 57) SELECT * FROM x",
        "WITH incident AS (SELECT 57) SELECT * FROM incident",
        "SELECT count(*) FROM elsewhere",
    ],
)
def test_a_constant_is_found(query: str) -> None:
    assert fault(query).startswith("a query that is constant")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM incident WHERE now() > latest",
        "SELECT count(*) FROM incident WHERE NOW() > latest",
        "SELECT count(*) FROM incident WHERE current_date > latest",
        "SELECT count(*) FROM incident WHERE CURRENT_TIMESTAMP > latest",
        "SELECT count(*) FROM incident WHERE localtimestamp > latest",
        "SELECT count(*) FROM incident WHERE today() > latest",
        "SELECT count(*) FROM incident WHERE ago(INTERVAL 1 DAY) > latest",
        "SELECT max(epoch(age(latest))) FROM incident",
        "SELECT sum(x) + random() FROM incident",
        'SELECT sum(x) + "random"() FROM incident',
        "SELECT sum(x) + main.random() FROM incident",
        "SELECT sum(x) FROM incident WHERE uuid() IS NOT NULL",
        "SELECT sum(x) FROM incident WHERE gen_random_uuid() IS NOT NULL",
        "SELECT sum(x) FROM incident USING SAMPLE 10",
        "SELECT sum(x) FROM incident TABLESAMPLE 10%",
        "SELECT sum(x) FROM (SELECT * FROM incident USING SAMPLE 10)",
        "SELECT sum(x) FROM incident ORDER BY random()",
        "SELECT count(*) FROM incident WHERE current_setting('TimeZone') = 'UTC'",
        "SELECT count(*) FROM incident, query('SELECT now()')",
        "SELECT count(*) FROM incident, duckdb_settings()",
        "SELECT $$'$$, now() FROM incident WHERE x = $$'$$",
        "SELECT max(x) --'\n + random() --'\n FROM incident",
        r"SELECT max(x), e'\'', random(), '' FROM incident",
    ],
)
def test_what_hangs_on_clock_chance_or_machine_is_found(query: str) -> None:
    assert "hangs on" in fault(query) or "reads something else" in fault(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM incident",
        "FROM incident SELECT count(*)",
        "SELECT count(*) FROM incident WHERE place = 'now()'",
        "SELECT count(*) FROM incident WHERE place = 'it''s random()'",
        "SELECT max(x) FROM (SELECT sum(y) AS x FROM incident GROUP BY place)",
        "WITH beside AS (SELECT x FROM incident) SELECT max(x) FROM beside",
        "SELECT (SELECT count(*) FROM incident) / (SELECT count(*) FROM report)",
        "SELECT count(*) FROM incident, unnest(objects_hit)",
        "SELECT x FROM INCIDENT ORDER BY y LIMIT 1",
        "SELECT * FROM incident",
    ],
)
def test_what_follows_from_the_tables_is_none(query: str) -> None:
    assert fault(query) == ""


def test_what_is_no_select_is_left_to_whoever_runs_it() -> None:
    assert fault("SELECT 1; DROP TABLE incident") == ""
    assert fault("nonsense") == ""


def test_that_a_value_stands_in_the_query_is_not_seen() -> None:
    """The limit that the documents name."""
    assert fault("SELECT CASE WHEN count(*) > 0 THEN 57 END FROM incident") == ""
