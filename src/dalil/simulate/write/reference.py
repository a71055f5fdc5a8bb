"""Tables that belong to no single organisation: gazetteer, sites, bases, spells, and the map as vector geometry."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from dalil.simulate.events.strikes import Setting
from dalil.simulate.world.clock import utc_text
from dalil.simulate.write.tables import Tables

FOLDER = "raw/reference"
MARK = "FICTIONAL"


def write_reference(at: Setting, tables: Tables) -> None:
    """places, sites, actors, context."""
    _places(at, tables)
    _sites(at, tables)
    _actors(at, tables)
    _context(at, tables)


def _places(at: Setting, tables: Tables) -> None:
    world = at.world
    latitude, longitude = world.plane.degrees(0, 0)
    tables.write(FOLDER, "places", {
        "place_id": "C01", "name": world.city.latin, "name_ar": world.city.arabic, "other_names": f"{MARK};خيالي",
        "kind": "city", "latitude": latitude, "longitude": longitude, "admin1": world.city.latin,
        "population": sum(p.population for p in world.places[: world.city_places]),
    })  # fmt: skip
    for place in world.places:
        latitude, longitude = world.plane.degrees(place.x, place.y)
        tables.write(FOLDER, "places", {
            "place_id": place.place_id, "name": place.name.latin, "name_ar": place.name.arabic,
            "other_names": f"{MARK};خيالي", "kind": place.kind, "latitude": latitude, "longitude": longitude,
            "admin1": world.city.latin, "population": place.population,
        })  # fmt: skip


def _sites(at: Setting, tables: Tables) -> None:
    clock = at.calendar.clock
    for number, site in enumerate(at.world.sites):
        latitude, longitude = at.world.plane.degrees(site.x, site.y)
        notified = site.notified and site.object == "hospital"
        # Notified before the period begins, so that nobody could say they did not know.
        on = clock.local(clock.first_s - 86_400 * (10 + 3 * (number % 20))).date().isoformat()
        tables.write(FOLDER, "sites", {
            "site_id": site.site_id, "name": f"{site.name.latin} {site.kind} (fictional)",
            "name_ar": f"{site.name.arabic} (خيالي)", "kind": site.kind, "latitude": latitude, "longitude": longitude,
            "radius_m": site.radius_m, "notified_on": on if notified else "",
            "notified_to": "toruvia;naharat;selvane" if notified else "",
        })  # fmt: skip
        tables.write(FOLDER, "site_status", {
            "site_id": site.site_id, "from": clock.start.isoformat(), "status": "operating",
            "source": f"site register ({MARK.lower()})",
        })  # fmt: skip


def _actors(at: Setting, tables: Tables) -> None:
    for party in at.conflict.parties.values():
        tables.write(
            FOLDER, "actors", {"actor_id": party.party_id, "name": party.name, "kind": "party", "source": MARK}
        )
        for base in party.bases:
            latitude, longitude = at.world.plane.degrees(base.x, base.y)
            tables.write(FOLDER, "actors", {
                "actor_id": base.base_id, "name": base.name, "kind": "base", "part_of": party.party_id,
                "latitude": latitude, "longitude": longitude, "source": MARK,
            })  # fmt: skip


def _context(at: Setting, tables: Tables) -> None:
    clock = at.calendar.clock
    rows: list[dict[str, Any]] = [
        {"kind": "siege", "from": clock.start.isoformat(), "to": clock.end.isoformat(), "area": at.world.city.latin,
         "parties": "toruvia;naharat", "text": f"[{MARK}] the city is besieged"},
        {"kind": "population", "from": clock.start.isoformat(), "min": 240_000, "max": 320_000, "unit": "persons",
         "area": at.world.city.latin, "text": f"[{MARK}]"},
    ]  # fmt: skip
    for spell in at.calendar.spells:
        first, last = (clock.local(clock.first_s + 86_400 * d + 43_200).date() for d in (spell.first, spell.last))
        rows.append({
            "kind": spell.kind, "from": first.isoformat(), "to": last.isoformat(), "area": at.world.city.latin,
            "parties": "toruvia;naharat" if spell.kind == "offensive" else "toruvia;naharat;dahr", "text": f"[{MARK}]",
        })  # fmt: skip
    rows += _presence(at)
    for number, row in enumerate(rows, 1):
        tables.write(FOLDER, "context", {"context_id": f"X{number:03d}", "source": MARK, **row})


def _presence(at: Setting) -> list[dict[str, Any]]:
    """When each organisation was there to record: the exposure that does not depend on attacks."""
    clock, rows = at.calendar.clock, []
    for number, organisation in enumerate(at.conflict.organisations):
        late = number == len(at.conflict.organisations) - 1
        begins = at.reach.last_begins_s if late else clock.first_s
        rows.append(
            {
                "kind": "presence",
                "from": clock.local(begins).date().isoformat(),
                "to": clock.end.isoformat(),
                "area": at.world.city.latin,
                "text": f"[{MARK}] {organisation.name} records attacks",
            }
        )
    return rows


def area(at: Setting) -> tuple[float, float, float, float]:
    """West, south, east, north of the country, degrees to two places."""
    south, west = at.world.plane.degrees(-78_000, -78_000)
    north, east = at.world.plane.degrees(78_000, 78_000)
    return round(west, 2), round(south, 2), round(east, 2), round(north, 2)


def write_map(at: Setting, folder: Path) -> None:
    """districts.geojson, streets.geojson and buildings.geojson: the invented map as vector geometry."""
    folder.mkdir(parents=True, exist_ok=True)
    places = at.world.places
    districts = [_feature("Polygon", [_ring(at, p.x, p.y, p.radius_m)], p.name.latin, p.place_id) for p in places]
    _geojson(folder / "districts.geojson", districts)
    _geojson(folder / "streets.geojson", _streets(at))
    buildings = [
        _feature("Point", list(_point(at, float(x), float(y))), "", f"H{number:05d}")
        for number, (x, y) in enumerate(at.world.buildings, 1)
    ]
    _geojson(folder / "buildings.geojson", buildings)


def _streets(at: Setting) -> list[dict[str, Any]]:
    """Roads from the centre to each place, and rings round the city."""
    found: list[dict[str, Any]] = []
    for place in at.world.places:
        line = [_point(at, 0, 0), _point(at, place.x, place.y)]
        found.append(_feature("LineString", line, f"{place.name.latin} road", f"W{len(found) + 1:03d}"))
    # Three ring roads.
    for share in (0.33, 0.66, 1.0):
        ring = _ring(at, 0, 0, share * at.settings.world.city_radius_m, 36)
        found.append(_feature("LineString", ring, f"ring {share:.0%}", f"W{len(found) + 1:03d}"))
    return found


def _ring(at: Setting, x: float, y: float, radius: float, corners: int = 12) -> list[tuple[float, float]]:
    turns = [math.tau * n / corners for n in (*range(corners), 0)]
    return [_point(at, x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def _point(at: Setting, x: float, y: float) -> tuple[float, float]:
    latitude, longitude = at.world.plane.degrees(x, y)
    return longitude, latitude


def _feature(kind: str, coordinates: Any, name: str, id_: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": id_,
        "properties": {"name": name, "note": MARK},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _geojson(path: Path, features: list[dict[str, Any]]) -> None:
    body = {"type": "FeatureCollection", "name": MARK, "features": features}
    path.write_text(json.dumps(body, ensure_ascii=False) + "\n", encoding="utf-8")


def parameters(at: Setting, preset: str, seed: int) -> dict[str, Any]:
    """What parameters.json adds to the settings: regimes, spells, clock offsets, all known only here."""
    clock = at.calendar.clock
    return {
        "note": "FICTIONAL: an invented conflict",
        "preset": preset,
        "seed": seed,
        "post_clock_offset_s": {post.post_id: post.clock_offset_s for post in at.world.posts},
        "spells": [
            {
                "kind": s.kind,
                "from": utc_text(clock.first_s + s.first * 86_400),
                "to": utc_text(clock.first_s + (s.last + 1) * 86_400 - 1),
            }
            for s in at.calendar.spells
        ],
        "bad_weather_days": [int(n) for n, bad in enumerate(at.calendar.bad_weather) if bad],
    }
