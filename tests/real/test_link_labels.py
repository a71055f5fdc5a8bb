"""Linking of real public records against labels, the answers masked, with the settings of a new case.

The whole of both sources is measured in bench/link; here 2018 of Syria and all of Ukraine, with room below what was
measured, so that a fall is seen and a label more or less is not.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.conftest import SharedKeys


@pytest.fixture(scope="module")
def bench(real_data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "bench_link_real", Path(__file__).resolve().parents[2] / "bench" / "link" / "real.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.DATA = real_data
    return module


@pytest.fixture(scope="module")
def syria(bench: ModuleType, shared_keys: SharedKeys, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder, data = tmp_path_factory.mktemp("syria"), bench.DATA
    events = [
        row for row in bench.rows_of(data / "ucdp_ged_syria/events.csv.gz") if row["date_start"].startswith("2018")
    ]
    incidents = [
        row
        for row in bench.rows_of(data / "airwars_syria/incidents.jsonl.gz")
        if row.get("incident_date", "").startswith("2018")
    ]
    files = [
        (bench.masked_rows(events, bench.UCDP_SOURCES, folder / "events.csv"), None),
        (bench.masked_rows(incidents, bench.AIRWARS_CODES, folder / "incidents.jsonl"), None),
        (data / "syria_gazetteer/places.csv.gz", None),
    ]
    with shared_keys.used():
        found, _ = bench.linked("Asia/Damascus", "2014", files, again=False)
    truth = defaultdict(set)
    for row in bench.rows_of(data / "cross_source_links/ucdp_airwars_links.csv"):
        if row["label"] == "consistent" and f"Airwars/{row['airwars_id']}" in found:
            truth[f"UCDP/{row['ucdp_id']}"].add(f"Airwars/{row['airwars_id']}")
    return bench.judged(found, truth, "Airwars/")


def test_syria_nine_in_ten_are_linked_and_nine_in_ten_of_those_rightly(syria) -> None:
    assert syria["labelled"] > 100
    assert syria["linked"] >= 0.90 and syria["right_of_linked"] >= 0.92


def test_ukraine_what_is_put_together_is_right(bench) -> None:
    found = bench.ukraine(again=False)
    assert found["pairs"] > 400
    assert found["precision_among_labelled"] >= 0.97 and found["recall"] >= 0.82
