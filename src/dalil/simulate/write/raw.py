"""The raw files of each organisation, from one slice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dalil.simulate.events.strikes import Setting
from dalil.simulate.tell.naming import Counters, global_id, prefix
from dalil.simulate.tell.reports import Report
from dalil.simulate.tell.slices import Slice
from dalil.simulate.world.clock import utc_text
from dalil.simulate.write.tables import Tables


def write_raw(at: Setting, tables: Tables, part: Slice, counters: Counters, exhibits: Mapping[int, list[str]]) -> None:
    """Write every table of a slice. `exhibits` gives the file names of a report by its position."""
    _reports(at, tables, part, exhibits)
    _victims(at, tables, part, counters)
    _testimonies(at, tables, part, counters)
    _remnants(at, tables, part, counters)
    _sightings(at, tables, part)
    _radio(at, tables, part)
    _positions(at, tables, part)


def _reports(at: Setting, tables: Tables, part: Slice, exhibits: Mapping[int, list[str]]) -> None:
    for position in sorted(range(len(part.reports)), key=lambda n: (part.reports[n].order_s, n)):
        report = part.reports[position]
        organisation = at.conflict.organisations[report.list_]
        row = {"report_id": part.ids[position], "organisation": organisation.name, **report.cells}
        row |= _time_and_place(at, report)
        row["origin"] = _origin(at, part, report)
        row["exhibits"] = ";".join(exhibits.get(position, []))
        tables.write(f"raw/{organisation.folder}", "reports", row)


def _origin(at: Setting, part: Slice, report: Report) -> str:
    if report.origin < 0 or not report.declared:
        return ""
    return global_id(at.conflict, part.reports[report.origin].list_, part.ids[report.origin])


def _time_and_place(at: Setting, report: Report) -> dict[str, Any]:
    time, place = report.time, report.place
    row: dict[str, Any] = {
        "earliest": time.earliest,
        "latest": time.latest,
        "time_precision": time.precision,
        "time_source": time.source,
        "place": place.place,
        "place_ar": place.place_ar,
        "place_precision": place.precision,
        "place_source": place.source,
    }
    if place.x is not None and place.y is not None:
        latitude, longitude = at.world.plane.degrees(place.x, place.y)
        row |= {"latitude": round(latitude, 5), "longitude": round(longitude, 5)}
    return row


def _victims(at: Setting, tables: Tables, part: Slice, counters: Counters) -> None:
    strike_of = {person.number: person.strike for person in part.people}
    for victim in part.victims:
        organisation = at.conflict.organisations[victim.list_]
        person_id = f"{prefix(at.conflict, victim.list_)}-V{counters.victims[victim.list_]:05d}"
        counters.victims[victim.list_] += 1
        report = part.ids[victim.report] if victim.report >= 0 else ""
        row = {"person_id": person_id, "report_id": report, "organisation": organisation.name, **victim.cells}
        tables.write(f"raw/{organisation.folder}", "victims", row)
        tables.truth(
            "victims",
            {
                "person_id": global_id(at.conflict, victim.list_, person_id),
                "true_person": f"P{victim.person:06d}",
                "incident_id": part.strikes[strike_of[victim.person]].incident_id,
            },
        )


def _testimonies(at: Setting, tables: Tables, part: Slice, counters: Counters) -> None:
    for testimony in part.testimonies:
        organisation = at.conflict.organisations[testimony.list_]
        code = prefix(at.conflict, testimony.list_)
        number, counters.testimonies = counters.testimonies, counters.testimonies + 1
        witness = f"{code}-W{number:05d}"
        row = {"testimony_id": f"{code}-T{number:05d}", "report_id": part.ids[testimony.report], "witness": witness}
        tables.write(f"raw/{organisation.folder}", "testimonies", {**row, **testimony.cells})
        tables.write(f"raw/{organisation.folder}", "identities", {"witness": witness, **testimony.identity})


def _remnants(at: Setting, tables: Tables, part: Slice, counters: Counters) -> None:
    for remnant in part.remnants:
        organisation = at.conflict.organisations[remnant.list_]
        number, counters.remnants = counters.remnants, counters.remnants + 1
        row = {
            "remnant_id": f"{prefix(at.conflict, remnant.list_)}-R{number:05d}",
            "report_id": part.ids[remnant.report],
        }
        tables.write(f"raw/{organisation.folder}", "remnants", {**row, **remnant.cells})


def _sightings(at: Setting, tables: Tables, part: Slice) -> None:
    folder, plane = f"raw/{at.conflict.network_folder}", at.world.plane
    for line in part.sightings:
        latitude, longitude = plane.degrees(line.post.x, line.post.y)
        row = {
            "sighting_id": line.sighting_id,
            "post": line.post.post_id,
            "latitude": latitude,
            "longitude": longitude,
            "view_range_m": line.view_range_m,
            "seen_at": utc_text(line.seen_s),
            "logged_at": utc_text(line.logged_s),
            "aircraft": line.aircraft,
            "operator_reported": line.operator,
            "count": line.count,
            "heading_deg": line.heading_deg,
            "bearing_deg": line.bearing_deg,
            "distance_m": line.distance_m,
            "behaviour": line.behaviour,
            "network": at.conflict.network,
        }
        tables.write(folder, "sightings", row)


def _radio(at: Setting, tables: Tables, part: Slice) -> None:
    for heard in part.radio:
        row = {
            "transmission_id": heard.transmission_id,
            "heard_at": utc_text(heard.at_s),
            "frequency_khz": heard.frequency_khz,
            "call_sign": heard.call_sign,
            "role": heard.role,
            "language": heard.language,
            "transcript": heard.transcript,
            "post": heard.post,
        }
        tables.write(f"raw/{at.conflict.network_folder}", "transmissions", row)


def _positions(at: Setting, tables: Tables, part: Slice) -> None:
    plane = at.world.plane
    for track in part.tracks:
        for t, x, y, altitude in zip(track.t, track.x, track.y, track.altitude_m, strict=True):
            latitude, longitude = plane.degrees(float(x), float(y))
            row = {
                "track_id": track.track_id,
                "t": utc_text(int(t)),
                "latitude": latitude,
                "longitude": longitude,
                "altitude_m": int(altitude),
                "source": "radar (fictional)",
                "aircraft": track.aircraft,
            }
            tables.write(f"raw/{at.conflict.network_folder}", "positions", row)
