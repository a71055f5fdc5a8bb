"""How coordinates on the radio are read: simulates and reads, and runs no other part of the stage.

    python bench/sky/radio.py [--seeds 6] [--first 101] [--set NAME=VALUE] > bench/sky/radio.json

Of each transmission: read to within 100 m, by how often the coordinates were heard. Of each sequence: its position
within 100 m (right), further off but inside its own radius (held), none, or wrong; and whether a wrong one says that it
is mended, unconfirmed or disputed. A sequence that holds transmissions of two strikes counts for the one with most.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from sky_world import World, radio_facts_of, world_of

from dalil.crossref.sky.radio.reading import read_transmissions
from dalil.crossref.sky.radio.sequences import StrikeSequence, find_sequences
from dalil.units import Point

NEAR_M = 100.0
UNMARKED = ("clean", "agreed")


def main() -> None:
    """Run and print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--first", type=int, default=101)
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    overrides = dict(pair.split("=", 1) for pair in options.set)
    seeds = list(range(options.first, options.first + options.seeds))
    total: Counter[str] = Counter()
    for seed in seeds:
        total += measured(world_of(seed, overrides), seed)
    machine = "2 cores shared by four, 24 GiB, Linux x86_64, Python 3.11"
    print(json.dumps({"machine": machine, "seeds": seeds, "set": overrides, **_shares(total)}, indent=1))


def measured(world: World, seed: int) -> Counter[str]:
    """Counts by what was read of each transmission and of each sequence."""
    facts, settings = radio_facts_of(world)
    said = read_transmissions(facts, settings)
    total: Counter[str] = Counter()
    read: dict[str, list[tuple[Point, str]]] = defaultdict(list)
    for element in said:
        if element.heard is not None:
            read[element.transmission_id].append((element.heard.point, element.certainty))
    times = _times(world)
    total["invented"] = sum(name not in world.spoken for name in read)
    for name, (place, clean) in world.spoken.items():
        kind = "clean" if clean else f"noisy {min(times[name], 5)}"
        near = [Point(*place).distance_to(point) <= NEAR_M for point, _ in read[name]]
        total[f"said {kind} {'right' if any(near) else 'wrong' if near else 'unread'}"] += 1
        total["unmarked"] += any(
            not good and certainty in UNMARKED for good, (_, certainty) in zip(near, read[name], strict=True)
        )
    total.update(_sequences(world, find_sequences(said, settings.sky.sequence_s), times))
    return total


def _times(world: World) -> dict[str, int]:
    """For each transmission, how often the coordinates of its strike were heard."""
    strike = {t.transmission_id: t.strike for t in world.radio}
    count = Counter(strike[name] for name in world.spoken)
    return {name: count[number] for name, number in strike.items()}


def _sequences(world: World, found: list[StrikeSequence], times: Mapping[str, int]) -> Counter[str]:
    by_id = {t.transmission_id: t for t in world.radio}
    place = {by_id[name].strike: (Point(*where), clean) for name, (where, clean) in world.spoken.items()}
    total: Counter[str] = Counter()
    without = set(place)
    for sequence in found:
        strike, _ = Counter(by_id[name].strike for name in sequence.transmissions).most_common(1)[0]
        if strike not in place:
            continue
        without.discard(strike)
        there, clean = place[strike]
        one = next(name for name in sequence.transmissions if by_id[name].strike == strike)
        outcome = _outcome(sequence, there)
        total[f"sequence {'clean' if clean else f'noisy {min(times[one], 5)}'} {outcome}"] += 1
    for strike in without:
        total[f"sequence {'clean' if place[strike][1] else 'noisy'} no sequence"] += 1
    return total


def _outcome(sequence: StrikeSequence, there: Point) -> str:
    if sequence.point is None:
        return "none"
    apart = there.distance_to(sequence.point)
    if apart <= NEAR_M:
        return "right"
    if apart <= sequence.radius_m + NEAR_M:
        return "held"
    return "wrong unmarked" if sequence.certainty in UNMARKED else "wrong marked"


def _shares(total: Counter[str]) -> dict[str, Any]:
    def sum_of(*words: str) -> int:
        return sum(count for name, count in total.items() if set(words) <= set(name.split()))

    by_times = {}
    for n in ("1", "2", "3", "4", "5"):
        heard = sum_of("said", "noisy", n)
        by_times[n] = {"heard": heard, "right": _share(sum_of("said", "noisy", n, "right"), heard)}
    # Heard five times or more stands under 5.
    return {
        "clean": _share(sum_of("said", "clean", "right"), sum_of("said", "clean")),
        "noisy": _share(sum_of("said", "noisy", "right"), sum_of("said", "noisy")),
        "noisy_by_times_heard": by_times,
        "readings_wrong_without_a_mark": total["unmarked"],
        "invented": total["invented"],
        "noisy_sequences": sum_of("sequence", "noisy"),
        "noisy_sequences_right": _share(sum_of("sequence", "noisy", "right"), sum_of("sequence", "noisy")),
        "noisy_sequences_wrong_marked": sum_of("sequence", "noisy", "marked", "wrong"),
        "sequences_wrong_unmarked": sum_of("sequence", "unmarked"),
        "counts": dict(sorted(total.items())),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


if __name__ == "__main__":
    main()
