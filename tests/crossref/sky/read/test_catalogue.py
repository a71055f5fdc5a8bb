"""What observers write, and the type it means."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.casefile.sections import SkyAircraft
from dalil.crossref.sky.read.catalogue import UNKNOWN, load_catalogue, spelling


@pytest.mark.parametrize(
    ("written", "label", "note"),
    [
        ("Su-24", "Su-24", ""),
        ("Sukhoi 24", "Su-24", ""),
        ("su24m", "Su-24", ""),
        ("Су-24", "Su-24", ""),
        ("سوخوي ٢٤", "Su-24", ""),
        ("سوخوي 22", "Su-22", ""),
        ("МиГ-23", "MiG-23", ""),
        ("Ту-22М3", "Tu-22M", ""),
        ("إف 16", "F-16", ""),
        ("إل 39", "L-39", ""),
        ("Mi-8 (Hip)", "Mi-8", ""),
        ("Yak 130 (Mitten)", "Yak-130", ""),
        ("two Su-22 jets", "Su-22", ""),
        ("helicopter", "helicopter", ""),
        ("طيران مروحي", "helicopter", ""),
        ("طائرة حربية", "fixed_wing", ""),
        ("drone", "drone", ""),
        ("Russian", "russian", ""),
        ("several fixed-wing Russian aircraft", "russian", ""),
        ("Su-24 or Su-34", "fixed_wing", "two_types"),
        ("Su-24 or Mi-8", UNKNOWN, "two_types"),
        ("", UNKNOWN, ""),
        (None, UNKNOWN, ""),
        ("flying saucer", UNKNOWN, "type_unknown"),
    ],
)
def test_reads_names_in_three_scripts(written: str | None, label: str, note: str) -> None:
    reading = load_catalogue().read(written)
    assert (reading.aircraft.label, reading.note) == (label, note)


def test_russian_names_a_type_and_no_operator() -> None:
    russian = load_catalogue().read("Russian").aircraft
    assert (russian.aircraft_class, russian.is_type, russian.operators) == ("fixed_wing", False, ())


def test_a_case_adds_and_replaces_types() -> None:
    catalogue = load_catalogue(
        [
            SkyAircraft(id="Kestrel", aliases=("the bird", "К-1"), aircraft_class="drone", operators=("north",)),
            SkyAircraft(id="Su-24", top_speed_ms=200.0, endurance_s=60.0),
        ]
    )
    assert catalogue.read("The Bird").aircraft.operators == ("north",)
    assert catalogue.read("kestrel").aircraft.top_speed_ms == catalogue.aircraft["drone"].top_speed_ms
    assert catalogue.read("Sukhoi 24").aircraft.top_speed_ms == 200.0
    assert load_catalogue().aircraft["Su-24"].top_speed_ms == 370.0  # the program's own is left as it was


def test_release_distance_is_speed_times_fall_time() -> None:
    aircraft = load_catalogue([SkyAircraft(id="x", release_height_m=490.3325, release_speed_ms=100.0)]).aircraft["x"]
    assert aircraft.release_m == pytest.approx(1000.0)  # 490.3325 m fall in exactly ten seconds


def test_every_entry_is_possible() -> None:
    for label, aircraft in load_catalogue().aircraft.items():
        assert 0 <= aircraft.slow_speed_ms < aircraft.top_speed_ms <= 400, label
        assert 1800 <= aircraft.endurance_s <= 100_000, label
        assert math.isfinite(aircraft.release_m), label


def test_no_spelling_means_two_things() -> None:
    catalogue = load_catalogue()
    for label in catalogue.aircraft:
        assert catalogue.read(label).aircraft.label == label


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert load_catalogue().read(text).aircraft.label in load_catalogue().aircraft


@pytest.mark.parametrize(("text", "one"), [("Su-24M", "su 24m"), ("СУ24", "су 24"), ("MiG–29", "mig 29")])
def test_one_spelling(text: str, one: str) -> None:
    assert spelling(text) == one


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("الطيران الحربي الروسي", "russian"), ("طائرة حربية سورية", "syrian"), ("سلاح الجو الروسي", "russian"),
        ("طيران الاحتلال الروسي", "russian"), ("طيران الأسد", "syrian"), ("الطيران الأميركي", "western"),
        ("سوخوي", "fixed_wing"), ("السوخوي", "fixed_wing"), ("طائرة ميغ", "fixed_wing"), ("طائرات حربية", "fixed_wing"),
        ("السيخوي 22", "Su-22"), ("حوامات", "helicopter"), ("المروحية", "helicopter"), ("طيران مسيّر", "drone"),
    ],
)  # fmt: skip
def test_arabic_labels_with_and_without_the_article(written: str, label: str) -> None:
    reading = load_catalogue().read(written)
    assert (reading.aircraft.label, reading.note) == (label, "")


@pytest.mark.parametrize("written", ["مجهول", "طيران مجهول", "غير معروف", "unknown"])
def test_an_aircraft_that_nobody_knew_is_unknown_and_no_gap_of_the_catalogue(written: str) -> None:
    assert load_catalogue().read(written).note == ""
    assert load_catalogue().read("نسر 5").note == "type_unknown"
