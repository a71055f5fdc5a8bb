from __future__ import annotations

import pytest

from dalil.submit.release.people.sounds import bare, canonical, ends, initials_of, script_of, sounds, spelling, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("qasim", "gasim"), ("qasim", "قاسم"), ("qasim", "касимом"), ("darwish", "darvish"),
        ("shadi", "chadi"), ("khaled", "халед"), ("khaled", "halid"), ("ghassan", "гассаном"), ("walid", "oualid"),
        ("thaer", "таер"), ("dhiyab", "ذياب"), ("barakat", "бараката"), ("abdulrahman", "abdurrahman"),
    ],
)  # fmt: skip
def test_these_may_be_one_name(one: str, other: str) -> None:
    assert sounds(canonical(one)) & sounds(canonical(other))


@pytest.mark.parametrize(
    ("one", "other"), [("samir", "salim"), ("hasan", "husam"), ("سمير", "سليم"), ("касим", "халил")]
)
def test_these_are_two(one: str, other: str) -> None:
    assert not sounds(one) & sounds(other)


def test_letters_that_only_look_latin_become_latin() -> None:
    assert bare("Sаmir") == "Samir"  # the first a is Cyrillic
    assert (script_of("Sаmir"), script_of("самир"), script_of("سمير")) == ("mixed", "cyrillic", "arabic")


@pytest.mark.parametrize("written", ["وسمير", "بسمير", "لسمير", "فسمير", "كسمير", "وبسمير", "فلسمير", "والسمير"])
def test_particles_are_cut_off(written: str) -> None:
    assert "سمير" in stems(written)


def test_nothing_is_cut_off_that_leaves_two_letters() -> None:
    assert stems("ولد") == ("ولد",)


def test_vowels_written_twice_are_one_spelling() -> None:
    assert spelling("sameer") == spelling("samir") == "samir"
    assert spelling("haddad") == "hadad" and spelling("samira") != spelling("samir")


def test_a_word_ends_open_or_closed() -> None:
    assert ends("حكمه") == {"open"} and ends("hakim") == {"closed"} and len(ends("salah")) == 2


def test_an_initial_stands_for_what_a_name_may_begin_with() -> None:
    assert "k" in initials_of("Q") and {"s", "š"} <= initials_of("س")
