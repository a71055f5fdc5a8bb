"""Attacks as the draws of linking have them: in each draw a set of attacks, each with its interval and place.

Only reports whose cluster differs between draws stand in `partition_draw`; every other attack is the same in all.
A cluster that is no attack of the register is built here from its reports, by the plain rules below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.casefile.facts import Facts
from dalil.count.scopes import Selection
from dalil.kernels import Floats, Ints, Mask

__all__ = ["Drawn", "draw_attacks"]


_BUILT = """
WITH varying AS (
    SELECT draw, cluster_id, list_sort(list(report_id)) AS reports FROM partition_draw GROUP BY draw, cluster_id
), known AS (
    SELECT incident_id, list_sort(list(report_id)) AS reports FROM incident_report GROUP BY incident_id
), distinct_sets AS (
    SELECT v.reports, any_value(k.incident_id) AS incident_id
    FROM (SELECT DISTINCT reports FROM varying) v LEFT JOIN known k ON k.reports = v.reports GROUP BY v.reports
)
SELECT v.draw, coalesce(d.incident_id, 'cluster ' || array_to_string(v.reports, ' ')) AS incident_id, v.reports,
       d.incident_id IS NOT NULL AS known
FROM varying v JOIN distinct_sets d ON d.reports = v.reports
"""

# The interval is what the reports share; where they share nothing, that of the most precise one. The place is the
# most precise one. Of kind and populated, the first report that says it.
_ATTACKS = """
WITH sets AS (SELECT DISTINCT incident_id, reports FROM drawn WHERE NOT known),
member AS (SELECT incident_id, unnest(reports) AS report_id FROM sets),
told AS (
    SELECT m.incident_id, r.*, l.in_scope, l.latitude AS y, l.longitude AS x, l.radius_m AS r_m,
           coalesce(r.latest, r.earliest) AS until
    FROM member m JOIN report r USING (report_id) LEFT JOIN location l USING (report_id)
)
SELECT incident_id,
       CASE WHEN max(earliest) <= min(until) THEN max(earliest)
            ELSE arg_min(earliest, (until - earliest, report_id)) END AS earliest,
       CASE WHEN max(earliest) <= min(until) THEN min(until)
            ELSE arg_min(until, (until - earliest, report_id)) END AS latest,
       arg_min(y, (r_m, report_id)) AS latitude, arg_min(x, (r_m, report_id)) AS longitude, min(r_m) AS radius_m,
       arg_min(kind, report_id) AS kind, arg_min(populated, report_id) AS populated,
       list_sort(list_distinct(flatten(list(coalesce(objects_hit, []))))) AS objects_hit,
       list_sort(list_distinct(flatten(list(coalesce(weapons, []))))) AS weapons,
       list_sort(list_distinct(flatten(list(coalesce(parties_alleged, []))))) AS parties_alleged,
       count(*) AS reports, count(DISTINCT organisation) AS organisations,
       coalesce(bool_or(in_scope), FALSE) AS in_scope
FROM told GROUP BY incident_id
"""

_SELECT = """
WITH every AS (
    SELECT incident_id, earliest, latest, latitude, longitude, radius_m, kind, populated, objects_hit, weapons,
           parties_alleged, reports, organisations, in_scope FROM incident
    UNION ALL SELECT * REPLACE (incident_id AS incident_id) FROM drawn_attack
)
SELECT incident_id, epoch(earliest), epoch(coalesce(latest, earliest)), latitude, longitude, radius_m,
       coalesce(objects_hit, []), coalesce(parties_alleged, [])
FROM every WHERE {where} AND earliest IS NOT NULL ORDER BY incident_id
"""


@dataclass(frozen=True)
class Drawn:
    """Attacks of a scope, over all draws, in the order of their ids.

    `earliest_s` and `latest_s` are seconds since 1970 (UTC); points are degrees, NaN where there is none.
    `draws` holds for each draw the numbers of its attacks; one draw where linking gave none.
    """

    ids: tuple[str, ...]
    earliest_s: Floats
    latest_s: Floats
    latitude: Floats
    longitude: Floats
    radius_m: Floats
    objects: tuple[frozenset[str], ...]
    parties: tuple[frozenset[str], ...]
    register: Ints
    draws: tuple[Ints, ...]

    def hits(self, kind: str) -> Mask:
        """Which attacks hit an object of this kind; `all` is every attack."""
        return np.array([kind == "all" or kind in objects for objects in self.objects], dtype=bool)


def draw_attacks(facts: Facts, selection: Selection) -> Drawn:
    """Takes incident, incident_report, report, location, partition_draw.

    A scope that somebody chose by hand names its attacks, so that no other partition can have them: it has
    the register for its only draw.
    """
    facts.make("drawn", _BUILT)
    facts.make("drawn_attack", _ATTACKS)
    rows = facts.query(_SELECT.format(where=selection.where)).fetchall()
    number = {row[0]: n for n, row in enumerate(rows)}
    known = {name for (name,) in facts.query("SELECT incident_id FROM incident").fetchall()}
    register = np.array([n for name, n in number.items() if name in known], dtype=np.int64)
    # Attacks picked by hand are named: another partition does not have them.
    draws = (register,) if selection.by_hand else _draws(facts, number, register)
    numeric = np.array([row[1:6] for row in rows], dtype=np.float64).reshape(len(rows), 5)
    earliest, latest, latitude, longitude, radius = numeric.T
    objects, parties = (tuple(frozenset(row[n]) for row in rows) for n in (6, 7))
    return Drawn(tuple(number), earliest, latest, latitude, longitude, radius, objects, parties, register, draws)


def _draws(facts: Facts, number: dict[str, int], register: Ints) -> tuple[Ints, ...]:
    varying = facts.query("SELECT draw, incident_id FROM drawn ORDER BY draw, incident_id").fetchall()
    if not varying:
        return (register,)
    moving = facts.query(
        "SELECT DISTINCT incident_id FROM incident_report SEMI JOIN partition_draw USING (report_id)"
    ).fetchall()
    # What no draw moves is the same in all.
    settled = sorted(set(register.tolist()) - {number[name] for (name,) in moving if name in number})
    by_draw: dict[int, list[int]] = {draw: [] for draw, _ in varying}
    for draw, name in varying:
        if name in number:
            by_draw[draw].append(number[name])
    return tuple(np.array(sorted(settled + by_draw[draw]), dtype=np.int64) for draw in sorted(by_draw))
