"""Accounts say what is stated, and that they are invented."""

from __future__ import annotations

import pytest

from dalil.simulate.tell.narrative import account


def test_english():
    text = account("en", "airstrike", "Qafira", ("hospital", "rescue"), "barrel_bomb", 3, "Zuq", True)
    assert text == (
        "[Fictional] An air strike with barrel bombs hit a medical facility and rescuers at the scene in Qafira,"
        " near Zuq."
        " It was the second strike on this place, when rescuers had arrived. 3 civilians were killed."
    )


def test_arabic():
    text = account("ar", "artillery", "قفيرة", (), "", 1, "", False)
    assert text == "[خيالي] قصف مدفعي استهدف المنطقة في قفيرة. قُتل 1 من المدنيين."


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_toll_that_is_not_stated_is_not_told(language: str):
    assert not any(c.isdigit() for c in account(language, "airstrike", "X", ("home",), "rocket", None, "", False))
