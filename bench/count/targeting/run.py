"""False alarms and power of the question of aim, through records and the whole counting stage.

Run: python bench/count/targeting/run.py [SEED] [SIMULATIONS] [CASE…]

300 strikes of raids of three in an invented town of 2,000 buildings and 14 hospitals; each strike is one report.
`from name`: one strike in ten is located at its nearest hospital; half of these reports say so, the others give a
point that lies on it to the metre. Asked for: an alarm (p ≤ 0.05) in ≤ 6 % of 300 simulations with aimed share 0,
in ≥ 90 % with aimed share 0.2.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.count.targeting.town import recorded, strikes

from dalil.casefile.settings import Settings
from dalil.count.figures import Counting
from dalil.count.scopes import selections
from dalil.count.targeting.stage import targeting_figures

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


def p_values(seed, kind, conflict, records):
    rng = np.random.default_rng(seed)
    facts = recorded(rng, *strikes(rng, kind, **conflict), **records)
    found: Counting = targeting_figures(facts, SETTINGS, selections(SETTINGS)[0])
    by_name = {figure.name: figure.value for figure in found.figures}
    return by_name["targeting.hospital.p"], by_name["targeting.hospital.surface_p"]


def main():
    given = [int(text) for text in sys.argv[1:]]
    seed, simulations, *chosen = given if len(given) > 1 else [1, 300]
    print("| case | alarms, primary (h, r) | alarms, surface | simulations |\n|---|---|---|---|")
    for number, (name, kind, conflict, records) in enumerate(CASES):
        if chosen and number not in chosen:
            continue
        some = simulations if not conflict["share"] else max(20, simulations // 3)
        found = np.array([p_values([seed, number, n], kind, conflict, records) for n in range(some)])
        print(
            f"| {name} | {(found[:, 0] <= 0.05).mean():.3f} | {(found[:, 1] <= 0.05).mean():.3f} | {some} |", flush=True
        )


if __name__ == "__main__":
    main()
