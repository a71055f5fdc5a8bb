"""Public records that accuse a party without saying who saw what: nothing may be graded high on that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import SharedKeys

from dalil import intake
from dalil.attribute import attribute
from dalil.casefile.case import Case, create
from dalil.casefile.facts import Facts
from dalil.locate.stage import locate

FICTIONAL = Path(__file__).parents[2] / "src" / "dalil" / "simulate" / "codebook.toml"
STANDS_FOR = {"toruvia": "russia", "naharat": "syria", "selvane": "coalition", "dahr": "opposition"}
CASE = """
title = "Aleppo, second half of 2016"
zone = "Asia/Damascus"
from = 2016-07-01
to = 2016-12-31
area = [36.5, 35.7, 37.7, 36.7]
parties = [
  { id = "russia", name = "Russian Military", aliases = ["Government of Russia", "Russian forces"] },
  { id = "syria", name = "Syrian Regime", aliases = ["Government of Syria", "Syrian Government"] },
  { id = "coalition", name = "US-led Coalition" },
  { id = "opposition", name = "Syrian insurgents" },
]
"""


def book() -> str:
    """A code book with opinions on weapons and kinds of attack: those of the fictional conflict, renamed."""
    text = FICTIONAL.read_text(encoding="utf-8")
    for name, party in STANDS_FOR.items():
        text = text.replace(name, party)
    return text


@pytest.fixture(scope="module")
def graded(real_data: Path, tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Iterator[Facts]:
    """The case of the tutorial, each report an incident of its own: linking only takes witnesses away."""
    path = tmp_path_factory.mktemp("aleppo") / "case"
    with shared_keys.used():
        create(path, CASE)
    files = [real_data / "airwars_syria" / "incidents.jsonl.gz", real_data / "ucdp_ged_syria" / "events.csv.gz"]
    with shared_keys.used(), Case.open(path, write=True) as case:
        intake.add(case, files)
        with case.building() as facts:
            locate(facts, case.settings)
            facts.query("INSERT INTO incident_report (incident_id, report_id, origin_id)"
                        " SELECT report_id, report_id, report_id FROM location WHERE in_scope")  # fmt: skip
            facts.query("INSERT INTO incident (incident_id, kind, earliest, latest, in_scope) SELECT report_id, r.kind,"
                        " earliest, latest, true FROM report r JOIN incident_report USING (report_id)")  # fmt: skip
            attribute(facts, case.settings, codebook=book())
        with case.facts() as facts:
            yield facts


def test_the_case_holds_allegations(graded: Facts) -> None:
    assert graded.value("SELECT count(*) FROM report_party p JOIN incident_report USING (report_id)") > 500


def test_nothing_is_high_on_allegation(graded: Facts) -> None:
    assert graded.value("SELECT count(*) FROM attribution") > 500
    assert graded.value("SELECT count(*) FROM attribution WHERE grade = 'high'") == 0


def test_an_allegation_is_no_observation(graded: Facts) -> None:
    assert graded.value("SELECT count(*) FROM evidence WHERE variable IN ('party_named', 'admission')") == 0


def test_where_nothing_but_an_allegation_is_held_nobody_is_named(graded: Facts) -> None:
    bare = "SELECT incident_id FROM incident WHERE incident_id NOT IN (SELECT incident_id FROM evidence)"
    assert graded.rows(f"SELECT * FROM attribution WHERE grade <> 'not_attributed' AND incident_id IN ({bare})") == []
