"""Errors: what was expected, what was found, where, what to do; and an exit status by kind."""

from __future__ import annotations

import pytest

from dalil.errors import CannotProceed, DalilError, Refused, UsageError, VerificationFailed, visible


@pytest.mark.parametrize(
    ("kind", "code"), [(Refused, 1), (VerificationFailed, 1), (UsageError, 2), (CannotProceed, 3), (DalilError, 1)]
)
def test_the_kind_is_the_exit_status(kind: type[DalilError], code: int) -> None:
    assert kind("It failed.").exit_code == code
    assert isinstance(kind("It failed."), DalilError)


def test_only_what_is_given_is_shown_and_in_the_order_of_reading() -> None:
    error = Refused("It is not so.", do="mend it", expected="a", where="row 3")
    assert str(error).splitlines() == ["It is not so.", "  Expected: a", "  Where: row 3", "  Do: mend it"]
    assert str(Refused("It is not so.")) == "It is not so."


def test_as_json_it_has_every_part_also_empty_ones() -> None:
    assert Refused("It is not so.", found="b").as_json() == {
        "error": "It is not so.", "expected": "", "found": "b", "where": "", "do": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\nand lines", "plain\ttext\nand lines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\rb", "a\\rb"),
        ("a\x9bb", "a\\x9bb"),
        ("حلب", "حلب"),
        ("\ud800", "\\ud800"),
    ],
)
def test_a_terminal_is_not_steered_by_what_was_found(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert shown in str(Refused("x", found=text))
