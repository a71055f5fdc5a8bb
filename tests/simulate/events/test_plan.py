"""One attack before it has a place."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from dalil.simulate.events.plan import draw_plan, draw_target, draw_toll, fill_toll, pick
from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.loading import load

CONFLICT = load_conflict()


def plans(party: str, n: int = 2_000, **changed: str):
    """Attacks of a party."""
    settings, rng = load("small", {k.replace("__", "."): v for k, v in changed.items()}), np.random.default_rng(1)
    return [draw_plan(settings, CONFLICT, rng, party) for _ in range(n)]


def test_the_aircraft_carries_the_weapon():
    for plan in plans("naharat"):
        assert plan.aircraft in CONFLICT.parties["naharat"].fleet
        assert plan.aircraft in CONFLICT.munitions[plan.weapons[0]].carriers
        assert plan.kind == "airstrike"


def test_the_ground_party_shells_and_aims_at_no_site():
    for plan in plans("dahr", 200):
        assert (plan.kind, plan.aircraft, plan.target) == ("artillery", "", "")


def test_share_and_kinds_of_aimed_strikes():
    settings, rng = load("small", {"war.aimed_share": "0.5", "rates.scheduled": "off"}), np.random.default_rng(2)
    targets = Counter(draw_target(settings, rng, CONFLICT.parties["toruvia"]) for _ in range(6_000))
    assert targets[""] / 6_000 == pytest.approx(0.5, abs=0.02)  # standard error 0.0065
    assert targets["hospital"] / 3_000 == pytest.approx(0.38, abs=0.03)
    assert targets["camp"] / 3_000 == pytest.approx(0.1, abs=0.02)


def test_with_a_schedule_medical_sites_are_left_to_it():
    settings, rng = load("small"), np.random.default_rng(2)
    assert "hospital" not in {draw_target(settings, rng, CONFLICT.parties["toruvia"]) for _ in range(500)}


def test_weapons_have_their_shares():
    weapons = Counter(plan.weapons[0] for plan in plans("toruvia", 4_000, war__chemical_share="0"))
    assert weapons["cluster"] / 4_000 == pytest.approx(0.15, abs=0.02)
    assert "barrel_bomb" not in weapons


@pytest.mark.parametrize("seed", range(30))
def test_groups_of_a_toll_fit_into_it(seed: int):
    rng = np.random.default_rng(seed)
    toll = draw_toll(rng, "hospital", True, 0.28)
    assert toll.children + toll.women + toll.medical + toll.rescue <= toll.civilians
    assert toll.injured_children <= toll.injured


def test_a_given_toll_is_kept():
    toll = fill_toll(np.random.default_rng(0), 10, 4, 1, "")
    assert (toll.civilians, toll.children, toll.combatants, toll.medical) == (10, 4, 1, 0)


def test_pick_follows_the_shares():
    rng = np.random.default_rng(0)
    counts = Counter(pick(rng, {"a": 3, "b": 1}) for _ in range(4_000))
    assert counts["a"] / 4_000 == pytest.approx(0.75, abs=0.03)
