"""Strike sequences: coordinates, clearance, release, and how sure their position is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from dalil.casefile.facts import Facts
from dalil.crossref.sky.radio.coordinates import Heard
from dalil.crossref.sky.radio.elements import ParsedElement, Saying
from dalil.crossref.sky.radio.sequences import StrikeSequence, find_sequences, write_sequences
from dalil.units import Metres, Point

START = datetime(2019, 3, 20, 12)
Filled = Callable[..., Facts]


def step(kind: str, seconds: float) -> ParsedElement:
    return ParsedElement(f"T{seconds:g}", "net", "345", "ru", None, kind, START + timedelta(seconds=seconds))


def place(seconds: float, km_north: float = 0.0, certainty: str = "clean", radius_m: float = 15.0) -> ParsedElement:
    """Coordinates so far north of 34 N, 175 E."""
    heard = Heard("dms", Point(34.0 + km_north / 111.195, 175.0), Metres(radius_m))
    name, at = f"T{seconds:g}", START + timedelta(seconds=seconds)
    return ParsedElement(name, "net", "345", "ru", None, "coordinates", at, heard, certainty=certainty)


def one(*said: ParsedElement) -> StrikeSequence:
    (found,) = find_sequences(said, 1200.0)
    return found


def test_all_three_steps() -> None:
    found = one(place(0), step("clearance", 120), step("release", 300))
    assert (found.elements, found.certainty, found.radius_m) == (3, "clean", 15.0)
    assert found.strike_at == found.released_at == START + timedelta(seconds=300)
    assert found.transmissions == ("T0", "T120", "T300")


def test_cleared_and_no_release_heard() -> None:
    found = one(place(0), step("clearance", 120))
    assert (found.elements, found.released_at) == (2, None)
    assert found.strike_at == START + timedelta(seconds=120)


@pytest.mark.parametrize(
    "said",
    [
        [place(0)],
        [step("clearance", 0), step("release", 60)],
        [step("release", 0), place(60)],  # let go before anybody said where
        [place(0), step("release", 1300)],  # too late to be of it
        [],
    ],
)
def test_no_sequence(said: list[ParsedElement]) -> None:
    assert find_sequences(said, 1200.0) == []


@pytest.mark.parametrize(
    ("km", "radius_m", "certainty", "placed"),
    [
        (0.05, 65.0, "clean", True),  # within what is one place
        (2.0, 2015.0, "disputed", True),  # the radius holds both
        (6.0, 6000.0, "disputed", False),
    ],
)
def test_two_positions(km: float, radius_m: float, certainty: str, placed: bool) -> None:
    found = one(place(0), place(30, km), step("release", 60))
    assert found.radius_m == pytest.approx(radius_m, abs=1)
    assert (found.certainty, found.point is not None) == (certainty, placed)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("clean", "agreed", "agreed"),
        ("clean", "unconfirmed", "unconfirmed"),
        ("mended", "clean", "mended"),
        ("agreed", "disputed", "disputed"),
    ],
)
def test_the_weakest_counts_unless_it_was_heard_twice(first: str, second: str, together: str) -> None:
    assert one(place(0, certainty=first), place(30, certainty=second), step("release", 60)).certainty == together


def test_coordinates_that_could_not_be_read_may_have_been_others() -> None:
    unread = ParsedElement(
        "T30", "net", "345", "ru", None, "unreadable", START + timedelta(seconds=30), saying=Saying(None, "P", "…")
    )
    assert one(place(0), unread, step("release", 60)).certainty == "unconfirmed"
    assert one(place(0, certainty="agreed"), unread, step("release", 60)).certainty == "agreed"


def test_its_name_follows_from_what_was_said_not_from_the_order_of_rows() -> None:
    said = [place(0), step("clearance", 120), step("release", 300)]
    assert one(*said).sequence_id == one(*said[::-1]).sequence_id
    assert one(*said).sequence_id != one(*said[:2]).sequence_id


def test_a_sequence_without_a_place_is_written_without_one(facts: Facts) -> None:
    write_sequences(facts, [one(place(0), place(30, 6.0), step("release", 60))])
    (row,) = facts.rows("SELECT latitude, longitude, radius_m, certainty, elements FROM strike_sequence")
    assert (row["latitude"], row["longitude"], row["certainty"], row["elements"]) == (None, None, "disputed", 2)
