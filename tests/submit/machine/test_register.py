from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dalil.submit.machine.tabular import as_text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+963", "'+963"),
        ("-x", "'-x"),
        ("@cmd", "'@cmd"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
    ],
)
def test_formulas_leave_as_text(cell: str, expected: str) -> None:
    assert as_text(cell) == expected


def test_annex_csv_has_one_row_for_each_incident(submitted: Path) -> None:
    with (submitted / "data/annex.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["incident_id"] for row in rows] == ["I-1", "I-2", "I-3"]
    assert (rows[0]["earliest"], rows[0]["killed_total_max"]) == ("2016-10-01T08:00:00Z", "4")
    assert (rows[1]["place"], rows[1]["earliest"], rows[1]["accounts_withheld"]) == ("", "", "1")


def test_geojson_gives_longitude_first_and_null_without_a_point(submitted: Path) -> None:
    collection = json.loads((submitted / "data/incidents.geojson").read_text())
    first, second, _ = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [37.19, 36.21]}
    assert first["properties"]["position_coarse"] is True
    assert second["geometry"] is None


def test_figures_json_has_the_contracts_keys(submitted: Path) -> None:
    figures = json.loads((submitted / "data/figures.json").read_text())
    assert [figure["name"] for figure in figures if not figure["query"]] == [
        "withheld.reports", "withheld.anonymous", "withheld.incidents", "withheld.coarse", "withheld.names",
        "withheld.figures", "submission.requests", "submission.sheets", "submission.exhibits",
    ]  # fmt: skip
    assert len(figures) == 8 + 6 + 3
    assert {"name", "value", "low", "high", "unit", "text", "query", "rows"} <= figures[0].keys()


def test_tables_hold_only_columns_that_queries_name(submitted: Path) -> None:
    names = {path.stem: pq.read_schema(path).names for path in (submitted / "data/tables").iterdir()}
    assert set(names) == {"incident", "report"}
    assert names["incident"] == [
        "incident_id", "month_local", "objects_hit", "killed_total_min", "killed_total_max", "parties_alleged",
        "in_scope",
    ]  # fmt: skip
    assert "place" not in names["incident"] and "narrative" not in names["report"]
