"""Strikes that were really located, and the raids they belong to.

A point that comes from a name says where the named site is, not where the bomb fell: with one in ten located so,
a test of aim gives false alarms in two cases of three. Such points are left out, and so is a point that lies on a
listed site to the metre, unless it was surveyed or seen in images.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.scopes import Selection
from dalil.kernels import Floats, Ints, Mask
from dalil.units import EARTH_RADIUS_M

__all__ = ["Strikes", "located_strikes", "plane", "sites_of"]


_ON_SITE_M = 2.0  # a point this near a listed site was copied from the list unless somebody measured it
_SAME_SITE_M = 50.0  # two rows of a list of sites this near are one site entered twice: about the size of a compound
_KNOWN_TIME_S = 3 * 3600  # a strike known less well cannot be said to belong to a raid
_LOOK_BACK = 50  # strikes before one that may share its raid; a raid is a chain, so that more are not needed
_MEASURED = ("survey", "imagery", "media")
_FROM_NAME = ("site_name", "name")

_TOLD = """
SELECT i.incident_id, l.latitude, l.longitude, l.radius_m, l.located_by, r.place_source,
       epoch(i.earliest), epoch(coalesce(i.latest, i.earliest)), coalesce(i.parties_alleged, [])
FROM (SELECT * FROM incident WHERE {where} AND coalesce(kind, 'airstrike') IN ('airstrike', 'artillery')) i
     JOIN incident_report USING (incident_id) JOIN report r USING (report_id) JOIN location l USING (report_id)
ORDER BY i.incident_id, l.radius_m, r.report_id
"""


@dataclass(frozen=True)
class Strikes:
    """Located strikes, each with its point in metres, error, time and raid; and those left out, with the reason."""

    ids: tuple[str, ...]
    points: Floats
    radius_m: Floats
    at_s: Floats
    width_s: Floats
    raid: Ints
    left_out: dict[str, str]


def plane(degrees: list[tuple[float, ...]], centre: tuple[float, float]) -> Floats:
    """(latitude, longitude) to metres east and north of a centre; fit for the extent of a city or a province."""
    latitude, longitude = np.array(degrees, dtype=np.float64).reshape(-1, 2).T
    # Equirectangular around the centre: within a province its error is below that of any report.
    metre = np.radians(1.0) * EARTH_RADIUS_M
    east = (longitude - centre[1]) * metre * np.cos(np.radians(centre[0]))
    return np.stack([east, (latitude - centre[0]) * metre], axis=-1)


def sites_of(facts: Facts, kinds: tuple[str, ...], centre: tuple[float, float]) -> Floats:
    """Sites of these kinds, (n, 2) metres; one that two lists give within 50 m is one."""
    rows = facts.query(
        f"SELECT latitude, longitude FROM site WHERE kind IN ({', '.join('?' for _ in kinds)})"
        " AND latitude IS NOT NULL ORDER BY site_id, latitude, longitude",
        list(kinds),
    ).fetchall()
    points = plane(rows, centre)
    kept: list[int] = []
    for number, near in enumerate(cKDTree(points).query_ball_point(points, _SAME_SITE_M) if len(points) else []):
        if not set(near) & set(kept):
            kept.append(number)
    return points[kept]


def located_strikes(facts: Facts, settings: Settings, selection: Selection, centre: tuple[float, float]) -> Strikes:
    """Takes incident, incident_report, report, location, site. Each strike stands at its most precise own point."""
    rows = facts.query(_TOLD.format(where=selection.where)).fetchall()
    points = plane([row[1:3] for row in rows], centre)
    listed = facts.query("SELECT latitude, longitude FROM site WHERE latitude IS NOT NULL").fetchall()
    on_site = _on_site(points, plane(listed, centre))
    chosen: dict[str, int] = {}
    left_out: dict[str, str] = {}
    for number, row in enumerate(rows):
        reason = _reason(row, bool(on_site[number]), settings.count.aim_radius_m)
        if reason is None:
            chosen.setdefault(row[0], number)
        elif left_out.get(row[0]) != "from_name":
            left_out[row[0]] = reason
    return _strikes(settings, rows, points, chosen, {name: why for name, why in left_out.items() if name not in chosen})


def _on_site(points: Floats, sites: Floats) -> Mask:
    if not len(sites):
        return np.zeros(len(points), dtype=bool)
    known = np.isfinite(points).all(axis=1)
    apart = np.full(len(points), np.inf)
    apart[known] = cKDTree(sites).query(points[known])[0]
    return np.asarray(apart <= _ON_SITE_M)


def _reason(row: tuple[object, ...], on_site: bool, most_m: float) -> str | None:
    _, latitude, _, radius_m, located_by, source = row[:6]
    if source in _FROM_NAME or (on_site and source not in _MEASURED):
        return "from_name"
    if latitude is None or located_by != "point" or radius_m is None or radius_m > most_m:  # type: ignore[operator]
        return "no_precise_place"
    return None


def _strikes(
    settings: Settings, rows: list[tuple[object, ...]], points: Floats, chosen: dict[str, int], left_out: dict[str, str]
) -> Strikes:
    numbers = list(chosen.values())
    timed = np.array([(rows[n][3], rows[n][6], rows[n][7]) for n in numbers], dtype=np.float64).reshape(-1, 3)
    at, width = (timed[:, 1] + timed[:, 2]) / 2, timed[:, 2] - timed[:, 1]
    parties = [frozenset(rows[n][8]) for n in numbers]  # type: ignore[call-overload]
    raid = _raids(points[numbers], at, width, parties, settings.count.raid_minutes * 60, settings.count.raid_m)
    return Strikes(tuple(chosen), points[numbers], timed[:, 0], at, width, raid, left_out)


def _raids(
    points: Floats, at_s: Floats, width_s: Floats, parties: list[frozenset[str]], gap_s: float, gap_m: float
) -> Ints:
    """Strikes that follow one another within `gap_s` and `gap_m`, with no party against it, share a raid.

    A strike known to no better than three hours is a raid of its own. Ties are looked for among the last
    `_LOOK_BACK` strikes: a raid is a chain, so that more are not needed.
    """
    order = [int(n) for n in np.argsort(at_s, kind="stable") if width_s[n] <= _KNOWN_TIME_S]
    ties: list[tuple[int, int]] = []
    for place, strike in enumerate(order):
        for other in reversed(order[max(0, place - _LOOK_BACK) : place]):
            if at_s[strike] - at_s[other] > gap_s:
                break
            agree = not parties[strike] or not parties[other] or bool(parties[strike] & parties[other])
            if agree and np.hypot(*(points[strike] - points[other])) <= gap_m:
                ties.append((strike, other))
    first, second = np.array(ties, dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(ties)), (first, second)), shape=(len(at_s), len(at_s)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
