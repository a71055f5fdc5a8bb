"""Invented names in two scripts."""

from __future__ import annotations

import numpy as np

from dalil.simulate.world.syllables import arabic_variant, invent, invent_many, latin_variant


def test_a_name_is_written_in_both_scripts():
    name = invent(np.random.default_rng(3), 2)
    assert name.latin[0].isupper()
    assert name.latin.isascii()
    assert all("\u0600" <= letter <= "\u06ff" for letter in name.arabic)


def test_a_feminine_name_ends_in_ta_marbuta():
    name = invent(np.random.default_rng(3), 2, feminine=True)
    assert name.arabic.endswith("ة")
    assert name.latin.endswith("a")


def test_a_variant_differs_and_stays_close():
    rng = np.random.default_rng(0)
    for name in invent_many(rng, 50, 2):
        latin, arabic = latin_variant(rng, name.latin), arabic_variant(rng, name.arabic)
        assert latin != name.latin
        assert abs(len(latin) - len(name.latin)) <= 2
        assert latin[0] == name.latin[0]
        assert arabic != name.arabic
