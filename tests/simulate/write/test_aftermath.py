"""What follows from attacks: states of sites, labels, statements, context."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dalil.simulate import simulate


def test_labels_are_of_the_share_asked_for(tmp_path: Path, rows):
    simulate(tmp_path / "out", 1, "siege", {"media": "off", "labels.share": "0.15", "tracks": "off", "radio": "off"})
    labels = rows(tmp_path / "out/raw/reference/labels.csv")
    truth = {row["report_id"]: row["incident_id"] for row in rows(tmp_path / "out/truth/reports.csv")}
    party = {row["incident_id"]: row["party"] for row in rows(tmp_path / "out/truth/incidents.csv")}
    # 0.15 of 560: 84, standard deviation 8.5.
    assert abs(len(labels) - 84) < 30
    for row in labels:
        if row["basis"] != "expert":
            assert row["party"] == party[truth[row["report_id"]]]
    assert set(Counter(row["basis"] for row in labels)) == {"expert", "court", "accepted_by_party"}


def test_every_site_operates_until_it_is_hit(siege, rows):
    status = rows(siege / "raw/reference/site_status.csv")
    sites = {row["site_id"] for row in rows(siege / "raw/reference/sites.csv")}
    assert {row["site_id"] for row in status if not row["report_id"]} == sites
    assert all(row["status"] == "operating" for row in status if not row["report_id"])


def test_the_state_of_a_site_follows_a_reported_attack_on_it(siege, rows):
    truth = {row["report_id"]: row["incident_id"] for row in rows(siege / "truth/reports.csv")}
    incidents = {row["incident_id"]: row for row in rows(siege / "truth/incidents.csv")}
    later = [row for row in rows(siege / "raw/reference/site_status.csv") if row["report_id"]]
    assert {row["status"] for row in later} == {"damaged", "closed", "reopened", "destroyed"}
    for row in later:
        assert incidents[truth[row["report_id"]]]["site_id"] == row["site_id"]


def test_statements_follow_the_period(siege, rows):
    stated = rows(siege / "raw/reference/statements.csv")
    stopped = stated[0]
    assert stopped["scope_to"] == "2019-05-31"
    assert date.fromisoformat(stopped["made_on"]) > date.fromisoformat(stopped["scope_from"])
    assert {row["act"] for row in stated} >= {"denies", "accepts", "acknowledges", "asked_no_reply"}


def test_the_denial_is_false_and_can_be_found_out(siege, rows):
    stop = rows(siege / "raw/reference/statements.csv")[0]["scope_from"]
    after = [row for row in rows(siege / "truth/incidents.csv") if row["party"] == "toruvia" and row["at"][:10] > stop]
    assert len(after) > 20


def test_statements_can_be_switched_off(tmp_path: Path):
    simulate(tmp_path / "out", 1, "small", {"media": "off", "labels.statements": "off"})
    assert not (tmp_path / "out/raw/reference/statements.csv").exists()


def test_context_names_spells_and_who_was_there(siege, rows):
    kinds = Counter(row["kind"] for row in rows(siege / "raw/reference/context.csv"))
    assert kinds["presence"] == 4
    assert kinds["ceasefire"] == 3
    assert kinds["siege"] == kinds["population"] == 1
    assert kinds["offensive"] > 3


@pytest.mark.parametrize("name", ["districts", "streets", "buildings"])
def test_the_map_is_there_and_says_what_it_is(siege, name: str):
    text = (siege / f"raw/map/{name}.geojson").read_text(encoding="utf-8")
    assert '"FICTIONAL"' in text


def test_bases_are_actors_of_their_party(siege, rows):
    bases = {
        row["actor_id"]: row["part_of"] for row in rows(siege / "raw/reference/actors.csv") if row["kind"] == "base"
    }
    assert bases == {"B1": "toruvia", "B2": "naharat", "B3": "naharat", "B4": "selvane"}
    flown = {row["base"] for row in rows(siege / "truth/flights.csv")}
    assert flown == set(bases)
