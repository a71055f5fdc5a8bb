"""How well the sky stage recovers the truth of simulated conflicts.

    python bench/sky/accuracy.py --seeds 4 [--first 101] [--replicates 4] [--set NAME=VALUE] > bench/sky/accuracy.json

For each seed the war is drawn several times in one world under one calendar. The stage runs on the first; the others
say what is true of chance: how often a label matches attacks of parties that do not fly it. Ratios are judged over all
of them: one war has ten attacks of a rare party, too few to count by. Sightings, cease-fires,
offensives, raids and 10 % wrong types are the simulator's defaults; 15 % of the attacks are established.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from itertools import combinations, pairwise
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from sky_world import PARTIES, World, facts_of, replicate, world_of

from dalil.crossref import crossref
from dalil.crossref.window import declare
from dalil.geo.earth import METRES_PER_DEGREE

PRECISION = ("minute", "hour", "part_of_day", "day")


def main() -> None:
    """Run and print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=101)
    parser.add_argument("--replicates", type=int, default=4)
    parser.add_argument("--raw", type=Path, help="where to write the ratios of every attack")
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    overrides = dict(pair.split("=", 1) for pair in options.set)
    results = [one(seed, options.replicates, overrides) for seed in range(options.first, options.first + options.seeds)]
    if options.raw:
        options.raw.write_text(json.dumps([result["ratios"] for result in results]))
    print(json.dumps(summary(results), indent=1))


def one(seed: int, replicates: int, overrides: dict[str, str]) -> dict[str, Any]:
    """Everything measured on one seed."""
    world = world_of(seed, overrides)
    facts, settings = facts_of(world, seed)
    crossref(facts, settings, declared=declare(facts, settings))
    found: dict[str, Any] = {"seed": seed, "incidents": len(world.documented)}
    found |= flights(facts, world) | clocks(facts, world) | opportunity(facts, world) | radio(facts, world)
    truth, stated = [own_matches(facts, world)], ratios(facts, world)
    for number in range(1, replicates + 1):
        again = replicate(world, seed, number)
        other, same = facts_of(again, seed)
        crossref(other, same, declared=declare(other, same))
        truth.append(own_matches(other, again))
        stated += ratios(other, again)
    found["cells"] = cells(facts, truth)
    found["ratios"] = stated
    print(f"seed {seed}: F1 {found['f1']:.3f}", file=sys.stderr, flush=True)
    return found


def flights(facts: Any, world: World) -> dict[str, float]:
    """Pairwise precision, recall and F1 of sightings joined into flights."""
    mine = {r["sighting_id"]: r["flight_id"] for r in facts.rows("SELECT sighting_id, flight_id FROM flight_sighting")}
    pairs = [(mine[s], f) for s, f in world.flight_of.items() if s in mine]

    def count(keys: Any) -> int:
        return sum(comb(n, 2) for n in Counter(keys).values())

    both, guessed, real = count(pairs), count(a for a, _ in pairs), count(b for _, b in pairs)
    return {"precision": both / guessed, "recall": both / real, "f1": 2 * both / (guessed + real)}


def clocks(facts: Any, world: World) -> dict[str, float]:
    """Errors of the posts' offsets up to their common shift, and that shift."""
    rows = facts.rows("SELECT post, offset_s FROM post_clock")
    error = np.array([row["offset_s"] + world.offset_of[row["post"]] for row in rows])
    off = np.abs(error - np.median(error))
    return {"clock_largest_s": float(off.max()), "clock_shift_s": float(np.median(error))}


def opportunity(facts: Any, world: World) -> dict[str, float]:
    """Of attacks whose flight was seen: is it among those with opportunity?

    `opportunity`: some flight with opportunity holds a sighting of it; `opportunity_as_its_own`: most of one's are its.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for row in facts.rows("SELECT flight_id, sighting_id FROM flight_sighting"):
        members[row["flight_id"]].append(world.flight_of[row["sighting_id"]])
    any_of: dict[str, set[int]] = defaultdict(set)
    most_of: dict[str, set[int]] = defaultdict(set)
    for row in facts.rows("SELECT incident_id, flight_id FROM opportunity WHERE line = 'flight'"):
        found = members[row["flight_id"]]
        any_of[row["incident_id"]] |= set(found)
        most_of[row["incident_id"]].add(Counter(found).most_common(1)[0][0])
    seen = set(world.flight_of.values())
    asked = [(i, f) for i, (_, f) in world.documented.items() if f in seen]
    return {
        "opportunity": sum(f in any_of[i] for i, f in asked) / len(asked),
        "opportunity_as_its_own": sum(f in most_of[i] for i, f in asked) / len(asked),
        "opportunity_n": float(len(asked)),
    }


_BIN = "CASE WHEN bin_s IS NULL THEN bin ELSE printf('within_%g_s', bin_s) END"  # as in the results frozen before


def own_matches(facts: Any, world: World) -> list[tuple[str, str, str, str, bool]]:
    """(cell, label, bin, party, matched) of every incident."""
    rows = facts.rows(f"SELECT incident_id, cell, label, {_BIN} AS bin, matched FROM chance WHERE line = 'flight'")
    return [(r["cell"], r["label"], r["bin"], world.documented[r["incident_id"]][0], r["matched"]) for r in rows]


def cells(facts: Any, truth: list[list[tuple[str, str, str, str, bool]]]) -> list[dict[str, Any]]:
    """Chance stated for each cell, with its interval, beside the rate among attacks of others."""
    stated: dict[tuple[str, str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for r in facts.rows(f"SELECT cell, label, {_BIN} AS bin, chance, low, high FROM chance WHERE line = 'flight'"):
        stated[r["cell"], r["label"], r["bin"]].append((r["chance"], r["low"], r["high"]))
    others: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for replicate_ in truth[1:]:
        for cell, label, bin_, party, matched in replicate_:
            if label not in PARTIES[party]:
                others[cell, label, bin_].append(matched)
    rows = []
    for key, values in sorted(stated.items()):
        real = others.get(key, [])
        known = any(key[1] in fleet for fleet in PARTIES.values())
        if key[2] == "possible" or len(values) < 5 or len(real) < 100 or not known:
            continue
        # The rate of a cell is the mean over its incidents, which share days and raids: so are their intervals.
        mean, low, high = (float(np.mean([v[n] for v in values])) for n in range(3))
        rate = float(np.mean(real))
        error = 1.3 * np.sqrt((rate * (1 - rate) + 0.002) / len(real))  # 1.3: attacks of one raid match together
        half = np.hypot((high - low) / 3.92, error) * 1.96
        rows.append({"key": "/".join(key), "stated": mean, "true": rate, "covered": bool(abs(rate - mean) <= half)})
    return rows


def ratios(facts: Any, world: World) -> list[dict[str, Any]]:
    """Stated log ratios of every incident that was not established."""
    known = {r["report_id"].split("/")[1] for r in facts.rows("SELECT report_id FROM label")}
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for r in facts.rows("SELECT incident_id, party_id, log_ratio FROM sky_evidence WHERE line = 'flight'"):
        rows[r["incident_id"]][r["party_id"]] = r["log_ratio"]
    return [{"party": world.documented[i][0], **found} for i, found in rows.items() if i not in known]


def radio(facts: Any, world: World) -> dict[str, float]:
    """Coordinates read to within 100 m, of clean and of noisy transmissions; invented ones; more in radio.py."""
    read: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for r in facts.rows("SELECT * FROM transmission_reading WHERE element = 'coordinates'"):
        read[r["transmission_id"]].append((r["latitude"], r["longitude"]))
    found: dict[str, float] = {"radio_invented": float(sum(t not in world.spoken for t in read))}
    good = {t: any(near(point, p) for point in read[t]) for t, (p, _) in world.spoken.items()}
    for name, clean in (("radio_clean", True), ("radio_noisy", False)):
        rows = [good[t] for t, (_, ok) in world.spoken.items() if ok == clean]
        found |= {name: sum(rows) / max(1, len(rows)), f"{name}_n": float(len(rows))}
    found["radio_noisy_as_said"] = sum(good[t] for t in world.as_said) / max(1, len(world.as_said))
    return found


def near(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Within a hundred metres."""
    north, east = a[0] - b[0], (a[1] - b[1]) * np.cos(np.radians(b[0]))
    return bool(METRES_PER_DEGREE * np.hypot(north, east) <= 100)


def factor(results: list[dict[str, Any]], p: str, q: str) -> dict[str, Any]:
    """How far stated ratios of two parties are from those counted, in bins of the stated; the mean factor."""
    stated: dict[str, list[float]] = {p: [], q: []}
    for result in results:
        for row in result["ratios"]:
            if row["party"] in stated:
                stated[row["party"]].append(row[p] - row[q])
    a, b = np.array(stated[p]), np.array(stated[q])
    edges = np.unique(np.quantile(np.concatenate([a, b]), [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]))
    rows, errors, weights = [], [], []
    for low, high in pairwise(edges):
        last = high == edges[-1]
        inside = [((x >= low) & ((x <= high) if last else (x < high))).sum() for x in (a, b)]
        pooled = np.concatenate([a, b])
        mean = float(pooled[(pooled >= low) & (pooled <= high)].mean())
        counted = float(np.log(((inside[0] + 0.5) / len(a)) / ((inside[1] + 0.5) / len(b))))
        rows.append({"stated": round(mean, 2), "counted": round(counted, 2), "n": [int(n) for n in inside]})
        errors.append(abs(mean - counted))
        weights.append(sum(inside))
    return {"bins": rows, "mean_factor": float(np.exp(np.average(errors, weights=weights)))}


def summary(results: list[dict[str, Any]]) -> dict[str, Any]:
    """All seeds together."""
    names = [name for name, value in results[0].items() if isinstance(value, float)]
    rows = [cell for result in results for cell in result["cells"]]
    return {
        "machine": "2 cores shared by four, 24 GiB, Linux x86_64, Python 3.11",
        "seeds": [result["seed"] for result in results],
        "mean": {name: round(float(np.mean([r[name] for r in results])), 4) for name in names},
        "worst": {name: round(float(np.min([r[name] for r in results])), 4) for name in names},
        "largest_clock_error_s": round(max(r["clock_largest_s"] for r in results), 1),
        "chance": {
            "cells": len(rows),
            "covered": round(float(np.mean([row["covered"] for row in rows])), 4),
            "stated": round(float(np.mean([row["stated"] for row in rows])), 4),
            "true": round(float(np.mean([row["true"] for row in rows])), 4),
        },
        "ratio": {f"{p}:{q}": factor(results, p, q) for p, q in combinations(PARTIES, 2)},
    }


if __name__ == "__main__":
    main()
