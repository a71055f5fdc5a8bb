"""The figure of one incident."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from tests.crossref.sky.conftest import at, incident, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref
from dalil.errors import UsageError
from dalil.present.sky_figure import protected, svg

SVG = "{http://www.w3.org/2000/svg}"


SETTINGS = Settings.model_validate(
    {
        "title": "Invented", "zone": "UTC", "from": "2019-03-01", "to": "2019-04-30", "fictional": True,
        "parties": [{"id": "north", "name": "North", "air_force": True}],
        "sky": {"draws": 20, "aircraft": [{"id": "Su-34", "operators": ["north"]}]},
    }
)  # fmt: skip


def filled(**tables: list[dict[str, Any]]) -> Facts:
    facts = Facts.in_memory()
    for table, rows in tables.items():
        facts.replace(table, rows)
    return facts


@pytest.fixture
def flown() -> Facts:
    rows = [
        sighting(1, 10, 34.0, 174.8, aircraft="Su-34", heading_deg=90.0),
        sighting(2, 12.7, 34.0, 175.2, aircraft="Su-34", heading_deg=90.0),
    ]
    facts = filled(
        incident=[incident("A & B <1>", 11, 34.0, 175.0), incident("empty", 9000, 34.0, 175.0)], sighting=rows
    )
    crossref(facts, SETTINGS)
    return facts


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_well_formed_and_shows_fixes_and_prism(flown: Facts, language: str) -> None:
    root = ElementTree.fromstring(svg(flown, "A & B <1>", language, posts=True))
    circles = root.findall(f".//{SVG}circle")
    assert len(circles) >= 2 + 2 * 2 + 2  # strip, view circles and points, the place and its release distance
    assert len(root.findall(f".//{SVG}ellipse")) == 1
    assert any("A & B <1>" in (text.text or "") for text in root.findall(f".//{SVG}text"))


def test_it_says_that_it_is_protected_and_names_no_post(flown: Facts) -> None:
    picture = svg(flown, "A & B <1>", posts=True)
    assert 'class="protected"' in picture and "PROTECTED" in picture
    assert "P174.8" not in picture


def test_without_a_word_it_shows_no_map_and_so_no_post(flown: Facts) -> None:
    picture = svg(flown, "A & B <1>")
    root = ElementTree.fromstring(picture)
    # One bar for the attack and one circle for each line of the strip; nothing with a place.
    assert len(root.findall(f".//{SVG}circle")) == 2
    assert not root.findall(f".//{SVG}ellipse") and not root.findall(f".//{SVG}clipPath")
    assert "protected" not in picture and "PROTECTED" not in picture


def test_a_log_that_names_no_organisation_is_drawn() -> None:
    rows = [sighting(n, 10 + 2 * n, 34.0, 174.8 + 0.2 * n, organisation=None, aircraft="Su-34") for n in range(2)]
    facts = filled(incident=[incident("I", 11, 34.0, 175.0)], sighting=rows)
    crossref(facts, SETTINGS)
    assert svg(facts, "I").count("<circle") == 2


def test_arabic_lines_run_from_right_to_left(flown: Facts) -> None:
    lines = [text.text or "" for text in ElementTree.fromstring(svg(flown, "A & B <1>", "ar")).iter(f"{SVG}text")]
    assert all(line.startswith("\u2067") == any("\u0600" <= letter <= "\u06ff" for letter in line) for line in lines)
    assert sum(line.startswith("\u2067") for line in lines) >= 3


def test_the_name_that_its_readers_know_stands_over_it(flown: Facts) -> None:
    picture = protected(flown, "A & B <1>", "W-77", "en")
    assert "W-77" in picture and "A &amp; B" not in picture and 'class="protected"' in picture


def test_the_strip_reaches_to_times_stated_otherwise() -> None:
    """The flight could have been there a day after the first time stated: the strip shows both."""
    facts = filled(incident=[incident("I", 11, 34.0, 175.0)])
    facts.replace("flight", [{"flight_id": "F", "label": "Su-34", "fixes": 1, "top_speed_ms": 300.0}])
    facts.replace("opportunity", [
        {"incident_id": "I", "flight_id": "F", "line": "flight", "label": "Su-34", "bin": "within", "bin_s": 60.0,
         "possible_from": at(1_450), "possible_to": at(1_452)}
    ])  # fmt: skip
    facts.replace(
        "flight_sighting", [{"flight_id": "F", "organisation": "w", "sighting_id": "S", "position": 0, "at": at(1_451)}]
    )
    facts.replace("sighting_reading", [{"organisation": "w", "sighting_id": "S", "latitude": 34.0, "longitude": 175.0}])
    assert svg(facts, "I").count("<circle") == 1


def test_an_empty_sky_is_said(flown: Facts) -> None:
    assert "No flight was seen near enough." in svg(flown, "empty", posts=True)


def test_the_same_facts_give_the_same_picture(flown: Facts) -> None:
    assert svg(flown, "A & B <1>") == svg(flown, "A & B <1>")


def test_an_unknown_incident_is_refused(flown: Facts) -> None:
    with pytest.raises(UsageError, match="no such incident"):
        svg(flown, "none")


PLACE = {
    "incident_id": "I",
    "latitude": 34.0,
    "longitude": 179.9,
    "radius_m": 100.0,
    "earliest": at(0),
    "latest": at(10),
}


def read_only(fixes: list[tuple[float, float, float, float]], **opportunity: Any) -> Facts:
    """Facts with one flight whose fixes are (minute, latitude, longitude, radius): tables alone, no search."""
    row = {"incident_id": "I", "flight_id": "F", "line": "flight", "label": "Su-34", "bin": "within_60_s",
           "possible_from": at(4), "possible_to": at(6), "closest_m": 10.0, "release_m": 5_000.0}  # fmt: skip
    return filled(
        incident=[PLACE], opportunity=[row | opportunity],
        flight=[{"flight_id": "F", "label": "Su-34", "fixes": len(fixes), "top_speed_ms": 100.0}],
        flight_sighting=[{"flight_id": "F", "organisation": "w", "sighting_id": f"S{n}", "position": n,
                          "at": at(fix[0])} for n, fix in enumerate(fixes)],
        sighting_reading=[{"organisation": "w", "sighting_id": f"S{n}", "latitude": fix[1], "longitude": fix[2],
                           "radius_m": fix[3]} for n, fix in enumerate(fixes)],
    )  # fmt: skip


def circles(picture: str) -> list[tuple[float, float, float]]:
    found = ElementTree.fromstring(picture).iter(f"{SVG}circle")
    return [(float(c.get("cx") or 0), float(c.get("cy") or 0), float(c.get("r") or 0)) for c in found]


def test_the_bar_of_the_attack_is_as_long_as_its_interval() -> None:
    picture = svg(filled(incident=[PLACE]), "I")
    (bar,) = ElementTree.fromstring(picture).iter(f"{SVG}rect")
    # ten minutes of a strip of 45 + 10 + 45, on 550 points
    assert (float(bar.get("x") or 0), float(bar.get("width") or 0)) == (437.5, 55.0)


def test_the_map_crosses_the_antimeridian() -> None:
    east = read_only([(5, 34.0, -179.9, 0.0)])
    x = [cx for cx, _, r in circles(svg(east, "I", posts=True)) if r == 2.5]
    # 0.2 degrees at 34° north are 18.4 km east of the middle; 80 km are 460 points
    assert x == [pytest.approx(380 + 18_437 * 460 / 80_000, abs=0.1)]


def test_only_what_is_known_to_worse_than_a_kilometre_has_its_circle() -> None:
    picture = svg(read_only([(3, 34.0, 179.8, 8_000.0), (7, 34.1, 179.9, 1_000.0)]), "I", posts=True)
    assert [r for *_, r in circles(picture)].count(46.0) == 1  # 8 km
    assert 5.8 not in [r for *_, r in circles(picture)]  # 1 km


def test_the_prism_is_as_long_as_the_aircraft_could_fly() -> None:
    picture = svg(read_only([(4, 34.0, 179.9, 500.0), (6, 34.0, 179.9, 500.0)]), "I", posts=True)
    (prism,) = ElementTree.fromstring(picture).iter(f"{SVG}ellipse")
    # two minutes at 100 m/s and 500 m at both ends are 13 km: half of it, in points
    assert float(prism.get("rx") or 0) == pytest.approx(6_500 * 460 / 80_000, abs=0.1)
    assert float(prism.get("ry") or 0) == pytest.approx(6_500 * 460 / 80_000, abs=0.1)


def test_without_a_place_there_is_a_strip_and_no_map() -> None:
    facts = filled(incident=[PLACE | {"latitude": None, "longitude": None}])
    assert "clipPath" not in svg(facts, "I", posts=True)


def test_a_flight_that_was_only_possible_is_not_drawn() -> None:
    facts = read_only([(5, 34.0, 179.9, 0.0)], bin="possible")
    assert circles(svg(facts, "I")) == []


def test_no_more_flights_are_drawn_than_there_are_colours() -> None:
    facts = read_only([(5, 34.0, 179.9, 0.0)])
    more = [{"incident_id": "I", "flight_id": f"G{n:02d}", "line": "flight", "label": "L", "bin": "within_60_s",
             "possible_from": at(4), "possible_to": at(6), "closest_m": float(n)} for n in range(12)]  # fmt: skip
    facts.append("opportunity", more)
    facts.append("flight", [{"flight_id": row["flight_id"], "label": "L", "fixes": 0} for row in more])
    assert ElementTree.fromstring(svg(facts, "I")).get("height") == str(60 + 18 * (8 + 2))


def test_what_was_heard_is_marked_when_it_was_let_go() -> None:
    facts = filled(incident=[PLACE], opportunity=[{"incident_id": "I", "flight_id": "R", "line": "radio"}],
                   strike_sequence=[{"sequence_id": "R", "started_at": at(1), "released_at": at(5)}])  # fmt: skip
    marks = [path.get("d") for path in ElementTree.fromstring(svg(facts, "I")).iter(f"{SVG}path")]
    assert marks == ["M465.0,48V78"]
