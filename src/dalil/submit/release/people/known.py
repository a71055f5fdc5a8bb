"""The names that what leaves is searched for: those that the facts hold in clear, and those of sealed people."""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.intake.guard.known_people import KnownPeople, with_father
from dalil.names import words
from dalil.records import TABLES, Sensitivity, Type

__all__ = ["NOBODY", "names_of"]

NOBODY = KnownPeople()
"""Of a case without sealed people."""


def names_of(facts: Facts, *, protected_only: bool) -> list[str]:
    """Every name of a person that the case holds in the clear; `protected_only`: of victims marked protected."""
    where = "WHERE protected" if protected_only else ""
    listed = facts.rows(f"SELECT DISTINCT name, name_ar, father FROM victim {where}")
    found = {name for row in listed for name in (row["name"], row["name_ar"]) if name}
    found |= {each for row in listed for name in (row["name"], row["name_ar"])
              for each in with_father(name or "", row["father"] or "")}  # fmt: skip
    if protected_only:
        return sorted(found)
    for table in TABLES.values():
        for column in table.columns:
            if column.sensitivity is Sensitivity.NAME and column.type is Type.TEXT:
                name = column.fact_name
                rows = facts.rows(f'SELECT DISTINCT "{name}" AS name FROM "{table.name}" WHERE "{name}" IS NOT NULL')
                # A father's first name alone is half the men of a town.
                found |= {row["name"] for row in rows if name != "father" or len(words(row["name"])) > 1}
    return sorted(found)
