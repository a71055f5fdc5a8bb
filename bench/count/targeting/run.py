"""False alarms and power of the question of aim, through records and the whole counting stage.

Run: python bench/count/targeting/run.py [SEED] [SIMULATIONS] [CASE…]

300 strikes of raids of three in an invented town of 2,000 buildings and 14 hospitals; each strike is one report.
`from name`: one strike in ten is located at its nearest hospital; half of these reports say so, the others give a
point that lies on it to the metre. Asked for: an alarm (p ≤ 0.05) in ≤ 6 % of 300 simulations with aimed share 0,
in ≥ 90 % with aimed share 0.2.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.count.targeting.town import CENTRE, recorded, strikes

from dalil.casefile.settings import Settings
from dalil.count.scopes import selections
from dalil.count.targeting.nulls import Aim, buildings_around, displaced, hits, matched_hits, replaced
from dalil.count.targeting.stage import targeting_figures
from dalil.count.targeting.strikes import located_strikes, sites_of

CASES = (
    ("clustered raids, no aim", "raids", {"share": 0.0}, {}),
    ("strikes on any building, no aim", "buildings", {"share": 0.0}, {}),
    ("strikes on any building, singly, no aim", "buildings", {"share": 0.0, "size": 1}, {}),
    ("10 % geocoded to a site, no aim", "buildings", {"share": 0.0}, {"from_name": 0.1}),
    ("share 0.2 aimed", "buildings", {"share": 0.2}, {}),
    ("share 0.2 aimed, 10 % geocoded", "buildings", {"share": 0.2}, {"from_name": 0.1}),
    ("share 0.2 aimed, 120 strikes", "buildings", {"share": 0.2, "count": 120}, {}),
    ("share 0.1 aimed", "buildings", {"share": 0.1}, {}),
)
SETTINGS = Settings.model_validate({
    "title": "bench", "zone": "UTC", "from": "2016-09-01", "to": "2017-12-31",
    "count": {"aim_draws": 199, "aim_sites": {"hospital": ["hospital"]}, "second_strike_minutes": 11},
})  # fmt: skip


def p_values(seed, kind, conflict, records, surface):
    """p of the primary (h, r); through the whole stage, with the surface, where `surface` is asked for."""
    rng = np.random.default_rng(seed)
    facts = recorded(rng, *strikes(rng, kind, **conflict), **records)
    selection = selections(SETTINGS)[0]
    if surface:
        by_name = {figure.name: figure.value for figure in targeting_figures(facts, SETTINGS, selection).figures}
        return by_name["targeting.hospital.p"], by_name["targeting.hospital.surface_p"]
    located = located_strikes(facts, SETTINGS, selection, CENTRE)
    options, draws, radii = SETTINGS.count, 199, np.array([SETTINGS.count.aim_radius_m])
    error = np.hypot(options.aim_error_m, located.radius_m / 2)
    whole = Aim(located.points, located.raid, sites_of(facts, ("hospital",), CENTRE), error)
    around = buildings_around(whole, np.zeros((0, 2)), 2 * options.aim_displacement_m, radii[0] / 2, 5)
    kept = [len(near) > 0 for near in around.of_site]
    aim = replace(whole, sites=whole.sites[kept])
    listed = replace(around, of_site=tuple(near for near in around.of_site if len(near)))
    chance = (displaced(aim, options.aim_displacement_m, radii, draws, rng), replaced(aim, listed, radii, draws, rng))
    seen = (hits(aim, radii)[0], matched_hits(aim, radii, rng)[0])
    p = [(1 + np.count_nonzero(drawn[:, 0] >= found)) / (1 + draws) for drawn, found in zip(chance, seen, strict=True)]
    return max(p), np.nan


def main():
    given = [int(text) for text in sys.argv[1:]]
    seed, simulations, *chosen = given if len(given) > 1 else [1, 300]
    print("| case | alarms, primary (h, r) | simulations | alarms, surface | simulations |\n|---|---|---|---|---|")
    for number, (name, kind, conflict, records) in enumerate(CASES):
        if chosen and number not in chosen:
            continue
        some = simulations if not conflict["share"] else simulations // 3
        few = some // 5
        found = np.array([p_values([seed, number, n], kind, conflict, records, n < few) for n in range(some)])
        shares = (found[:, 0] <= 0.05).mean(), (found[:few, 1] <= 0.05).mean()
        print(f"| {name} | {shares[0]:.3f} | {some} | {shares[1]:.3f} | {few} |", flush=True)


if __name__ == "__main__":
    main()
