"""Gazetteer, sites and map."""

from __future__ import annotations

import json

from dalil.casefile.settings import read_settings


def test_places_are_the_city_and_its_parts(siege, rows):
    places = rows(siege / "raw/reference/places.csv")
    kinds = [row["kind"] for row in places]
    assert kinds.count("city") == 1
    assert kinds.count("neighbourhood") == 24
    assert len(places) == 61
    city = next(row for row in places if row["kind"] == "city")
    parts = [int(row["population"]) for row in places if row["kind"] == "neighbourhood"]
    assert int(city["population"]) == sum(parts)


def test_only_medical_sites_are_notified(siege, rows):
    sites = rows(siege / "raw/reference/sites.csv")
    notified = [row for row in sites if row["notified_on"]]
    assert {row["kind"] for row in notified} <= {"hospital", "maternity", "clinic"}
    assert all(row["notified_on"] < "2018-12-01" for row in notified)
    assert 3 <= len(notified) <= 13
    assert all(row["notified_to"] == "toruvia;naharat;selvane" for row in notified)


def test_the_area_of_the_case_holds_every_place_and_every_attack(siege, rows):
    settings = read_settings(siege / "case.toml")
    points = rows(siege / "raw/reference/places.csv") + rows(siege / "truth/incidents.csv")
    assert all(settings.holds_point(float(row["latitude"]), float(row["longitude"])) for row in points)


def test_the_period_of_the_case_holds_every_attack(siege, rows):
    settings = read_settings(siege / "case.toml")
    times = [row["at"][:-1] for row in rows(siege / "truth/incidents.csv")]
    assert settings.period.earliest.isoformat() <= min(times)
    assert max(times) <= settings.period.latest.isoformat()


def test_periods_of_the_case_are_the_regimes(siege):
    settings = read_settings(siege / "case.toml")
    assert [(p.id, p.from_.isoformat(), p.to.isoformat()) for p in settings.periods] == [
        ("P1", "2018-12-01", "2019-04-07"),
        ("P2", "2019-04-08", "2019-05-21"),
        ("P3", "2019-05-22", "2019-05-31"),
    ]


def test_districts_are_closed_rings(siege):
    features = json.loads((siege / "raw/map/districts.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == 60
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert len(ring) == 13


def test_roads_lead_to_every_place_and_rings_round_the_city(siege):
    features = json.loads((siege / "raw/map/streets.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == 60 + 3
    assert len({feature["id"] for feature in features}) == 63


def test_buildings_are_points(siege):
    features = json.loads((siege / "raw/map/buildings.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == 4_000
    assert all(33 < feature["geometry"]["coordinates"][1] < 35 for feature in features)
