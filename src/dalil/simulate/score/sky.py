"""Flights, opportunity, chance, clocks and radio against what really flew."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dalil.geo.earth import METRES_PER_DEGREE
from dalil.simulate.score.case import Tables
from dalil.simulate.score.clusters import complete, majority, recovered
from dalil.simulate.score.forecasts import calibration
from dalil.simulate.score.linking import agreement
from dalil.simulate.score.truth import Row, Truth

RADIO_M = 100.0  # a spoken coordinate is read right within this: the grids are read out to 100 m


def score_flights(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """Sightings put into the right flight. A line entered twice is judged once."""
    found = {_last(row["sighting_id"]): row["flight_id"] for row in case["flight_sighting"]}
    if not found:
        return None
    once = {row["sighting_id"] for row in truth.tables["sightings"] if not row.get("repeats")}
    true = {name: flight for name, flight in truth.flight_of_sighting.items() if name in once}
    full = complete(found, true)
    return {
        **agreement(full, true),
        "flights": len(set(full.values())),
        "flights_true": len(set(true.values())),
        "flights_recovered": recovered(full, true),
        "sightings_not_used": sum(name not in found for name in true),
        **_clocks(case, truth),
    }


def score_opportunity(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """Of the reported attacks whose flight was seen: is it among the flights with opportunity?

    An attack is looked for in the incident that has most of its reports, and its flight in the flight that has most of
    its lines: `true_flight_found`. `true_flight_as_its_own` asks for more: an incident of which most reports are its
    own, and a flight of which most lines are; it falls with every error of linking and joining.
    """
    rows = [row for row in case["opportunity"] if row["line"] == "flight"]
    if not rows:
        return None
    real, incident_of = true_flights(case, truth), true_incidents(case, truth)
    listed = _listed(rows, {})
    own = _listed([{**row, "incident_id": incident_of.get(row["incident_id"])} for row in rows], real)
    lines = {_last(row["sighting_id"]): row["flight_id"] for row in case["flight_sighting"]}
    flight_with = majority(truth.flight_of_sighting, lines)
    linked = {row["report_id"]: row["incident_id"] for row in case["incident_report"]}
    incident_with = majority(truth.incident_of_report, linked)
    seen = set(truth.flight_of_sighting.values())
    looked = [(row["incident_id"], row["flight_id"]) for row in truth.reported.values() if row["flight_id"] in seen]
    found = [flight_with.get(flight) in listed.get(incident_with.get(attack), ()) for attack, flight in looked]
    as_its_own = [flight in own.get(attack, ()) for attack, flight in looked]
    candidates = Counter(row["incident_id"] for row in rows)
    return {
        "incidents_with_flight_seen": len(looked),
        "true_flight_found": sum(found) / len(found) if found else None,
        "true_flight_as_its_own": sum(as_its_own) / len(as_its_own) if as_its_own else None,
        "flights_per_incident": math.fsum(candidates.values()) / len(candidates),
        **_chance(case, truth, real, incident_of),
    }


def _listed(rows: Iterable[Mapping[str, Any]], name: Mapping[Hashable, Hashable]) -> dict[Hashable, set[Hashable]]:
    """The flights with opportunity of each incident, called by `name` where it has one."""
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for row in rows:
        found[row["incident_id"]].add(name.get(row["flight_id"], row["flight_id"]))
    return found


def score_radio(case: Tables, truth: Truth) -> dict[str, Any] | None:
    """Coordinates read to within 100 m, of clean and of noisy transmissions; coordinates read where there are none.

    `noisy_by_times_heard`: (transmissions, read within 100 m) by how often the coordinates of the attack were heard;
    `wrong_without_a_mark` counts positions further off that do not say that they are mended, disputed or unconfirmed.
    """
    read: dict[str, list[Mapping[str, Any]]] = {}
    for row in case["transmission_reading"]:
        if row["element"] == "coordinates" and row["latitude"] is not None:
            read.setdefault(_last(row["transmission_id"]), []).append(row)
    if not case["transmission_reading"]:
        return None
    spoken = [row for row in truth.tables["transmissions"] if row["latitude"]]
    result: dict[str, Any] = {}
    for name, clean in (("clean", "true"), ("noisy", "false")):
        here = [row for row in spoken if row["clean"] == clean]
        good = [any(_near(found, row) for found in read.get(row["transmission_id"], ())) for row in here]
        result |= {f"{name}_spoken": len(here), f"{name}_read_within_100_m": sum(good) / len(good) if good else None}
    result["noisy_by_times_heard"] = _by_times_heard([row for row in spoken if row["clean"] != "true"], read)
    result["wrong_without_a_mark"] = sum(
        not _near(found, row) and found.get("certainty") in (None, "clean", "agreed")
        for row in spoken
        for found in read.get(row["transmission_id"], ())
    )
    without = {row["transmission_id"] for row in truth.tables["transmissions"] if not row["latitude"]}
    result["invented"] = len(without & read.keys())
    return result


def _by_times_heard(spoken: Sequence[Row], read: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, tuple[int, float]]:
    times = Counter(row.get("incident_id") for row in spoken)
    good: dict[int, list[bool]] = {}
    for row in spoken:
        right = any(_near(found, row) for found in read.get(row["transmission_id"], ()))
        good.setdefault(times[row.get("incident_id")], []).append(right)
    return {str(n): (len(found), sum(found) / len(found)) for n, found in sorted(good.items())}


def true_flights(case: Tables, truth: Truth) -> dict[Hashable, Hashable]:
    """For each flight of the case, the true flight most of its sightings (or its track) belong to."""
    lines = {_last(row["sighting_id"]): row["flight_id"] for row in case["flight_sighting"]}
    found = majority(lines, truth.flight_of_sighting)
    of_track = {row["track_id"]: row["flight_id"] for row in truth.tables["tracks"]}
    tracks = {row["flight_id"]: of_track.get(_last(row["track_id"])) for row in case["track"]}
    return found | {flight: real for flight, real in tracks.items() if flight not in found}


def true_incidents(case: Tables, truth: Truth) -> dict[Hashable, Hashable]:
    """For each incident of the case, the true one most of its reports describe."""
    return majority({row["report_id"]: row["incident_id"] for row in case["incident_report"]}, truth.incident_of_report)


def _chance(
    case: Tables, truth: Truth, real: Mapping[Hashable, Hashable], incident_of: Mapping[Hashable, Hashable]
) -> dict[str, Any]:
    """Matches that were chance, against the chance predicted: cells in which the true flight was not matched."""
    right = set()
    for row in case["opportunity"]:
        incident = truth.incidents.get(str(incident_of.get(row["incident_id"])))
        if incident and real.get(row["flight_id"]) == incident["flight_id"] != "":
            right.add((row["incident_id"], row["line"], row["label"]))
    pairs = [
        (float(row["chance"]), bool(row["matched"]))
        for row in case["chance"]
        if row["chance"] is not None
        and row["line"] == "flight"
        and (row["incident_id"], row["line"], row["label"]) not in right
    ]
    if not pairs:
        return {}
    return {
        "chance_cells": len(pairs),
        "chance_matches": sum(matched for _, matched in pairs),
        "chance_matches_predicted": math.fsum(chance for chance, _ in pairs),
        "chance_table": [vars_of(row) for row in calibration(pairs)],
    }


def vars_of(row: object) -> dict[str, Any]:
    """The fields of a frozen row as a dictionary."""
    return {name: getattr(row, name) for name in type(row).__dataclass_fields__}  # type: ignore[attr-defined]


def _clocks(case: Tables, truth: Truth) -> dict[str, Any]:
    """Offsets of the posts' clocks, up to one common shift that nothing in the logs can fix."""
    true = truth.parameters.get("post_clock_offset_s", {})
    errors = [float(row["offset_s"]) + float(true[row["post"]]) for row in case["post_clock"] if row["post"] in true]
    if not errors:
        return {}
    # A shift common to all posts moves no flight against another: it is taken out, and shown beside.
    off = np.abs(np.array(errors) - np.median(errors))
    return {
        "clocks": len(errors),
        "clock_error_s_mean": float(off.mean()),
        "clock_error_s_largest": float(off.max()),
        "clocks_within_45_s": float((off <= 45).mean()),
        "clock_common_shift_s": float(np.median(errors)),
    }


def _near(found: Mapping[str, Any], row: Row) -> bool:
    north = float(found["latitude"]) - float(row["latitude"])
    east = (float(found["longitude"]) - float(row["longitude"])) * math.cos(math.radians(float(row["latitude"])))
    return METRES_PER_DEGREE * math.hypot(north, east) <= RADIO_M


def _last(text: str) -> str:
    return text.rpartition("/")[2]
