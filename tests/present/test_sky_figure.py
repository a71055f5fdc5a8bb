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
