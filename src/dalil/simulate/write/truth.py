"""What really happened, beside the raw files and never among them."""

from __future__ import annotations

from typing import Any

from dalil.simulate.events.evidence import in_annex
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.observe.radio import WITH_COORDINATES
from dalil.simulate.tell.naming import global_id
from dalil.simulate.tell.slices import Slice
from dalil.simulate.world.clock import utc_text
from dalil.simulate.write.tables import Tables


def write_truth(at: Setting, tables: Tables, part: Slice) -> None:
    """The truth tables of a slice (victims.csv is written with the lists)."""
    seen = {line.flight for line in part.sightings}
    for strike in part.strikes.values():
        tables.truth("incidents", _incident(at, part, strike, seen))
    for flight in part.flights:
        tables.truth(
            "flights",
            {
                "flight_id": flight.flight_id,
                "party": flight.party,
                "aircraft": flight.aircraft.name,
                "base": flight.base.base_id,
                "took_off": utc_text(int(flight.t[0])),
                "landed": utc_text(int(flight.t[-1])),
            },
        )
    _sky(at, tables, part)
    _reports(at, tables, part)
    for person in part.people:
        tables.truth(
            "persons",
            {
                "true_person": person.true_person,
                "incident_id": part.strikes[person.strike].incident_id,
                "age": person.age,
                "sex": "female" if person.female else "male",
                "role": person.role,
            },
        )


def _incident(at: Setting, part: Slice, strike: Strike, seen: set[int]) -> dict[str, Any]:
    plan, toll = strike.plan, strike.plan.toll
    flight = part.carrier.get(strike.number)
    latitude, longitude = at.world.plane.degrees(strike.x, strike.y)
    aim_latitude, aim_longitude = at.world.plane.degrees(strike.aim_x, strike.aim_y)
    children = toll.children + toll.injured_children > 0
    return {
        "incident_id": strike.incident_id,
        "party": plan.party,
        "at": utc_text(strike.at_s),
        "latitude": latitude,
        "longitude": longitude,
        "killed_civilians": toll.civilians,
        "killed_children": toll.children,
        "objects_hit": ";".join(strike.objects),
        "weapons": ";".join(plan.weapons),
        "flight_id": flight.flight_id if flight else "",
        "documented_by": ";".join(at.conflict.organisations[n].name for n in strike.lists),
        "in_annex": _flag(in_annex(at, strike, part.lines)),
        "kind": plan.kind,
        "populated": _flag(plan.populated),
        "aircraft": plan.aircraft,
        "injured_civilians": toll.injured,
        "injured_children": toll.injured_children,
        "on_civilians_with_children": _flag(children and bool({"market", "camp"} & set(strike.objects))),
        "aimed_at": plan.target or "neighbourhood",
        "aim_latitude": aim_latitude,
        "aim_longitude": aim_longitude,
        "site_id": at.world.sites[strike.site].site_id if strike.site >= 0 else "",
        "raid_id": f"R{strike.raid:06d}",
        "second_strike": _flag(plan.second),
        "flight_seen": _flag(flight is not None and flight.number in seen),
        "lines": part.lines[strike.number].strong if strike.number in part.lines else 0,
    }


def _sky(at: Setting, tables: Tables, part: Slice) -> None:
    for line in part.sightings:
        tables.truth(
            "sightings",
            {
                "sighting_id": line.sighting_id,
                "flight_id": f"F{line.flight:06d}",
                "clock_offset_s": round(line.post.clock_offset_s),
                "copied_label": _flag(line.copied),
                "repeats": f"SW-{line.repeats:06d}" if line.repeats else "",
            },
        )
    for track in part.tracks:
        tables.truth(
            "tracks",
            {
                "track_id": track.track_id,
                "from": utc_text(int(track.t[0])),
                "to": utc_text(int(track.t[-1])),
                "flight_id": f"F{track.flight:06d}",
            },
        )
    for heard in part.radio:
        strike = part.strikes.get(heard.strike)
        row = {"transmission_id": heard.transmission_id, "step": heard.step, "clean": _flag(heard.clean)}
        row["flight_id"] = f"F{heard.flight:06d}" if heard.flight >= 0 else ""
        row["incident_id"] = strike.incident_id if strike else ""
        row |= {"said": heard.said, "second_listener": _flag(heard.second)}
        if strike and heard.step in WITH_COORDINATES:
            row |= {"misheard": str(heard.misheard), "unclear": str(heard.unclear)}
            row["latitude"], row["longitude"] = map(str, at.world.plane.degrees(strike.aim_x, strike.aim_y))
        tables.truth("transmissions", row)


def _reports(at: Setting, tables: Tables, part: Slice) -> None:
    for position, report in enumerate(part.reports):
        own = global_id(at.conflict, report.list_, part.ids[position])
        incident = part.strikes[report.strike].incident_id
        mistakes = ";".join(report.time.mistakes + report.place.mistakes)
        tables.truth("reports", {"report_id": own, "incident_id": incident, "how": report.how, "mistakes": mistakes})
        if report.origin >= 0:
            origin = global_id(at.conflict, part.reports[report.origin].list_, part.ids[report.origin])
            row = {"report_id": own, "origin_report_id": origin, "how": report.how, "declared": _flag(report.declared)}
            tables.truth("origins", row)


def _flag(value: bool) -> str:
    return "true" if value else "false"
