"""The charts of the real reports, as docs/method/sky.md lists them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.crossref import crossref

spec = importlib.util.spec_from_file_location("sky_charts", Path(__file__).with_name("sky_charts.py"))
assert spec is not None and spec.loader is not None
sky_charts = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sky_charts)


@pytest.fixture(scope="module")
def case(request: pytest.FixtureRequest) -> Facts:
    """The nine incidents and their charts, cross-referenced."""
    facts = sky_charts.charts(request.getfixturevalue("real_data"))
    crossref(facts, sky_charts.SETTINGS)
    return facts


def near(case: Facts, incident: str) -> list[dict[str, Any]]:
    return case.rows(
        "SELECT o.label, o.bin_s, o.circling, f.first_at, f.last_at FROM opportunity o JOIN flight f USING (flight_id) "
        "WHERE incident_id = ? AND bin <> 'possible' ORDER BY f.first_at",
        [f"Syrian Archive/SA-{incident}"],
    )


def test_every_row_of_the_charts_is_read_and_accounted_for(case: Facts) -> None:
    assert case.rows("SELECT sum(rows) AS rows, sum(refused) AS refused FROM reading WHERE kind = 'sightings'") == [
        {"rows": 170, "refused": 0}
    ]
    counts = dict(case.query("SELECT status, count(*) FROM sighting_reading GROUP BY status").fetchall())
    assert counts == {"used": 133, "set_aside": 37}
    places = case.rows(
        "SELECT DISTINCT s.place FROM sighting s JOIN sighting_reading r USING (sighting_id) WHERE status = 'set_aside'"
    )
    # Three mountains, a factory, and a town that has a namesake about as near.
    assert len(places) == 5


def test_labels_are_types_and_russian_names_no_operator(case: Facts) -> None:
    labels = dict(case.query("SELECT label, count(*) FROM sighting_reading GROUP BY label").fetchall())
    assert labels["russian"] == 120
    assert "unknown" not in labels
    assert case.value("SELECT count(*) FROM sighting_reading WHERE operator_id IS NOT NULL") == 0


@pytest.mark.parametrize(
    ("incident", "label", "near_s"),
    [
        ("2017-04-02-maarrat-national", "russian", 60.0),
        ("2017-04-27-deir-sharqi", "russian", 60.0),
        ("2017-09-19-khan-shaykhun-rahma", "russian", 60.0),
        ("2017-09-19-kafranbel", "russian", 60.0),
        ("2017-11-13-atarib", "russian", 60.0),
        ("2017-04-04-khan-shaykhun-rahma", "Mi-8", 600.0),
        ("2017-04-22-abadeen", "russian", 600.0),
    ],
)
def test_the_aircraft_of_the_report_is_among_those_found(case: Facts, incident: str, label: str, near_s: float) -> None:
    found = [row for row in near(case, incident) if row["label"] == label]
    assert near_s in {row["bin_s"] for row in found}


@pytest.mark.parametrize("incident", ["2018-01-29-saraqib-oudai", "2018-02-04-maarrat-national"])
def test_where_there_is_no_chart_nothing_is_found_and_silence_means_nothing(case: Facts, incident: str) -> None:
    assert near(case, incident) == []
    name = f"Syrian Archive/SA-{incident}"
    assert case.value("SELECT status FROM sky_present WHERE incident_id = ?", [name]) == "no_coverage"


def test_charts_of_the_hours_around_attacks_give_no_ratio(case: Facts) -> None:
    rows = case.rows("SELECT incident_id, log_ratio, low, high, basis FROM sky_evidence WHERE line = 'flight'")
    assert all(abs(row["log_ratio"]) < 1 for row in rows)
    assert {row["basis"] for row in rows} == {"elicited"}
    without = [r for r in rows if "2017-04" in r["incident_id"] or "2017-11" in r["incident_id"]]
    assert {row["log_ratio"] for row in without} == {0.0}


def test_one_source_of_report_and_chart_is_no_second_witness(case: Facts) -> None:
    found = {r["reason"] for r in case.rows("SELECT reason FROM opportunity")}
    assert found == {"own_source"}
