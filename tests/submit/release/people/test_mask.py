"""The names here are made up, and so are their spellings."""

from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.records import Sensitivity
from dalil.submit.release.people.known import names_of
from dalil.submit.release.people.mask import HIDDEN, Mask
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Qasim Darwish", "He said Qasim Darwish was there."),
        ("Qasim Darwish", "He said QASSEM DARWEESH was there."),
        ("Qasim Darwish", "قال إن قاسم درويش كان هناك"),
        ("قاسم درويش", "He said Qasim Darwish was there."),
        ("Qasim Mansur Darwish", "Mansour Darwish was there."),
        ("Qasim al-Darwish", "Qasim Darwish was there."),
        ("Qasim Darwish", "Qasim al-Darwish was there."),
        ("Zarqa", "Zarqa said so."),
        ("Abd al-Rahman Darwish", "Abdulrahman Darwish and Abd al-Rahman Darwish"),
        ("عبد الرحمن درويش", "Abd al-Rahman Darwish"),
        ("Qasim bin Darwish", "He said Qasim bin Darwish was there."),
        ("Qasim ibn Darwish", "Qasim Darwish was there."),
        ("قاسم بن درويش", "قال إن قاسم بن درويش كان هناك"),
        ("قاسم ابن درويش", "He said Qasim bin Darwish was there."),
        ("Qasim bin Darwish", "posted by @bindarwish"),
    ],
)
def test_a_name_is_found_in_both_scripts(name: str, text: str) -> None:
    masked = Mask([name]).apply(text)
    assert HIDDEN in masked
    assert not any(
        part in masked for part in ("asim", "ASS", "arwish", "ARW", "قاسم", "درويش", "Zarqa", "ansour", "ahman")
    )


@pytest.mark.parametrize(
    "text", ["The market in Sakhour was hit at noon.", "قصف السوق في حي الصاخور", "", "36.2, 37.1"]
)
def test_other_words_stay(text: str) -> None:
    assert Mask(["Qasim Darwish", "Ali Bab"]).apply(text) == text


def test_signs_around_a_name_stay() -> None:
    assert Mask(["Qasim Darwish"]).apply("(Qasim Darwish), 7; Qasim") == f"({HIDDEN}), 7; Qasim"


def test_victims_and_those_who_filmed_are_known(facts: Facts) -> None:
    facts.replace("victim", [{"victim_id": "a", "name": "One Two", "name_ar": "واحد اثنان", "father": "Three"}])
    facts.replace("exhibit", [{"file": "f", "author": "Four Five"}])
    assert names_of(facts, protected_only=False) == [
        "Four Five", "One Three Two", "One Two", "واحد Three اثنان", "واحد اثنان"
    ]  # fmt: skip
    assert names_of(facts, protected_only=True) == []


def test_narratives_leave_without_names(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE report SET narrative = 'Nurse Qassem Darwish saw it.' WHERE report_id = 'Alpha/1'")
    facts.replace("victim", [{"victim_id": "a", "name_ar": "قاسم درويش"}])
    released = cut(facts, receiver)
    assert released.facts.value("SELECT narrative FROM report WHERE report_id = 'Alpha/1'") == f"Nurse {HIDDEN} saw it."
    assert released.hidden_names == 1


def test_an_audience_with_names_still_does_not_get_protected_ones(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE report SET narrative = 'Qasim Darwish and Salma Haddad' WHERE report_id = 'Alpha/1'")
    facts.replace("victim", [
        {"victim_id": "a", "name": "Qasim Darwish"}, {"victim_id": "b", "name": "Salma Haddad", "protected": True},
    ])  # fmt: skip
    classes = (*receiver.rules.classes, Sensitivity.NAME)
    trusted = Receiver("trusted", receiver.rules.model_copy(update={"classes": classes}), receiver.secret)
    narrative = cut(facts, trusted).facts.value("SELECT narrative FROM report WHERE report_id = 'Alpha/1'")
    assert narrative == f"Qasim Darwish and {HIDDEN}"


@pytest.mark.parametrize(
    "text",
    [
        "قَاسِم دَرْوِيش",
        "قـاسـم درويش",
        "الطبيبQasim Darwishقتل",
        "漢Qasim Darwish",
        "Qasim\u200bDarwish",
        "Q\u200fasim Dar\u00adwish",
        "Ｑasim Darwish",
        "ﻗﺎﺳﻢ ﺩﺭﻭﻳﺶ",
        "Darwish, Qasim",
        "درويش، قاسم",
        "@qasimdarwish99",
        "qasim_darwish.mp4",
        "Qāsim Darwīsh",
    ],
)
def test_a_name_is_found_however_it_is_dressed(text: str) -> None:
    masked = Mask(["Qasim Darwish", "قاسم درويش"]).apply(text)
    assert HIDDEN in masked and not any(part in masked.lower() for part in ("asim", "darwish", "قاسم", "درويش", "ﻗ"))


def test_two_persons_named_after_one_another_are_not_one_turned_round() -> None:
    text = "Samir Darwish was hit; Qasim Mansur ran."
    assert Mask(["Qasim Darwish"]).apply(text) == text
