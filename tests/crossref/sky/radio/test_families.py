"""Which copies can be compared digit by digit."""

from __future__ import annotations

from dalil.crossref.sky.radio.families import Family, families
from dalil.crossref.sky.radio.written import Written

FRAME = ("dms", "north", "dms", "east")


def copy(latitude: str, longitude: str = "175 02 33", frame: tuple[str, ...] = FRAME) -> Written:
    return Written("dms", frame, (*latitude.split(), "", *longitude.split(), ""))


def members(*copies: Written) -> list[tuple[int, ...]]:
    return sorted(tuple(family.members) for family in families(copies))


def test_two_slips_are_alike_and_three_are_not() -> None:
    assert members(copy("34 12 05"), copy("34 17 06")) == [(0, 1)]
    assert members(copy("34 12 05"), copy("35 17 06")) == [(0,), (1,)]


def test_a_copy_between_two_makes_them_one_family() -> None:
    assert members(copy("34 12 05"), copy("34 16 47"), copy("34 16 05")) == [(0, 1, 2)]


def test_a_short_number_is_compared_at_its_full_length() -> None:
    (family,) = families([copy("34 12 05"), copy("34 12 5")])
    assert family.digits == {0: "3412051750233", 1: "3412051750233"}


def test_another_side_is_another_family() -> None:
    south = copy("34 12 05", frame=("dms", "south", "dms", "east"))
    assert members(copy("34 12 05"), south) == [(0,), (1,)]


def test_a_hole_differs_from_nothing() -> None:
    assert members(copy("34 12 05"), copy("3? ?? ??")) == [(0, 1)]


def test_a_hole_of_unknown_length_takes_the_length_of_the_others() -> None:
    said = [
        Written("decimal", ("decimal", "north", "decimal", "east"), ("34", d, "175", "0425")) for d in ("2013", "2*")
    ]
    (family,) = families(said)
    assert family.digits[1] == "342???1750425"


def test_where_others_do_not_agree_on_the_length_it_stays_apart() -> None:
    frame = ("decimal", "north", "decimal", "east")
    said = [Written("decimal", frame, ("34", d, "175", "0425")) for d in ("2013", "20139", "2*")]
    assert members(*said) == [(0,), (1,), (2,)]


def test_heard_counts_digits_and_no_holes() -> None:
    (family,) = families([copy("34 12 05"), copy("34 17 05"), copy("34 1? 05")])
    assert family.heard()[3] == {"2": 1, "7": 1}
    assert family.heard()[0] == {"3": 3}


def test_digits_go_back_into_the_form() -> None:
    family = Family(copy("34 12 05"), {0: "3412051750233"})
    assert family.written("9912051750233") == copy("99 12 05")


def test_no_copies_no_families() -> None:
    assert families([]) == []
