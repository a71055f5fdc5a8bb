"""The one door out of a case: every table is cut to its audience here, and nothing later reads the case itself.

A column leaves when the audience has its class. A record leaves when its consent names the audience; else it is only
counted: its codes and counts may stay (`confidential_counts`), without time, place, party, text or who gave it. A
table or a column that no rule lets out stays in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from dalil import engine
from dalil.casefile.facts import Facts
from dalil.geo.earth import METRES_PER_DEGREE
from dalil.intake import KnownPeople
from dalil.records import TABLES, Sensitivity
from dalil.submit.release.columns import incident_sql, table_sql
from dalil.submit.release.free_text import Cleaner, clean_tables, gazetteer_of, parties_of
from dalil.submit.release.ids import odd_ids
from dalil.submit.release.look import Look
from dalil.submit.release.people.contacts import Contacts
from dalil.submit.release.people.known import NOBODY, names_of
from dalil.submit.release.people.mask import Mask
from dalil.submit.release.receiver import ANONYMOUS, Receiver
from dalil.submit.release.scrub import Scrub, scrub_tables

__all__ = ["DOCUMENT_TABLES", "Released", "cut"]

DOCUMENT_TABLES = (
    "report", "incident", "incident_report", "location", "report_source", "exhibit", "party", "report_party",
    "figure", "figure_text", "count_refusal", "statement", "statement_check", "outside_finding", "attribution",
    "finding", "line", "review", "line_review", "actor", "evidence", "sky_evidence",
    "sky_present", "codebook_parameter",
)  # fmt: skip
"""Tables that the documents are written from; figures add those that their queries read."""

_NEEDED = ("report", "incident", "incident_report", "location", "site", "site_status")
_MEDICAL = "('hospital', 'maternity', 'clinic')"
_NEAR_M = 1_000  # beyond the incident's own radius: nearer, its position gives the facility away

# One row for each report: whether its account leaves, and the id under which it goes.
_PASS = """
SELECT report_id, released, anonymous,
       CASE WHEN released AND NOT anonymous AND report_id NOT IN (SELECT id FROM odd) THEN report_id ELSE pseudonym END
           AS shown
FROM (SELECT report_id, coalesce(list_has_any(consent, {words}), false) AS released,
             coalesce(list_contains(consent, '{anonymous}'), false) AS anonymous,
             'W-' || left(sha256('{salt}' || report_id), 12) AS pseudonym FROM whole_report)
"""

# An incident keeps its id unless that spells the id of a report that does not leave under its own name.
_INCIDENT_PASS = """
SELECT i.incident_id, coalesce(min(p.shown) FILTER (p.shown <> p.report_id AND contains(i.incident_id, p.report_id)),
    CASE WHEN i.incident_id IN (SELECT id FROM odd) THEN 'W-' || left(sha256('{salt}' || i.incident_id), 12)
         ELSE i.incident_id END) AS shown
FROM whole_incident i LEFT JOIN whole_incident_report ir USING (incident_id) LEFT JOIN pass p USING (report_id)
GROUP BY i.incident_id
"""

# Incidents whose exact position would give that of a working medical facility. Where nothing is known of a
# hospital's state it counts as working.
_PROTECTED = f"""
WITH last AS (SELECT site_id, arg_max(status, from_at) AS status FROM whole_site_status GROUP BY site_id),
medical AS (SELECT s.latitude, s.longitude, coalesce(l.status, 'operating') NOT IN ('closed', 'destroyed') AS working
            FROM whole_site s LEFT JOIN last l USING (site_id) WHERE s.kind IN {_MEDICAL}),
near AS (SELECT i.incident_id, bool_or(m.working) AS working FROM whole_incident i JOIN medical m
         ON {METRES_PER_DEGREE} * sqrt(pow(i.latitude - m.latitude, 2)
                               + pow((i.longitude - m.longitude) * cos(radians(m.latitude)), 2))
            <= greatest(coalesce(i.radius_m, 0), {_NEAR_M}) GROUP BY i.incident_id)
SELECT i.incident_id FROM whole_incident i LEFT JOIN near n USING (incident_id)
WHERE coalesce(n.working, list_contains(i.objects_hit, 'hospital'), false)
"""

# What is shown of where and when an incident was comes from released reports alone.
_SEEN = """
SELECT ir.incident_id, count(*) FILTER (NOT p.released) AS closed, count(*) FILTER (p.released) AS open,
    min(r.earliest) FILTER (p.released) AS earliest, max(r.latest) FILTER (p.released) AS latest,
    arg_min(l.latitude, (coalesce(l.radius_m, 1e9), r.report_id)) FILTER (p.released) AS latitude,
    arg_min(l.longitude, (coalesce(l.radius_m, 1e9), r.report_id)) FILTER (p.released) AS longitude,
    arg_min(l.radius_m, (coalesce(l.radius_m, 1e9), r.report_id)) FILTER (p.released) AS radius_m,
    min(r.place) FILTER (p.released) AS place, min(r.place_ar) FILTER (p.released) AS place_ar,
    list_sort(list_distinct(flatten(list(r.parties_alleged) FILTER (p.released)))) AS parties_alleged
FROM whole_incident_report ir JOIN pass p USING (report_id) JOIN whole_report r USING (report_id)
LEFT JOIN whole_location l USING (report_id) GROUP BY ir.incident_id
"""


@dataclass(frozen=True, slots=True)
class Released:
    """The cut tables, and what was held back: how many reports, incidents known from such reports alone, and the
    incidents whose position was made coarse;
    `accounts` are the reports whose account leaves, under the ids they leave with. `shown` gives those ids by the
    case's own, of reports and of incidents, `mask` knows the names; neither leaves itself."""

    facts: Facts
    receiver: Receiver
    tables: tuple[str, ...]
    withheld_reports: int
    anonymous_reports: int
    closed_incidents: int
    hidden_names: int
    coarsened: frozenset[str]
    accounts: frozenset[str]
    shown: dict[str, dict[str, str]]
    mask: Mask
    cleaner: Cleaner
    looks: tuple[Look, ...]
    known: KnownPeople
    odd: frozenset[str]

    def called(self, id_: str) -> str:
        """The id under which a record other than a report or an incident leaves."""
        salted = hashlib.sha256(f"{self.receiver.salt('pseudonym')}{id_}".encode()).hexdigest()
        return f"W-{salted[:12]}" if id_ in self.odd else id_


def cut(facts: Facts, receiver: Receiver, also: Iterable[str] = (), known: KnownPeople = NOBODY) -> Released:
    """Takes the facts of a case. Gives new tables that hold only what `receiver` may have.

    `also` names further public tables, for the queries of figures; `known` are the people whose identity is sealed:
    their names leave to nobody. Refuses nothing: what may not leave is NULL or absent in the result.
    """
    # Whatever is not declared public has no way out of here, asked for or not.
    tables = tuple(name for name in TABLES if TABLES[name].public and name in {*DOCUMENT_TABLES, *also})
    out = Facts(engine.connect())
    for name in tables:
        out.query(TABLES[name].ddl)
    for name in sorted({*tables, *_NEEDED}):
        out.connection.register("incoming", facts.query(f'SELECT * FROM "{name}"').to_arrow_table())
        out.query(f"CREATE TEMP TABLE whole_{name} AS SELECT * FROM incoming")
        out.connection.unregister("incoming")
    # An audience that may have names still gets none of those marked protected, nor any that is sealed.
    names = names_of(facts, protected_only=Sensitivity.NAME in receiver.rules.classes)
    sealed = known.every_name()
    cleaner = Cleaner(receiver, Mask(sorted({*names, *sealed})), Mask(sealed), Contacts(known.contacts),
                      gazetteer_of(facts), parties_of(facts))  # fmt: skip
    odd = odd_ids(facts, {*tables, *_NEEDED, "observation"}, cleaner)
    out.query("CREATE TEMP TABLE odd AS SELECT unnest(?::VARCHAR[]) AS id", [odd])
    passing = _PASS.format(words=receiver.words, anonymous=ANONYMOUS, salt=receiver.salt("pseudonym"))
    steps = {
        "pass": passing,
        "incident_pass": _INCIDENT_PASS.format(salt=receiver.salt("pseudonym")),
        "protected": _PROTECTED,
        "seen": _SEEN,
    }
    for name, sql in steps.items():
        out.query(f"CREATE TEMP TABLE {name} AS {sql}")
    for name in tables:
        sql = incident_sql(receiver) if name == "incident" else table_sql(TABLES[name], receiver)
        out.query(f'INSERT INTO "{name}" {sql}')
    _drop_refusals(out, tables)
    shown = dict(out.query("SELECT report_id, shown FROM pass").fetchall())
    _reasons(out, receiver)
    hashes = Sensitivity.ORIGINAL_HASH in receiver.rules.classes
    exhibits = facts.rows("SELECT file, sha256 FROM exhibit WHERE sha256 IS NOT NULL ORDER BY ALL")
    aliases = {row["sha256"]: receiver.alias("exhibit", row["file"]) for row in exhibits}
    scrub_tables(out, tables, Scrub(shown, hashes=hashes, exhibits=aliases))
    _drop_evidence(out, receiver)
    released = _released(out, receiver, tables, cleaner, known)
    # The whole rows were needed to decide; nothing behind this door can ask for them.
    for row in out.rows("SELECT table_name AS name FROM duckdb_tables() WHERE temporary"):
        out.query(f'DROP TABLE temp."{row["name"]}"')
    out.query("SET threads = 1")  # what follows are thousands of small queries
    return released


def _reasons(out: Facts, receiver: Receiver) -> None:
    """Of the JSON behind a grade, what its sentences need: no name of an origin stands in that."""
    if Sensitivity.PARTY in receiver.rules.classes:
        out.query(
            "UPDATE attribution SET reasons = json_object('best', json_extract_string(w.reasons, '$.best'),"
            " 'grade_at_second_factor', json_extract_string(w.reasons, '$.grade_at_second_factor'), 'second_factor',"
            " CAST(json_extract(w.reasons, '$.second_factor') AS DOUBLE), 'without', json_object('least',"
            " list_min(CAST(json_extract(w.reasons, '$.without.*') AS DOUBLE[]))))"
            " FROM whole_attribution w JOIN incident_pass p USING (incident_id)"
            " WHERE attribution.incident_id = p.shown AND attribution.party IS NOT NULL"
        )


def _drop_evidence(out: Facts, receiver: Receiver) -> None:
    """What was recorded by a report that does not leave is no evidence to this audience, but where it is counted."""
    if not receiver.rules.confidential_counts:
        out.query("DELETE FROM evidence WHERE origin_id IN (SELECT shown FROM pass WHERE NOT released)")


def _drop_refusals(out: Facts, tables: Iterable[str]) -> None:
    """A reason that names an organisation of which nothing leaves under its name stays in."""
    if "count_refusal" in tables:
        out.query(
            "DELETE FROM count_refusal WHERE EXISTS (SELECT 1 FROM whole_report w WHERE contains(text, w.organisation)"
            " AND w.organisation NOT IN (SELECT organisation FROM report WHERE organisation IS NOT NULL))"
        )


def _released(
    out: Facts, receiver: Receiver, tables: tuple[str, ...], cleaner: Cleaner, known: KnownPeople
) -> Released:
    shown = {
        "report": dict(out.query("SELECT report_id, shown FROM pass").fetchall()),
        "incident": dict(out.query("SELECT incident_id, shown FROM incident_pass").fetchall()),
    }
    coarse = out.rows("SELECT shown FROM protected JOIN incident_pass USING (incident_id)")
    accounts = out.rows("SELECT shown FROM pass WHERE released")
    hidden, looks = clean_tables(out, tables, cleaner)
    return Released(
        facts=out,
        mask=cleaner.mask,
        cleaner=cleaner,
        looks=tuple(looks),
        known=known,
        odd=frozenset(str(row["id"]) for row in out.rows("SELECT id FROM odd")),
        hidden_names=hidden,
        shown=shown,
        accounts=frozenset(row["shown"] for row in accounts),
        receiver=receiver,
        tables=tables,
        withheld_reports=int(out.value("SELECT count(*) FROM pass WHERE NOT released")),
        anonymous_reports=int(out.value("SELECT count(*) FROM pass WHERE released AND anonymous")),
        closed_incidents=int(out.value("SELECT count(*) FROM seen WHERE open = 0")),
        coarsened=frozenset(row["shown"] for row in coarse) if receiver.coarsens else frozenset(),
    )
