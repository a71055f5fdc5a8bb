"""Consent that was withdrawn: logged once, applied to the facts whenever they are made.

A withdrawn testimony speaks no more for anybody and its words are taken out; a withdrawn report still counts, for the
attack took place, but its account leaves to no audience. What left before is listed as recalled by the next submission
(`submit --since`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.standing import note_position
from dalil.errors import UsageError
from dalil.vault.log.reader import Log, Recorded

__all__ = ["PERSON", "TESTIMONY", "Meant", "apply_withdrawals", "follow", "keys_left", "meant_by"]

PERSON = "coalesce(testimony.organisation, '') || '/' || testimony.witness"
"""SQL: whom a testimony is of, as the person whose key its words are sealed to."""

TESTIMONY = "coalesce(testimony.organisation, '') || '/' || testimony.testimony_id"
"""SQL: a testimony among those of all organisations. The id alone is one organisation's, and others have a T1 too."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a person means by a name: ids of testimonies and reports; `persons` are `organisation/id` of those whose
    consent ends altogether, with whatever else they said or will have said."""

    testimonies: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    def as_details(self) -> dict[str, list[str]]:
        """The details of the entry `withdraw`."""
        return {"testimonies": list(self.testimonies), "reports": list(self.reports), "persons": list(self.persons)}


def meant_by(facts: Facts, name: str, organisations: Iterable[str], has_key: Callable[[str], bool]) -> Meant:
    """What `name` means: a whole id (`organisation/witness`, of a testimony, of a report), or one without its
    organisation where exactly one is called so.

    `has_key` says whether an identity is sealed for a person, of whom no testimony need be here. Raises `UsageError`
    with the candidates where several are called so, and where nothing is: consent must never seem withdrawn and stand.
    """
    candidates = [name] if _of(facts, name, has_key) else []
    if not candidates and name:
        wholes = dict.fromkeys(f"{organisation}/{name}" for organisation in organisations)
        candidates = [whole for whole in wholes if _of(facts, whole, has_key)]
    if len(candidates) == 1 and (found := _of(facts, candidates[0], has_key)) is not None:
        return found
    if candidates:
        raise UsageError(
            f"Several organisations call something {name}; nothing was withdrawn.",
            expected="one of " + ", ".join(candidates),
            found=name,
            do="name it with its organisation",
        )
    raise UsageError(
        f"Nothing in the case is called {name}; nothing was withdrawn.",
        expected="organisation/witness, a testimony id, or organisation/report_id",
        do="look at the ids as they were handed in: dalil show CASE log lists what was read",
    )


def _of(facts: Facts, whole: str, has_key: Callable[[str], bool]) -> Meant | None:
    """What has exactly this id; None where nothing has."""
    of_person = _ids(facts, f"SELECT {TESTIMONY} FROM testimony WHERE {PERSON} = ?", whole)
    alone = _ids(facts, f"SELECT {TESTIMONY} FROM testimony WHERE {TESTIMONY} = ?", whole)
    reports = _ids(facts, "SELECT report_id FROM report WHERE report_id = ?", whole)
    persons = (whole,) if of_person or has_key(whole) else ()
    testimonies = tuple(sorted({*of_person, *alone}))
    return Meant(testimonies, tuple(reports), persons) if testimonies or reports or persons else None


def _ids(facts: Facts, sql: str, *values: object) -> list[str]:
    return sorted({each for (each,) in facts.query(sql, list(values)).fetchall()})


def keys_left(facts: Facts, meant: Meant) -> list[tuple[str, bool]]:
    """The persons behind the testimonies that are meant, and whether all that each of them said is withdrawn with it.

    The key of a person opens all their words: it can go only with the last of them.
    """
    rows = facts.query(
        f"""SELECT {PERSON} AS person,
                   bool_and(withdrawn_on IS NOT NULL OR list_contains(?::VARCHAR[], {TESTIMONY})) AS all_of_it
            FROM testimony GROUP BY person
            HAVING bool_or(list_contains(?::VARCHAR[], {TESTIMONY})) ORDER BY person""",
        [list(meant.testimonies)] * 2,
    ).fetchall()
    ended = {person: person in meant.persons or bool(whole) for person, whole in rows}
    return sorted((ended | dict.fromkeys(meant.persons, True)).items())


def follow(log: Log, facts: Facts, position: Mapping[str, int]) -> None:
    """The last step of whatever makes the tables of intake: consent withdrawn, and how far into the log they reach."""
    apply_withdrawals(log, facts)
    note_position(log, facts, position)


def apply_withdrawals(log: Log, facts: Facts) -> int:
    """Mark in the facts what the log says was withdrawn; returns the number of records that are.

    Takes: testimony, report. Gives: `testimony.withdrawn_on` (the earlier of the day stated and the day logged), no
    `text` and no `translation` of it, and an empty `report.consent`. A chain that the case does not trust withdraws
    only what it brought in itself.
    """
    marked = 0
    for entry in log.entries("withdraw"):
        if entry.details is None:
            continue
        for key in _rows(facts, entry):
            _take_back(facts, key, entry.time[:10])
            marked += 1
        for report_id in _reports(facts, entry.details["reports"], entry):
            # The attack took place whoever may say so: the row stays and is counted.
            facts.query("UPDATE report SET consent = [] WHERE report_id = ?", [report_id])
            marked += 1
    return marked


_Row = tuple[str, int]


def _rows(facts: Facts, entry: Recorded) -> list[_Row]:
    """The testimonies that the entry names, and all of the persons that it names: also what was handed in afterwards.

    Older entries name a testimony by its id alone.
    """
    details: Mapping[str, Any] = entry.details or {}
    rows = facts.query(
        f"""SELECT source_sha256, source_row FROM testimony
            WHERE (list_contains($1::VARCHAR[], {TESTIMONY}) OR list_contains($1::VARCHAR[], testimony_id)
                   OR list_contains($2::VARCHAR[], {PERSON}))
              AND ($3 OR source_sha256 IN (SELECT sha256 FROM reading WHERE chain = $4)) ORDER BY ALL""",
        [details["testimonies"], details.get("persons", []), entry.trusted, entry.chain],
    ).fetchall()
    return [(str(sha256), int(row)) for sha256, row in rows]


def _take_back(facts: Facts, key: _Row, day: str) -> None:
    where = "source_sha256 = ? AND source_row = ?"
    # The earlier day: a submission of the days between was made when consent no longer stood.
    facts.query(
        f"UPDATE testimony SET withdrawn_on = least(coalesce(withdrawn_on, ?::DATE), ?::DATE) WHERE {where}",
        [day, day, *key],
    )
    worded = f"{where} AND (text IS NOT NULL OR translation IS NOT NULL)"
    if facts.value(f"SELECT count(*) FROM testimony WHERE {worded}", list(key)):
        facts.query(f"UPDATE testimony SET text = NULL, translation = NULL WHERE {where}", list(key))
        facts.emptied = True


def _reports(facts: Facts, names: list[str], entry: Recorded) -> list[str]:
    """Those of `names` over which the chain of `entry` may speak: all, or of what it read itself."""
    if entry.trusted:
        return names
    return _ids(
        facts,
        "SELECT report_id FROM report WHERE list_contains(?::VARCHAR[], report_id) AND source_sha256 IN"
        " (SELECT sha256 FROM reading WHERE chain = ?)",
        names,
        entry.chain,
    )
