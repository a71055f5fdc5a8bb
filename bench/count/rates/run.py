"""Coverage of rate intervals, false changes in steady series, and the three regimes of a siege.

Run: python bench/count/rates/run.py [SEED] [SIMULATIONS]

Asked for: with raids of three, intervals cover ≥ 92 % (Poisson limits .64); no change claimed in ≥ 94 % of steady
series; one attack in four days, one in two, one in nine hours found, with the changes within three days.
"""

import sys

import numpy as np
from scipy.stats import chi2

from dalil.casefile.settings import Settings
from dalil.count.drawn import Drawn
from dalil.count.rates.changes import find_changes
from dalil.count.rates.exposure import Observed
from dalil.count.rates.intervals import Counted, day_spread, pooled_interval

SETTINGS = Settings.model_validate({"title": "bench", "zone": "UTC", "from": "2016-07-01", "to": "2016-12-29"})
DAY = 86_400.0


def raids(rng, rate, days, size, *, geometric=False, hours=1.0):
    """Moments (days) of a Poisson process of raids of `size`, or of that mean size."""
    starts = rng.uniform(0, days, rng.poisson(rate * days / size))
    sizes = rng.geometric(1 / size, len(starts)) if geometric else np.full(len(starts), size)
    moments = np.repeat(starts, sizes) + rng.uniform(0, hours / 24, int(sizes.sum()))
    return np.sort(np.minimum(moments, days - 1e-6))


def coverage(seed, simulations):
    print("| raids | rate a day | days | gamma on days | bootstrap of days | Poisson |\n|---|---|---|---|---|---|")
    for size, geometric, rate, days in (
        (3, False, 0.25, 128), (3, False, 0.5, 44), (3, False, 8 / 3, 10), (3, False, 3, 180), (3, False, 10, 60),
        (3, True, 1, 60), (3, True, 3, 30), (1, False, 0.25, 128), (1, False, 8 / 3, 10),
    ):  # fmt: skip
        rng, covered = np.random.default_rng([seed, days, size]), np.zeros(3)
        for _ in range(simulations):
            counts = np.bincount(raids(rng, rate, days, size, geometric=geometric).astype(int), minlength=days)
            covered += [low <= rate <= high for low, high in limits(rng, counts.astype(float))]
        name = f"of {size}{' on average' if geometric else ''}"
        shares = " | ".join(f"{share:.3f}" for share in covered / simulations)
        print(f"| {name} | {rate:.2f} | {days} | {shares} |", flush=True)


def limits(rng, counts):
    total, days = counts.sum(), len(counts)
    counted = Counted(np.array([total]), np.array([day_spread(counts, np.ones(days))]), float(days))
    again = rng.multinomial(days, np.ones(days) / days, size=400) @ counts / days
    low = chi2.ppf(0.025, 2 * total) / 2 / days if total else 0.0
    return (
        pooled_interval(counted),
        np.quantile(again, [0.025, 0.975]),
        (low, chi2.ppf(0.975, 2 * total + 2) / 2 / days),
    )


def drawn_of(moments, width_h):
    """One report each, known to `width_h` hours around it (0: to the minute)."""
    at, n = moments * DAY, len(moments)
    nothing = np.zeros(n)
    early, late = np.maximum(at - width_h * 1800, 0), at + width_h * 1800
    some = tuple(frozenset() for _ in range(n))
    numbers = np.arange(n)
    return Drawn(tuple(map(str, numbers)), early, late, nothing, nothing, nothing, some, some, numbers, (numbers,))


def changes(moments, days, width_h=0.0):
    observed = Observed(np.array([[0.0, days * DAY]]), "assumed")
    return [c for c in find_changes(drawn_of(moments, width_h), observed, SETTINGS, "all").changes if c.claimed]


def steady(seed, simulations):
    print("\n| steady series | no change claimed | simulations |\n|---|---|---|")
    for name, rate, days, options in (
        ("single, 0.5 a day", 0.5, 180, {"size": 1}), ("raids of three, 0.5 a day", 0.5, 180, {"size": 3}),
        ("raids of three, 3 a day", 3, 180, {"size": 3}),
        ("raids of three within a day", 1, 180, {"size": 3, "hours": 24}),
        ("raids of three on average", 1, 120, {"size": 3, "geometric": True}),
    ):  # fmt: skip
        rng = np.random.default_rng([seed, days, options["size"]])
        quiet = np.mean([not changes(raids(rng, rate, days, **options), days) for _ in range(simulations)])
        print(f"| {name} | {quiet:.3f} | {simulations} |", flush=True)


def siege(rng, regularity, pairs):
    """32 attacks in 128 days, 22 in 44, 27 in 10, each in its slot; a share of slots is struck twice, the next not."""
    moments, begin = [], 0.0
    for days, count in ((128, 32), (44, 22), (10, 27)):
        slot = days / count
        moments += [begin + (n + 0.5 + rng.uniform(-1, 1) * (1 - regularity)) * slot for n in range(count)]
        begin += days
    kept, number = [], 0
    while number < len(moments):
        twice = rng.random() < pairs
        kept += [moments[number], moments[number] + rng.uniform(12, 90) / 1440][: 1 + twice]
        number += 1 + twice
    return np.sort(np.minimum(kept, 181.999))


def regimes(seed, simulations):
    print("\n| siege | both found | first within 3 days | second within 3 days | simulations |\n|---|---|---|---|---|")
    for name, regularity, pairs, width, lost in (
        ("regular", 0.6, 0.0, 0, 0), ("with second strikes", 0.6, 0.12, 0, 0),
        ("times known to six hours", 0.6, 0.12, 6, 0), ("anywhere in its slot", 0.5, 0.0, 0, 0),
        ("one in ten not known to be medical", 0.6, 0.05, 0, 0.1),
    ):  # fmt: skip
        rng = np.random.default_rng([seed, int(100 * pairs), width])
        sieges = [siege(rng, regularity, pairs) for _ in range(simulations)]
        found = [[c.at for c in changes(one[rng.random(len(one)) >= lost], 182, width)] for one in sieges]
        near = [[any(abs(at - day) <= 3 for at in one) for day in (128, 172)] for one in found]
        first, second = np.mean(near, axis=0)
        both = np.mean([len(one) == 2 for one in found])
        print(f"| {name} | {both:.3f} | {first:.3f} | {second:.3f} | {simulations} |", flush=True)


def main():
    seed, simulations = (int(text) for text in (*sys.argv[1:], *("1", "300")[len(sys.argv) - 1 :]))
    coverage(seed, 3 * simulations)
    steady(seed, simulations)
    regimes(seed, max(50, simulations // 3))


if __name__ == "__main__":
    main()
