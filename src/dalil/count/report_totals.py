"""What was handed in and what of it is counted: reports in and out of scope, and persons on lists.

The reports add up: total = in scope + outside the period + outside the area + without a place to judge by.
"""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.figures import Figure
from dalil.count.scopes import Selection

__all__ = ["person_figures", "report_figures", "tally_persons"]

_LOCATED = "SELECT count(*) FROM location WHERE"
_REPORTS = (
    ("reports.total", "SELECT count(*) FROM report"),
    ("reports.in_scope", f"{_LOCATED} in_scope"),
    ("reports.outside_period", f"{_LOCATED} NOT in_scope AND NOT in_period"),
    ("reports.outside_area", f"{_LOCATED} NOT in_scope AND in_period AND located_by <> 'none'"),
    ("reports.no_place", f"{_LOCATED} NOT in_scope AND in_period AND located_by = 'none'"),
    ("reports.refused", "SELECT coalesce(sum(refused), 0) FROM reading WHERE kind = 'reports'"),
)


def report_figures(facts: Facts, selection: Selection) -> list[Figure]:
    """Reports by what became of them."""
    figures = []
    for name, query in _REPORTS:
        value = int(facts.value(query))
        figures.append(Figure(name, value, "reports", query, value, name.replace(".", "_"), selection))
    return figures


_KILLED = "fate IN ('killed', 'died_later')"
_PERSONS = (
    ("listed.killed", _KILLED, "persons_listed_killed"),
    ("named.killed", f"named AND {_KILLED}", "persons_named_killed"),
    ("named.killed.children", f"named AND {_KILLED} AND age < 18", "persons_named_killed_children"),
    ("named.killed.civilians", f"named AND {_KILLED} AND status = 'civilian'", "persons_named_killed_civilians"),
    ("named.killed.protected", f"named AND {_KILLED} AND protected", "persons_named_killed_protected"),
    ("named.injured", "named AND fate = 'injured'", "persons_named_injured"),
    ("named.missing", "named AND fate = 'missing'", "persons_named_missing"),
)


def tally_persons(facts: Facts, settings: Settings) -> None:
    """Fill `person_tally`. Takes person, person_victim, victim, incident. A person without an incident is in
    scope by the day of death; one with neither is not."""
    first, last = settings.from_, settings.to
    tallied = facts.query(
        """
        SELECT person_id, bool_or(trim(coalesce(v.name, v.name_ar, '')) <> '') AS named,
               any_value(coalesce(i.in_scope, p.date BETWEEN ? AND ?, FALSE)) AS in_scope
        FROM person p JOIN person_victim USING (person_id) JOIN victim v USING (victim_id)
             LEFT JOIN incident i USING (incident_id)
        GROUP BY person_id ORDER BY person_id
        """,
        [first, last],
    ).to_arrow_table()
    facts.replace("person_tally", tallied)


def person_figures(facts: Facts, selection: Selection) -> list[Figure]:
    """Persons on lists, each once however many lists hold them."""
    # The whole case has persons without an incident too, by their day of death; a scope is made of incidents.
    scope = "in_scope"
    if selection.id:
        scope = f"incident_id IN (SELECT incident_id FROM incident WHERE {selection.where})"
    figures = []
    for name, condition, key in _PERSONS:
        query = f"SELECT count(*) FROM person JOIN person_tally USING (person_id) WHERE {scope} AND {condition}"
        value = int(facts.value(query))
        figures.append(Figure(f"persons.{name}", value, "persons", query, value, key, selection))
    return figures
