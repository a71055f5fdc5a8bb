"""What witnesses saw and heard, and what an organisation wrote down itself.

An organisation's allegation is no observation: it is what is to be judged, so the parties that a report alleges feed
nothing. A witness's origin is that of the report it is attached to: several witnesses of one organisation share who
found them, asked them and wrote it down. Withdrawn testimony feeds nothing.
"""

from __future__ import annotations

from dalil.attribute.lines.registry import Feed, Line, register

_OF_REPORT = """
    SELECT i.incident_id, {written} AS written, 'report' AS origin_kind, i.origin_id, 'account' AS kind, '' AS certainty
    FROM incident_report i JOIN report r USING (report_id) {more}
"""
# Who does not say how it is known is taken to have been told.
_OF_WITNESS = """
    SELECT i.incident_id, unnest(t.{field}) AS written, 'report' AS origin_kind, i.origin_id,
        coalesce(t.directness, 'told') AS kind, '' AS certainty
    FROM testimony t JOIN incident_report i USING (report_id) WHERE t.withdrawn_on IS NULL
"""


def _witness(name: str, field: str) -> Feed:
    return Feed(f"testimony.{name}", _OF_WITNESS.format(field=field), f"`{field}` of testimonies", witness=True)


def _report(name: str, written: str, doc: str, more: str = "") -> Feed:
    return Feed(f"report.{name}", _OF_REPORT.format(written=written, more=more), doc)


register(Line(
    "accounts", 10, whole="story", kinds=("saw", "heard", "told", "account"),
    feeds=(
        _witness("aircraft", "aircraft_reported"),
        _witness("party", "parties_alleged"),
        _report("aircraft", "unnest(r.aircraft_reported)", "`aircraft_reported` of reports"),
        _report("weapon", "unnest(r.weapons)", "`weapons` of reports"),
        _report("kind", "r.kind", "`kind` of reports", "WHERE r.kind IS NOT NULL"),
        _report("hour", "CAST(hour(r.earliest + (r.latest - r.earliest) / 2) AS VARCHAR)",
                "`0` … `23`, UTC, where the time of a report is known to three hours",
                "WHERE r.latest - r.earliest <= INTERVAL 3 HOUR"),
        _report("strikes", "CASE WHEN r.strikes = 1 THEN '1' WHEN r.strikes <= 3 THEN '2-3' ELSE '4+' END",
                "`strikes` of reports as `1`, `2-3`, `4+`", "WHERE r.strikes >= 1"),
    ),
))  # fmt: skip
