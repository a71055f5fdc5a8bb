"""The fields of records that feed the variables of a code book, as SQL.

Each gives incident_id, written (as it stands in the record), origin, kind (of source), certainty (a word). A
witness's origin is that of the report it is attached to: several witnesses of one organisation share who found them,
asked them and wrote it down; the remnants of one report were found together and identified
together. Withdrawn testimony feeds nothing.
"""

from __future__ import annotations

from dalil.attribute.lines.films import FILM, FILM_JOIN

__all__ = ["FEED_SQL", "IN_SCOPE"]

_OF_REPORT = """
    SELECT i.incident_id, {written} AS written, i.origin_id AS origin, 'account' AS kind, '' AS certainty
    FROM incident_report i JOIN report r USING (report_id) {more}
"""

_OF_WITNESS = """
    SELECT i.incident_id, unnest(t.{field}) AS written, i.origin_id AS origin,
        coalesce(t.directness, 'told') AS kind, '' AS certainty
    FROM testimony t JOIN incident_report i USING (report_id) WHERE t.withdrawn_on IS NULL
"""

# An exhibit is called by the first observation of it: its file name can give somebody away.
_OF_EXHIBIT = f"""
    SELECT i.incident_id, o.value AS written, 'exhibit' AS kind,
        coalesce(CASE WHEN o.exhibit IS NOT NULL THEN 'exhibit of ' || min(o.observation_id) OVER (
            PARTITION BY {FILM}
        ) END, 'exhibit of ' || i.origin_id) AS origin,
        coalesce(o.certainty, 'possible') AS certainty
    FROM observation o JOIN incident_report i USING (report_id) {FILM_JOIN}
    WHERE o.aspect = '{{aspect}}'
"""

# A statement or a state of affairs that names no area, kind or object means all of them.
IN_SCOPE = """
    (s.scope_from IS NULL OR i.earliest >= s.scope_from)
    AND (s.scope_to IS NULL OR i.latest <= coalesce(s.scope_to_latest, s.scope_to))
    AND (s.scope_kinds IS NULL OR len(s.scope_kinds) = 0 OR list_contains(s.scope_kinds, i.kind))
    AND (s.scope_objects IS NULL OR len(s.scope_objects) = 0 OR list_has_any(s.scope_objects, i.objects_hit))
    AND (s.scope_area IS NULL OR (i.longitude BETWEEN s.scope_area[1] AND s.scope_area[3]
        AND i.latitude BETWEEN s.scope_area[2] AND s.scope_area[4]))
"""
"""Whether incident `i` lies in the scope of statement `s`."""

_OF_CONTEXT = """
    SELECT i.incident_id, unnest(c.parties) AS written, 'context:' || c.context_id AS origin, 'reference' AS kind,
        '' AS certainty
    FROM context c JOIN incident i ON c.kind = '{kind}' AND i.earliest >= c.from_at
        AND i.latest <= coalesce(c.to_at_latest, c.to_at, TIMESTAMP '9999-12-31')
        AND (coalesce(c.area, '') = '' OR lower(c.area) = lower(i.place))
"""

FEED_SQL = {
    "testimony.aircraft": _OF_WITNESS.format(field="aircraft_reported"),
    "testimony.party": _OF_WITNESS.format(field="parties_alleged"),
    "report.aircraft": _OF_REPORT.format(written="unnest(r.aircraft_reported)", more=""),
    "report.weapon": _OF_REPORT.format(written="unnest(r.weapons)", more=""),
    "report.kind": _OF_REPORT.format(written="r.kind", more="WHERE r.kind IS NOT NULL"),
    "report.strikes": _OF_REPORT.format(
        written="CASE WHEN r.strikes = 1 THEN '1' WHEN r.strikes <= 3 THEN '2-3' ELSE '4+' END",
        more="WHERE r.strikes >= 1",
    ),
    "report.hour": _OF_REPORT.format(
        written="CAST(hour(r.earliest + (r.latest - r.earliest) / 2) AS VARCHAR)",
        more="WHERE r.latest - r.earliest <= INTERVAL 3 HOUR",
    ),
    "observation.aircraft": _OF_EXHIBIT.format(aspect="aircraft"),
    "observation.munition": _OF_EXHIBIT.format(aspect="munition"),
    "remnant.munition": """
        SELECT i.incident_id, m.munition AS written, 'remnants:' || i.origin_id AS origin, 'remnant' AS kind,
            coalesce(m.certainty, 'possible') AS certainty
        FROM remnant m JOIN incident_report i USING (report_id)
    """,
    "statement.admission": f"""
        SELECT i.incident_id, s.party AS written, 'statement:' || s.statement_id AS origin, 'party' AS kind,
            '' AS certainty
        FROM statement s JOIN incident i ON s.act = 'acknowledges' AND s.scope_from IS NOT NULL AND {IN_SCOPE}
    """,
    "context.siege": _OF_CONTEXT.format(kind="siege"),
    "context.ceasefire": _OF_CONTEXT.format(kind="ceasefire"),
    "context.presence": _OF_CONTEXT.format(kind="presence"),
}
"""SQL by feed."""
