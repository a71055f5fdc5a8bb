"""Twelve invented people in some fifty forms each: none of them is left, whichever script the case has the name in."""

from __future__ import annotations

import re

import pytest
from tests.submit.release.people.made_up import PEOPLE, Person, written

from dalil.submit.release.people.mask import HIDDEN, Mask

TEXTS = ("They saw {} there at noon.", "قال الشهود إن {} كان هناك.", "{}", "The room of {}; 3 beds")


def remains(person: Person, form: str, names: list[str]) -> bool:
    """Whether three letters of the given or the family's name stand together in what the mask leaves of a form."""
    kept = re.sub(r"[^\w]|_", "", Mask(names).apply(form).replace(HIDDEN, " ")).lower()
    words = (person.given, person.family, person.given_ar, person.family_ar.removeprefix("ال"), *person.russian.split())
    return any(word.lower()[at : at + 3] in kept for word in words for at in range(len(word) - 2))


def left(person: Person, names: list[str]) -> list[tuple[str, str, str]]:
    mask = Mask(names)
    return [
        (what, form, masked)
        for what, form in written(person)
        for text in TEXTS
        if HIDDEN not in (masked := mask.apply(text.format(form)))
    ]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.given)
def test_none_of_thirty_forms_is_left(person: Person) -> None:
    assert len(list(written(person))) >= 30
    assert left(person, [person.name, person.name_ar]) == []
    assert [form for _, form in written(person) if remains(person, form, [person.name, person.name_ar])] == []


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.given)
def test_nor_where_the_case_has_the_name_in_one_script_alone(person: Person) -> None:
    for names in ([person.name], [person.name_ar]):
        found = left(person, names)
        assert len({form for _, form, _ in found}) <= 1, found
