"""Parties, types and munitions hang together."""

from __future__ import annotations

import pytest

from dalil.simulate.world.conflict import load_conflict

CONFLICT = load_conflict()


def test_two_air_forces_share_a_type_and_differ_in_others():
    toruvia, naharat = CONFLICT.parties["toruvia"], CONFLICT.parties["naharat"]
    assert set(toruvia.fleet) & set(naharat.fleet) == {"Su-24"}
    assert set(toruvia.fleet) - set(naharat.fleet)
    assert set(naharat.fleet) - set(toruvia.fleet)


def test_the_ground_party_does_not_fly():
    assert not CONFLICT.parties["dahr"].flies
    assert CONFLICT.parties["dahr"].bases == ()


@pytest.mark.parametrize("party", CONFLICT.parties.values(), ids=CONFLICT.parties)
def test_fleet_weapons_and_bases_are_known(party):
    assert set(party.fleet) <= set(CONFLICT.types)
    assert set(party.weapons) <= set(CONFLICT.munitions)
    assert sum(party.weapons.values()) == pytest.approx(1)
    assert not party.fleet or sum(party.fleet.values()) == pytest.approx(1)
    assert bool(party.bases) == party.flies
    for weapon in party.weapons:
        assert not party.flies or set(CONFLICT.munitions[weapon].carriers) & set(party.fleet), weapon
        assert CONFLICT.munitions[weapon].named(party.party_id)


def test_names_say_that_they_are_invented():
    named = [p.name for p in CONFLICT.parties.values()] + [o.name for o in CONFLICT.organisations]
    named += [base.name for party in CONFLICT.parties.values() for base in party.bases] + [CONFLICT.network]
    assert all("(fictional)" in name for name in named)
    assert all("خيالي" in p.name_ar for p in CONFLICT.parties.values())


def test_a_word_for_a_type_means_one_type():
    words = [word for kind in CONFLICT.types.values() for word in (kind.name, *kind.other)]
    assert len(set(words)) == len(words)


def test_remnants_differ_by_party_where_that_is_said():
    cluster = CONFLICT.munitions["cluster"]
    assert "RBK-250 PTAB-2.5M" in cluster.named("naharat")
    assert "RBK-250 PTAB-2.5M" not in cluster.named("toruvia")
    assert CONFLICT.munitions["unguided_bomb"].named("toruvia") == CONFLICT.munitions["unguided_bomb"].named("naharat")
