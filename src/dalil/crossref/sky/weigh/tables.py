"""What the search found, as rows of the tables of the sky."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.chance import interval
from dalil.crossref.sky.read.sightings import moment, seconds
from dalil.crossref.sky.search.search import Search, radio_matches
from dalil.crossref.sky.weigh.coverage import STRATA, Coverage
from dalil.crossref.sky.weigh.independence import Independence, independence_of
from dalil.crossref.sky.weigh.lines import Line
from dalil.crossref.window import Declared
from dalil.geo.sphere import bearing_deg
from dalil.kernels import Ints
from dalil.units import Point

__all__ = ["write_evidence", "write_search"]

_CIRCLING_S = 600.0  # circling within ten minutes of the window is circling over this attack
ByIncident = Mapping[tuple[str, str], list[dict[str, Any]]]


def write_search(facts: Facts, declared: Declared, search: Search, coverage: Coverage, lines: Sequence[Line]) -> None:
    """Gives `sky_regime`, `incident_raid`, `coverage` and `opportunity`."""
    facts.replace(
        "sky_regime",
        [
            {"regime": n, "from_at": r.from_at, "to_at": r.to_at, "kinds": list(r.kinds), "contexts": list(r.contexts)}
            for n, r in enumerate(declared.regimes)
        ],
    )
    facts.replace(
        "incident_raid",
        [
            {"incident_id": row["incident_id"], "raid_id": search.raid[n], "day_local": search.day_local[n]}
            for n, row in enumerate(search.rows)
        ],
    )
    facts.replace("coverage", list(_coverage_rows(search, coverage, lines)))
    independent = independence_of(facts, search)
    rows: list[dict[str, Any]] = []
    for line in lines:
        rows += _flight_rows(line, search, independent) if line.name == "flight" else _radio_rows(line, search)
    facts.replace("opportunity", rows)


def _coverage_rows(search: Search, coverage: Coverage, lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    names = {line.name for line in lines}
    tracked = any(not f.lines for line in lines for f in line.flown)
    for n, row in enumerate(search.rows):
        yield {
            "incident_id": row["incident_id"], "posts": int(coverage.posts[n]),
            "seen_share": float(coverage.seen_share[n]),
            "stratum": STRATA[coverage.stratum[n]], "tracks": tracked, "radio": "radio" in names,
            "looked_for": "yes" if names else "not_looked_for",
        }  # fmt: skip
    for incident_id, why in search.left_out.items():
        looked_for = why if names else "not_looked_for"
        yield {"incident_id": incident_id, "posts": 0, "stratum": "none", "looked_for": looked_for}


def _flight_rows(line: Line, search: Search, independent: Independence) -> Iterator[dict[str, Any]]:
    found = line.found
    if found is None:
        return
    for k in range(len(found.place)):
        n, flight = int(found.place[k]), line.flown[int(found.flight[k])]
        row = search.rows[n]
        reason, before = independent.of_flight(row["incident_id"], flight)
        leg, bin_ = int(found.leg[k]), line.bins[int(found.bin[k])]
        yield {
            "incident_id": row["incident_id"], "flight_id": flight.flight_id, "line": "flight",
            "label": flight.aircraft.label, "basis": _basis(flight, leg), "bin": bin_.name, "bin_s": bin_.within_s,
            "slack_s": float(found.slack_s[k]), "closest_m": float(found.least_m[k]),
            "possible_from": moment(found.possible_from[k]), "possible_to": moment(found.possible_to[k]),
            "release_m": flight.aircraft.release_m, "circling": _circles(flight, search, n),
            "heading_in_deg": _bearing(flight, leg, row, inward=True),
            "heading_out_deg": _bearing(flight, leg + 1, row, inward=False), "tied_party": flight.row["tied_party"],
            "logged_before": before, "independent": not reason, "reason": reason or None,
        }  # fmt: skip


def _basis(flight: Any, leg: int) -> str:
    if 0 <= leg < len(flight.at_s) - 1:
        return "prism" if flight.lines or flight.at_s[leg + 1] - flight.at_s[leg] > 60.0 else "track"
    return "open_prism"


def _circles(flight: Any, search: Search, n: int) -> bool:
    if not flight.row["circling_s"]:
        return False
    return any(
        ((flight.at_s >= low - _CIRCLING_S) & (flight.at_s <= high + _CIRCLING_S)).any()
        for low, high in search.parts(n)
    )


def _bearing(flight: Any, fix: int, row: Mapping[str, Any], *, inward: bool) -> float | None:
    if not 0 <= fix < len(flight.at_s):
        return None
    here = (float(flight.latitude[fix]), float(flight.longitude[fix]))
    there = (row["latitude"], row["longitude"])
    return float(bearing_deg(*here, *there) if inward else bearing_deg(*there, *here))


def _radio_rows(line: Line, search: Search) -> Iterator[dict[str, Any]]:
    for n, sequence in radio_matches(search, line.sequences):
        row, at = search.rows[n], sequence.strike_at
        yield {
            "incident_id": row["incident_id"], "flight_id": sequence.sequence_id, "line": "radio",
            "label": sequence.language, "basis": "radio", "bin": "matched", "closest_m": _apart(row, sequence.point),
            "possible_from": at, "possible_to": at, "independent": True, "release_after_s": _after_s(row, at),
            "certainty": sequence.certainty,
        }  # fmt: skip


def _apart(row: Mapping[str, Any], point: Any) -> float:
    return float(Point(row["latitude"], row["longitude"]).distance_to(point))


def _after_s(row: Mapping[str, Any], at: Any) -> float:
    """Seconds between the interval of the incident and the release; 0 within."""
    released = seconds(at)
    return released - float(np.clip(released, seconds(row["earliest"]), seconds(row["latest"])))


def write_evidence(
    facts: Facts, settings: Settings, search: Search, coverage: Coverage, lines: Sequence[Line], declared: Declared
) -> None:
    """Gives `chance`, `label_table`, `detection`, `sky_evidence`, `sky_draw` and `sky_present`."""
    facts.replace("chance", [])
    for line in lines:
        facts.append("chance", _chance(line, search))
    facts.replace("label_table", [row for line in lines for row in _label_rows(line)])
    facts.replace("detection", [row for line in lines for row in _detection_rows(line)])
    by_incident = _opportunities_of(facts)
    evidence = [row for line in lines for row in _evidence_rows(line, search, coverage, by_incident)]
    evidence += list(_silent_rows(facts, settings, search, lines))
    facts.replace("sky_evidence", evidence)
    facts.replace("sky_draw", [])
    for line in lines:
        facts.append("sky_draw", _draws(line, search, by_incident))
    facts.replace("sky_present", list(_present_rows(lines, search, coverage, by_incident)))


def _opportunities_of(facts: Facts) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in facts.rows(
        "SELECT o.*, f.networks FROM opportunity o LEFT JOIN flight f USING (flight_id) "
        "WHERE o.bin <> 'possible' ORDER BY incident_id, line, flight_id"
    ):
        found.setdefault((row["incident_id"], row["line"]), []).append(row)
    return found


def _chance(line: Line, search: Search) -> pa.Table:
    """One row for each incident, label and bin."""
    weighed, shape = line.weighed, line.weighed.rate.shape[1:]
    low, high = interval(weighed.rate)
    known, known_n = weighed.known
    rates = np.stack([weighed.first.c1, weighed.first.c2, weighed.first.rate * weighed.factor[0]])
    numbers = {
        "c1": rates[0], "c1_n": weighed.first.n1[:, None, None], "c1_matched": _hits(line, 1), "c2": rates[1],
        "c2_n": weighed.first.n2[:, None, None], "c2_matched": _hits(line, 2), "c3": rates[2],
        "c3_n": known_n[None, :, None].astype(np.int64), "c3_matched": known[None].astype(np.int64),
        "chance": weighed.rate[0].astype(np.float64), "low": low, "high": high,
        "matched": line.looked.own[:, :, None] <= np.arange(shape[2])[None, None, :],
    }  # fmt: skip
    other = {
        "used": np.array(["c1", "c2", "c3"], dtype=object)[rates.argmax(axis=0)],
        "incident_id": np.array([row["incident_id"] for row in search.rows], dtype=object)[:, None, None],
        "cell": np.array([_cell(line, search, n) for n in range(shape[0])], dtype=object)[:, None, None],
        "label": np.array(line.labels, dtype=object)[None, :, None],
        "bin": np.array([bin_.name for bin_ in line.bins], dtype=object)[None, None, :],
        "bin_s": np.array([bin_.within_s for bin_ in line.bins], dtype=object)[None, None, :],
        "line": np.array([line.name], dtype=object)[:, None, None],
    }
    return pa.table({k: pa.array(np.broadcast_to(v, shape).ravel()) for k, v in (numbers | other).items()})


def _hits(line: Line, kind: int) -> Ints:
    chosen = (line.looked.kind == kind) & line.looked.kept
    hits = np.zeros(line.weighed.rate.shape[1:], dtype=np.int64)
    np.add.at(hits, line.looked.incident[chosen], line.looked.nearer[chosen].astype(np.int64))
    return hits


def _cell(line: Line, search: Search, n: int) -> str:
    stratum = STRATA[int(line.looked.cell[n]) % 3]
    return f"{search.precision[n]}/{'night' if search.night[n] else 'day'}/{stratum}"


def _label_rows(line: Line) -> Iterator[dict[str, Any]]:
    rates = np.array([own.rate for own in line.weighed.own])
    theta = rates / rates.sum(axis=2, keepdims=True)
    low, high = interval(theta)
    count = line.weighed.own[0].count
    for p, party in enumerate(line.parties):
        for m, label in enumerate(line.labels):
            yield {
                "party_id": party, "line": line.name, "label": label, "theta": float(theta[0, p, m]),
                "low": float(low[p, m]), "high": float(high[p, m]), "n": float(count[p]), "basis": _basis_of(line, p),
            }  # fmt: skip


def _basis_of(line: Line, p: int) -> str:
    return "estimated" if line.weighed.own[0].count[p] >= 3 else "elicited"


def _detection_rows(line: Line) -> Iterator[dict[str, Any]]:
    strata = np.arange(len(STRATA))
    seen = np.array([[own.detection(p, strata) for p in range(len(line.parties))] for own in line.weighed.own])
    low, high = interval(seen)
    for p, party in enumerate(line.parties):
        for s, stratum in enumerate(STRATA):
            yield {
                "party_id": party, "line": line.name, "stratum": stratum, "d": float(seen[0, p, s]),
                "low": float(low[p, s]), "high": float(high[p, s]), "n": float(line.weighed.own[0].count[p]),
                "basis": _basis_of(line, p),
            }  # fmt: skip


def _evidence_rows(line: Line, search: Search, coverage: Coverage, by_incident: ByIncident) -> Iterator[dict[str, Any]]:
    weighed = line.weighed
    low, high = interval(weighed.ratio)
    own = weighed.own[0].rate
    for n, row in enumerate(search.rows):
        flights = by_incident.get((row["incident_id"], line.name), [])
        seen = line.looked.own[n]
        matched = [m for m in range(len(line.labels)) if seen[m] < line.near_bins]
        shared = _shared(flights, _spoke(line, coverage, n, bool(matched)))
        for p, party in enumerate(line.parties):
            best = max(matched, key=lambda m: (own[p, m] / weighed.used[n, m, seen[m]], -m), default=None)
            known, known_n = weighed.known
            yield {
                "incident_id": row["incident_id"], "party_id": party, "line": line.name,
                "log_ratio": float(weighed.ratio[0, n, p]), "low": float(low[n, p]), "high": float(high[n, p]),
                "best_label_theta": None if best is None else float(own[p, best] / own[p].sum()),
                "labels": [line.labels[m] for m in matched], **shared, "basis": _basis_of(line, p),
                "chance": None if best is None else float(weighed.used[n, best, seen[best]]),
                "chance_n": int(weighed.first.n1[n] + weighed.first.n2[n]),
                "others_matched": None if best is None else int(known[best, seen[best]]),
                "others_n": None if best is None else int(known_n[best]),
                "certainty": line.certainty[n] if line.certainty else None,
            }  # fmt: skip


def _spoke(line: Line, coverage: Coverage, n: int, matched: bool) -> str:
    if matched:
        return "matched"
    return "silent" if line.name == "radio" or coverage.stratum[n] > 0 else "no_coverage"


def _shared(flights: list[dict[str, Any]], spoke: str) -> dict[str, Any]:
    """What is the same for all parties: the flights, what was logged when, and whether they stand on their own."""
    free = [row for row in flights if row["independent"]]
    before = [row["logged_before"] for row in flights if row["logged_before"] is not None]
    reasons = sorted({row["reason"] for row in flights if row["reason"]})
    return {
        "flights": [row["flight_id"] for row in flights], "spoke": spoke,
        "logged_before": any(before) if before else None, "independent": bool(free) or not flights,
        "reason": None if free or not flights else reasons[0],
        "origin_ids": sorted({name for row in flights for name in row["networks"] or []}),
    }  # fmt: skip


def _silent_rows(facts: Facts, settings: Settings, search: Search, lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """Incidents and lines that were not looked for have their rows too: no ratio, and the reason."""
    done = {line.name for line in lines}
    for row in facts.rows("SELECT incident_id FROM incident ORDER BY incident_id"):
        incident = row["incident_id"]
        for name in ("flight", "radio"):
            if name in done and incident not in search.left_out:
                continue
            for party in settings.parties:
                yield {
                    "incident_id": incident, "party_id": party.id, "line": name, "log_ratio": 0.0,
                    "low": 0.0, "high": 0.0,
                    "labels": [], "flights": [], "independent": True, "basis": "elicited", "spoke": "not_looked_for",
                }  # fmt: skip


def _draws(line: Line, search: Search, by_incident: ByIncident) -> pa.Table:
    """Draws of the incidents with a match; for the others the range in `sky_evidence` says enough."""
    chosen = [n for n, row in enumerate(search.rows) if (row["incident_id"], line.name) in by_incident]
    values = line.weighed.ratio[1:, chosen, :].transpose(1, 2, 0)
    draws = values.shape[2]
    ids = np.array([search.rows[n]["incident_id"] for n in chosen], dtype=object)
    parties = np.array(line.parties, dtype=object)
    columns = {
        "draw": pa.array(np.tile(np.arange(1, draws + 1), len(chosen) * len(parties)), pa.int64()),
        "incident_id": pa.array(np.repeat(ids, len(parties) * draws), pa.string()),
        "party_id": pa.array(np.tile(np.repeat(parties, draws), len(chosen)), pa.string()),
        "line": pa.array([line.name] * values.size, pa.string()),
        "log_ratio": pa.array(values.ravel(), pa.float64()),
    }
    return pa.table(columns)


def _present_rows(
    lines: Sequence[Line],
    search: Search,
    coverage: Coverage,
    by_incident: ByIncident,
) -> Iterator[dict[str, Any]]:
    line = next((line for line in lines if line.name == "flight"), None)
    left_out = dict(search.left_out)
    if line is None:
        left_out |= {row["incident_id"]: "not_looked_for" for row in search.rows}
    for incident in left_out:
        yield {"incident_id": incident, "status": "not_looked_for", "flights": 0, "labels": []}
    if line is None:
        return
    low, high = interval(line.weighed.any_rate)
    ratio_low, ratio_high = interval(line.weighed.present)
    for n, row in enumerate(search.rows):
        flights = by_incident.get((row["incident_id"], "flight"), [])
        shared = _shared(flights, "")
        status = "present" if flights else "no_coverage" if coverage.stratum[n] == 0 else "not_seen"
        yield {
            "incident_id": row["incident_id"], "status": status, "flights": len(flights),
            "labels": sorted({r["label"] for r in flights}), "chance": float(line.weighed.any_rate[0, n]),
            "low": float(low[n]), "high": float(high[n]),
            "windows": int(line.weighed.first.n1[n] + line.weighed.first.n2[n]),
            "log_ratio": float(line.weighed.present[0, n]), "log_ratio_low": float(ratio_low[n]),
            "log_ratio_high": float(ratio_high[n]), "logged_before": shared["logged_before"],
            "independent": shared["independent"],
        }  # fmt: skip
