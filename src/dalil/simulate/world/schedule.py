"""When documented attacks on medical facilities happen: regimes with a rate each."""

from __future__ import annotations

import numpy as np

from dalil.simulate.world.clock import DAY_S, Clock
from dalil.simulate.world.settings import Rates, numbers


def regimes(rates: Rates, days: int) -> list[tuple[float, float, float]]:
    """(first day, last day, attacks a day) of each regime, cut to the period; a shorter sum extends the last."""
    lengths, a_day = numbers(rates.medical_days), numbers(rates.medical_a_day)
    found, start = [], 0.0
    for number, (length, rate) in enumerate(zip(lengths, a_day, strict=True)):
        end = float(days) if number == len(lengths) - 1 else min(start + length, float(days))
        if end > start:
            found.append((start, end, rate))
        start = end
    return found


def medical_times(rates: Rates, clock: Clock, rng: np.random.Generator) -> list[int]:
    """Sorted instants. A regime holds round(length x rate) attacks, each in a slot of its own of equal length.

    `regularity` 1 puts each in the middle of its slot, 0.5 anywhere in its slot, 0 anywhere in the regime (a
    Poisson process given its number); between, the window around the slot's middle widens steadily.
    """
    times: list[float] = []
    for start, end, rate in regimes(rates, clock.days):
        count = round((end - start) * rate)
        slot = (end - start) / max(1, count)
        for number in range(count):
            middle = start + (number + 0.5) * slot
            half = _half_window(rates.regularity, slot, end - start)
            low, high = max(start, middle - half), min(end, middle + half)
            times.append(float(rng.uniform(low, high)))
    first_s = clock.first_s
    return sorted(first_s + int(day * DAY_S) for day in times)


def _half_window(regularity: float, slot: float, regime: float) -> float:
    if regularity >= 0.5:
        return slot * (1 - regularity)
    return slot / 2 + (1 - 2 * regularity) * (regime - slot / 2)
