"""What the records say that bears on who did it: one observation for each (incident, origin, variable, value).

An organisation's allegation is no observation: it is what is to be judged. What counts is what a witness saw, what an
exhibit shows, what was left of the munition, what a party said of its own act. An organisation's own account of an
aircraft stands in only where none of its witnesses speaks of it, for it comes from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dalil.attribute.codebook import LINE_OF, Codebook, Variable
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["Observation", "observations"]


@dataclass(frozen=True, slots=True)
class Observation:
    """`mode` is witness (separate persons) or copy (readings of one thing). `kind` names the reliability.

    `certainty` multiplies the reliability. `dropped` says why it does not count; such rows are shown, not used.
    """

    incident_id: str
    line: str
    origin: str
    variable: str
    value: str
    mode: str
    kind: str
    certainty: float = 1.0
    dropped: str = ""


_REPORTS = """
    SELECT i.incident_id, {written} AS written, i.origin_id AS origin, 'account' AS kind, '' AS certainty
    FROM incident_report i JOIN report r USING (report_id) {more}
"""

# Each feed as SQL: incident_id, written, origin, kind, certainty. A witness's origin is that of the report it is
# attached to: several witnesses of one organisation share who found them, asked them and wrote it down.
_FEEDS = {
    "testimony.aircraft": """
        SELECT i.incident_id, unnest(t.aircraft_reported) AS written, i.origin_id AS origin,
            coalesce(t.directness, 'told') AS kind, '' AS certainty
        FROM testimony t JOIN incident_report i USING (report_id) WHERE t.withdrawn_on IS NULL
    """,
    "testimony.party": """
        SELECT i.incident_id, unnest(t.parties_alleged) AS written, i.origin_id AS origin,
            coalesce(t.directness, 'told') AS kind, '' AS certainty
        FROM testimony t JOIN incident_report i USING (report_id) WHERE t.withdrawn_on IS NULL
    """,
    "report.aircraft": _REPORTS.format(written="unnest(r.aircraft_reported)", more=""),
    "report.weapon": _REPORTS.format(written="unnest(r.weapons)", more=""),
    "report.kind": _REPORTS.format(written="r.kind", more="WHERE r.kind IS NOT NULL"),
    "report.strikes": _REPORTS.format(
        written="CASE WHEN r.strikes = 1 THEN '1' WHEN r.strikes <= 3 THEN '2-3' ELSE '4+' END",
        more="WHERE r.strikes >= 1",
    ),
    "report.hour": _REPORTS.format(
        written="CAST(hour(r.earliest + (r.latest - r.earliest) / 2) AS VARCHAR)",
        more="WHERE r.latest - r.earliest <= INTERVAL 3 HOUR",
    ),
    "observation.aircraft": """
        SELECT i.incident_id, o.value AS written, 'exhibit' AS kind,
            'exhibit:' || coalesce(e.sha256, o.exhibit, o.observation_id) AS origin,
            coalesce(o.certainty, 'possible') AS certainty
        FROM observation o JOIN incident_report i USING (report_id) LEFT JOIN exhibit e ON e.file = o.exhibit
        WHERE o.aspect = 'aircraft'
    """,
    "remnant.munition": """
        SELECT i.incident_id, m.munition AS written, 'remnant:' || m.remnant_id AS origin, 'remnant' AS kind,
            coalesce(m.certainty, 'possible') AS certainty
        FROM remnant m JOIN incident_report i USING (report_id)
    """,
    "statement.admission": """
        SELECT i.incident_id, s.party AS written, 'statement:' || s.statement_id AS origin, 'party' AS kind,
            '' AS certainty
        FROM statement s JOIN incident i ON s.act = 'acknowledges'
            AND i.earliest >= s.scope_from AND i.latest <= coalesce(s.scope_to_latest, s.scope_to)
            AND (s.scope_kinds IS NULL OR len(s.scope_kinds) = 0 OR list_contains(s.scope_kinds, i.kind))
            AND (s.scope_objects IS NULL OR len(s.scope_objects) = 0 OR list_has_any(s.scope_objects, i.objects_hit))
            AND (s.scope_area IS NULL OR (i.longitude BETWEEN s.scope_area[1] AND s.scope_area[3]
                AND i.latitude BETWEEN s.scope_area[2] AND s.scope_area[4]))
    """,
}
_FEEDS["observation.munition"] = _FEEDS["observation.aircraft"].replace("'aircraft'", "'munition'")


def observations(facts: Facts, settings: Settings, book: Codebook) -> list[Observation]:
    """Every observation that the code book has a variable for, in a fixed order.

    Takes: incident, incident_report, report, testimony, observation, exhibit, remnant, statement.
    """
    found: list[Observation] = []
    for variable in book.variables:
        read = _reader(variable, settings)
        for feed in variable.fed_by:
            for row in facts.rows(f"SELECT * FROM ({_FEEDS[feed]}) ORDER BY ALL"):
                found.extend(_observe(row, feed, variable, book, read))
    return list(_without_own_accounts(found))


def _observe(row: dict[str, Any], feed: str, variable: Variable, book: Codebook, read: Any) -> Iterator[Observation]:
    table = feed.partition(".")[0]
    value = read(row["written"] or "")
    if row["written"]:
        yield Observation(
            row["incident_id"],
            LINE_OF[table],
            row["origin"],
            variable.id,
            value or row["written"],
            "witness" if table == "testimony" else "copy",
            row["kind"],
            book.certainty.get(row["certainty"], 1.0),
            "" if value else "not_in_code_book",
        )


def _reader(variable: Variable, settings: Settings) -> Any:
    """What is written, as a value of the variable, or None. Ids and aliases of parties are understood."""
    known = {_fold(value): value for value in variable.values}
    for party in settings.parties:
        if party.id in variable.values:
            known |= {
                _fold(alias): party.id for alias in (party.id, party.name, party.name_ar, *party.aliases) if alias
            }
    known |= {_fold(written): value for written, value in variable.written.items()}

    @lru_cache(maxsize=100_000)
    def read(written: str) -> str | None:
        return known.get(_fold(written))

    return read


def _fold(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _without_own_accounts(found: list[Observation]) -> Iterator[Observation]:
    """Drop an account that repeats what the witnesses of the same origin were asked about."""
    spoken = {(o.incident_id, o.origin, o.variable) for o in found if o.mode == "witness" and not o.dropped}
    for each in found:
        own = each.line == "accounts" and each.mode == "copy"
        if own and not each.dropped and (each.incident_id, each.origin, each.variable) in spoken:
            yield replace(each, dropped="told_by_its_witnesses")
        else:
            yield each
