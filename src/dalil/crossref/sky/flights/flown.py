"""Flights, from joined sightings and from cleaned tracks, and their tables."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from dalil.casefile.facts import Facts
from dalil.crossref.sky.flights.arrays import Flown
from dalil.crossref.sky.flights.association import Association
from dalil.crossref.sky.flights.partition import tracklets_of
from dalil.crossref.sky.read.catalogue import UNKNOWN, Aircraft, Catalogue
from dalil.crossref.sky.read.sightings import Sightings, moment
from dalil.crossref.sky.read.tracks import Track
from dalil.geo.sphere import distance_m
from dalil.kernels import Floats
from dalil.names import fold

__all__ = ["agreed_type", "fields_of", "flights_of_sightings", "flights_of_tracks", "write_flights"]

_BASE_M = 15_000.0  # a departure seen from this near a field is a departure from it
_CIRCLING = ("circling", "firing")
_TRACK_RADIUS_M = 300.0  # how well a cleaned fix is known
_AT_ONCE = 50_000  # rows handed to the table at a time: more take more room than the table itself
_LINE_S = 120.0  # the least that one line "circling" stands for


@dataclass(frozen=True)
class Field:
    """An airfield of the case's actors, and the party it belongs to ("" where the actors do not say)."""

    actor_id: str
    party: str
    latitude: float
    longitude: float


def fields_of(facts: Facts, parties: Mapping[str, str]) -> list[Field]:
    """Takes `actor`. The bases with a position; `part_of` is followed up to a party of the case."""
    rows = facts.rows("SELECT actor_id, name, kind, part_of, latitude, longitude FROM actor ORDER BY actor_id")
    by_id = {row["actor_id"]: row for row in rows}
    found = []
    for row in rows:
        if row["kind"] == "base" and row["latitude"] is not None:
            found.append(Field(row["actor_id"], _party_above(row, by_id, parties), row["latitude"], row["longitude"]))
    return found


def _party_above(row: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]], parties: Mapping[str, str]) -> str:
    seen: set[str] = set()
    above: Mapping[str, Any] | None = row
    while above is not None and above["actor_id"] not in seen:
        seen.add(above["actor_id"])
        party = parties.get(fold(above["actor_id"])) or parties.get(fold(above["name"] or ""))
        if party:
            return party
        above = by_id.get(above["part_of"] or "")
    return ""


def flights_of_sightings(
    sightings: Sightings, joined: Association, catalogue: Catalogue, fields: Sequence[Field]
) -> list[Flown]:
    """One flight for each chain of sightings."""
    found = []
    for chain in tracklets_of(joined.cover.successor, joined.at_s):
        own = np.array(chain)
        aircraft = agreed_type([sightings.aircraft[i] for i in chain], catalogue)
        row = _sighted_row(chain, sightings, joined, aircraft, fields)
        where = (sightings.latitude[own], sightings.longitude[own], sightings.radius_m[own])
        found.append(Flown(row, aircraft, joined.at_s[own], *where, lines=tuple(chain)))
    return found


def agreed_type(seen: Sequence[Aircraft], catalogue: Catalogue) -> Aircraft:
    """The type most observers wrote; where types tie or none was written, the group or class they share."""
    for told in ([a for a in seen if a.specific], [a for a in seen if a.label != UNKNOWN]):
        if told:
            ranked = Counter(a.label for a in told).most_common()
            if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
                return catalogue.aircraft[ranked[0][0]]
            classes = Counter(a.aircraft_class for a in told).most_common()
            tied = len(classes) > 1 and classes[0][1] == classes[1][1]
            return catalogue.aircraft[UNKNOWN if tied else classes[0][0]]
    return catalogue.aircraft[UNKNOWN]


def _sighted_row(
    chain: list[int], sightings: Sightings, joined: Association, aircraft: Aircraft, fields: Sequence[Field]
) -> dict[str, Any]:
    rows = [sightings.rows[i] for i in chain]
    ids = [f"{row['organisation']}/{row['sighting_id']}" for row in rows]
    left, landed = (_field_of(chain, sightings, fields, behaviour) for behaviour in ("departing", "landing"))
    logged = [row["logged_at"] for row in rows]
    at = joined.at_s[chain]
    return {
        "flight_id": "F" + hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:12], "origin": "sightings",
        **_what(aircraft), "operators_reported": sorted({sightings.operator[i] for i in chain} - {""}),
        "first_at": moment(at[0]), "last_at": moment(at[-1]), "fixes": len(chain),
        "posts": len({row["post"] for row in rows}),
        "confidence": float(min(joined.cover.confidence[chain[:-1]], default=1.0)),
        "departed_from": left.actor_id if left else None, "landed_at": landed.actor_id if landed else None,
        "tied_party": _tied(left, landed), "circling_s": _circling(rows, at), "turn_deg": None,
        "networks": sorted({row["network"] or row["organisation"] for row in rows}),
        "logged_latest": max(logged) if all(logged) else None,
    }  # fmt: skip


def _what(aircraft: Aircraft) -> dict[str, Any]:
    return {
        "type_id": aircraft.label if aircraft.is_type else None,
        "label": aircraft.label,
        "aircraft_class": aircraft.aircraft_class,
        "top_speed_ms": aircraft.top_speed_ms,
    }


def _field_of(chain: list[int], sightings: Sightings, fields: Sequence[Field], behaviour: str) -> Field | None:
    for i in chain:
        row = sightings.rows[i]
        if row["behaviour"] == behaviour:
            return nearest_field(row["latitude"], row["longitude"], fields)
    return None


def nearest_field(latitude: float, longitude: float, fields: Sequence[Field]) -> Field | None:
    """The field within fifteen kilometres, if there is one."""
    near = [(distance_m(latitude, longitude, f.latitude, f.longitude), f.actor_id, f) for f in fields]
    best = min(near, default=None, key=lambda item: item[:2])
    return best[2] if best and best[0] <= _BASE_M else None


def _tied(left: Field | None, landed: Field | None) -> str | None:
    parties = {field.party for field in (left, landed) if field and field.party}
    return parties.pop() if len(parties) == 1 else None


def _circling(rows: Sequence[Mapping[str, Any]], at: Floats) -> float:
    when = [float(t) for row, t in zip(rows, at, strict=True) if row["behaviour"] in _CIRCLING]
    return max(_LINE_S, max(when) - min(when)) if when else 0.0


def flights_of_tracks(tracks: Iterable[Track], catalogue: Catalogue, fields: Sequence[Field]) -> list[Flown]:
    """One flight for the segments that share its name."""
    groups: dict[str, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.flight, []).append(track)
    return [_tracked(name, parts, catalogue, fields) for name, parts in sorted(groups.items())]


def _tracked(name: str, parts: list[Track], catalogue: Catalogue, fields: Sequence[Field]) -> Flown:
    at, lat, lon = (np.concatenate([getattr(p, n) for p in parts]) for n in ("at_s", "latitude", "longitude"))
    order = np.argsort(at, kind="stable")
    at, lat, lon = at[order], lat[order], lon[order]
    aircraft = agreed_type([p.aircraft for p in parts], catalogue)
    ends = [nearest_field(float(lat[k]), float(lon[k]), fields) for k in (0, -1)]
    row = {
        "flight_id": "T" + hashlib.sha256(name.encode()).hexdigest()[:12], "origin": "track", **_what(aircraft),
        "operators_reported": [], "first_at": moment(at[0]), "last_at": moment(at[-1]), "fixes": len(at), "posts": None,
        "confidence": 1.0, "departed_from": ends[0].actor_id if ends[0] else None,
        "landed_at": ends[1].actor_id if ends[1] else None, "tied_party": _tied(*ends),
        "circling_s": float(sum(p.circling_s for p in parts)), "turn_deg": float(max(p.turn_deg for p in parts)),
        "networks": [], "logged_latest": None,
    }  # fmt: skip
    aloft = max(p.up_from for p in parts if p.up_from <= at[0]), min(p.down_by for p in parts if p.down_by >= at[-1])
    return Flown(row, aircraft, at, lat, lon, np.full(len(at), _TRACK_RADIUS_M), aloft_s=aloft)


def write_flights(facts: Facts, flown: Sequence[Flown], sightings: Sightings, joined: Association) -> None:
    """Gives `flight`, `flight_sighting` and `post_clock`."""
    _write(facts, "flight", (f.row for f in flown))
    _write(facts, "flight_sighting", (_step(f, n, sightings, joined) for f in flown for n in range(len(f.lines))))
    clocks, per_post = joined.clocks, np.bincount(sightings.post, minlength=len(sightings.posts))
    facts.replace(
        "post_clock",
        [
            {
                "post": post, "offset_s": float(clocks.offset_s[n]), "shared": int(clocks.shared[n]),
                "low_s": float(clocks.offset_s[n] - 1.96 * clocks.error_s[n]),
                "high_s": float(clocks.offset_s[n] + 1.96 * clocks.error_s[n]), "sightings": int(per_post[n]),
            }
            for n, post in enumerate(sightings.posts)
        ],
    )  # fmt: skip


def _write(facts: Facts, table: str, rows: Iterator[Mapping[str, Any]]) -> None:
    """Put rows into an empty table, some at a time: a million at once take more room than the table."""
    facts.replace(table, [])
    while some := list(islice(rows, _AT_ONCE)):
        facts.append(table, some)


def _step(flown: Flown, position: int, sightings: Sightings, joined: Association) -> dict[str, Any]:
    i = flown.lines[position]
    before = flown.lines[position - 1] if position else -1
    rival = int(joined.cover.rival[before]) if position else -1
    return {
        "flight_id": flown.flight_id, "organisation": sightings.rows[i]["organisation"],
        "sighting_id": sightings.rows[i]["sighting_id"], "position": position, "at": moment(joined.at_s[i]),
        "join_confidence": float(joined.cover.confidence[before]) if position else None,
        "rival_sighting": sightings.rows[rival]["sighting_id"] if rival >= 0 else None,
        "rival_margin": float(joined.cover.margin[before]) if rival >= 0 else None,
    }  # fmt: skip
