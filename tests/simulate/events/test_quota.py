"""The marginals of the annex hold exactly, whatever the seed."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.errors import UsageError
from dalil.simulate.events.quota import annex_plans
from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.loading import load


@pytest.mark.parametrize("seed", range(12))
def test_marginals_hold_for_every_seed(seed: int):
    plans = annex_plans(load("siege"), load_conflict(), np.random.default_rng(seed))
    gatherings = [p for p in plans if p.target in ("market", "camp")]
    assert len(plans) == 304
    assert len(gatherings) == 28
    assert all(p.toll.children + p.toll.injured_children > 0 for p in gatherings)
    assert sum(p.toll.children > 0 for p in plans) == 101
    assert sum("cluster" in p.weapons for p in plans) == 42
    assert sum("incendiary" in p.weapons and p.populated for p in plans) == 20
    assert [sum(p.target == t for p in plans) for t in ("hospital", "school", "mosque")] == [51, 18, 21]
    assert sum(p.toll.civilians for p in plans) == 1207
    assert sum(p.toll.children for p in plans) == 380
    assert {p.party for p in plans} == {"toruvia"}


def test_numbers_that_cannot_hold_are_refused():
    settings = load("siege", {"annex.incidents": "60"})
    with pytest.raises(UsageError, match="too many targets"):
        annex_plans(settings, load_conflict(), np.random.default_rng(0))
