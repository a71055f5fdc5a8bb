"""One figure for each attack from the reports that describe it, by stated rules.

Each source's own value stays where it was, in `report`. The rules:

- time: the stretch that the most independent origins allow; of equals the narrowest, then the earliest.
- place: the point of the report with the smallest radius (of equals a surveyed point before one from the
  gazetteer, then the smallest id). The radius grows until the circle meets that of every report that claims to
  be as exact (at most twice the radius and 100 m more).
- toll: for each group the smallest of the stated minima and the largest of the stated maxima. Not stated is not
  zero: a report that is silent on a group moves nothing.
- kind: what the most origins say; of equals what comes first in the vocabulary.
- objects hit, weapons, parties alleged: everything that any report says.
- populated: yes if any report says yes; no if any says no and none says yes.
- scope: an attack is in scope if at least one of its reports is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.records import TOLL_COLUMNS
from dalil.records.kinds import REPORT_KINDS
from dalil.units import EARTH_RADIUS_M

__all__ = ["reconcile"]

_LINKED = """
SELECT incident_id, origin_id, located_by, in_scope, l.latitude, l.longitude, coalesce(l.radius_m, 0) AS radius_m,
    r.* EXCLUDE (latitude, longitude, radius_m, latest), coalesce(r.latest, r.earliest) AS latest
FROM incident_report JOIN report AS r USING (report_id) LEFT JOIN location AS l USING (report_id)
"""
"""The reports with the attack that each describes, and where each is taken to be: what the queries below read."""

_TIME = """
SELECT incident_id, from_at, to_at FROM (
    SELECT s.incident_id, s.earliest AS from_at, min(c.latest) AS to_at, count(DISTINCT c.origin_id) AS origins
    FROM (SELECT DISTINCT incident_id, earliest FROM linked WHERE earliest IS NOT NULL) AS s
    JOIN linked AS c ON c.incident_id = s.incident_id AND s.earliest BETWEEN c.earliest AND c.latest
    GROUP BY ALL
) QUALIFY row_number() OVER (PARTITION BY incident_id ORDER BY origins DESC, to_at - from_at, from_at) = 1
"""

_PLACE = f"""
WITH best AS (
    SELECT incident_id, latitude, longitude, radius_m, place, place_ar FROM linked
    WHERE latitude IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY incident_id ORDER BY radius_m, located_by <> 'point', report_id) = 1
), gap AS (
    SELECT b.incident_id, max(2 * {EARTH_RADIUS_M} * asin(least(1, sqrt(
        power(sin(radians(o.latitude - b.latitude) / 2), 2) + cos(radians(b.latitude)) * cos(radians(o.latitude))
        * power(sin(radians(o.longitude - b.longitude) / 2), 2)))) - o.radius_m) AS gap_m
    FROM best AS b JOIN linked AS o USING (incident_id)
    WHERE o.latitude IS NOT NULL AND o.radius_m <= 2 * b.radius_m + 100
    GROUP BY ALL
), named AS (
    SELECT incident_id, min_by(place, report_id) AS place, min_by(place_ar, report_id) AS place_ar
    FROM linked GROUP BY ALL
)
SELECT n.incident_id, latitude, longitude, greatest(radius_m, gap_m) AS radius_m,
    coalesce(b.place, n.place) AS place, coalesce(b.place_ar, n.place_ar) AS place_ar
FROM named AS n LEFT JOIN best AS b USING (incident_id) LEFT JOIN gap USING (incident_id)
"""

_KIND = f"""
SELECT incident_id, kind FROM (
    SELECT incident_id, kind, count(DISTINCT origin_id) AS origins
    FROM linked WHERE kind IS NOT NULL GROUP BY ALL
) QUALIFY row_number() OVER (
    PARTITION BY incident_id ORDER BY origins DESC, list_position({list(REPORT_KINDS)!r}, kind)) = 1
"""

_TOLLS = ", ".join(
    f"min({name}) AS {name}" if name.endswith("_min") else f"max(coalesce({name}, {name[:-3]}min)) AS {name}"
    for name in TOLL_COLUMNS
)

_PARTIES = """
SELECT incident_id, list_sort(list(DISTINCT coalesce(party_id, alleged))) AS parties_alleged
FROM linked JOIN report_party USING (report_id) GROUP BY ALL
"""

_REST = f"""
SELECT incident_id, {_TOLLS}, bool_or(populated) AS populated, max(strikes) AS strikes,
    list_sort(list_distinct(flatten(list(coalesce(objects_hit, []) ORDER BY report_id)))) AS objects_hit,
    list_sort(list_distinct(flatten(list(coalesce(weapons, []) ORDER BY report_id)))) AS weapons,
    count(*) AS reports, count(DISTINCT organisation) AS organisations, count(DISTINCT origin_id) AS origins,
    coalesce(bool_or(in_scope), false) AS in_scope
FROM linked GROUP BY ALL
"""


def reconcile(facts: Facts, settings: Settings) -> int:
    """Fill `incident`; returns the number of attacks.

    Takes: incident_report, origin, report, location, report_party, incident_stability. Gives: incident.
    """
    incidents = facts.query(
        f"WITH linked AS MATERIALIZED ({_LINKED})"
        " SELECT incident_id, from_at AS earliest, to_at AS latest, from_at + (to_at - from_at) / 2 AS middle,"
        " p.* EXCLUDE (incident_id), kind, r.* EXCLUDE (incident_id), parties_alleged, stability"
        f" FROM ({_REST}) AS r LEFT JOIN ({_TIME}) AS t USING (incident_id)"
        f" LEFT JOIN ({_PLACE}) AS p USING (incident_id) LEFT JOIN ({_KIND}) AS k USING (incident_id)"
        f" LEFT JOIN ({_PARTIES}) AS a USING (incident_id) LEFT JOIN incident_stability AS s USING (incident_id)"
        " ORDER BY incident_id"
    ).to_arrow_table()
    days = [_civil_day(moment, settings.timezone) for moment in incidents["middle"].to_pylist()]
    months = [day and day[:7] for day in days]
    incidents = incidents.drop_columns("middle").append_column("day_local", pa.array(days, pa.string()))
    return facts.replace("incident", incidents.append_column("month_local", pa.array(months, pa.string())))


def _civil_day(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).date().isoformat()
