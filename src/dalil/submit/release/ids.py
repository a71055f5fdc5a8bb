"""Which ids of records do not leave as they are: whoever makes an id can write a name into it.

An id leaves where its letters are those of a scheme (`REL-00012`, `REL-00013`, …) or there are none; else a pseudonym
stands for it. For an audience that may have free text only those that spell a name are replaced.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from dalil.casefile.facts import Facts
from dalil.records import TABLES, Type
from dalil.submit.release.mask import Mask

__all__ = ["odd_ids", "is_odd"]

_LEAST_OF_A_SCHEME = 3
"""Ids of one giver with the same letters: so many are a scheme, and no person."""
_FREE_LETTERS = 2
"""Letters that spell nobody."""
_HEX = re.compile(r"[0-9a-f\-]{12,}(?:\.\w+)?")  # a hash or a UUID
_LETTERS = re.compile(r"[^\W\d_]+")
_ID_COLUMNS = frozenset({"organisation", "chain", "party_id"})
"""Columns of ids that name no record: organisations and parties are known by what they are called."""


def odd_ids(facts: Facts, tables: Iterable[str], mask: Mask, *, coded: bool) -> list[str]:
    """Takes the columns of ids of these tables. Gives the ids that must not leave as they are; `coded`: nor any whose
    letters are of no scheme."""
    found: set[str] = set()
    for table in tables:
        for column in TABLES[table].columns:
            if column.type is Type.ID and column.fact_name not in _ID_COLUMNS:
                name = column.fact_name
                rows = facts.rows(f'SELECT DISTINCT "{name}" AS id FROM "{table}" WHERE "{name}" IS NOT NULL')
                found |= {str(row["id"]) for row in rows}
    schemes = _schemes(found)
    parties = {row["party_id"] for row in facts.rows("SELECT party_id FROM party")}
    return sorted(each for each in found - parties if is_odd(each, schemes, mask, coded=coded))


def is_odd(id_: str, schemes: frozenset[str], mask: Mask, *, coded: bool) -> bool:
    """Whether a pseudonym must stand for this id."""
    own = _own(id_)
    letters = "".join(_LETTERS.findall(own))
    if len(letters) <= _FREE_LETTERS or _HEX.fullmatch(own.rpartition(":")[2].lower()):
        return False
    if mask.spans(own):
        return True
    return coded and _scheme(id_) not in schemes


def _own(id_: str) -> str:
    """The part of the record itself: before the slash stands who gave it."""
    return id_.rpartition("/")[2]


def _scheme(id_: str) -> str:
    giver, _, own = id_.rpartition("/")
    return f"{giver}/{' '.join(_LETTERS.findall(own.lower()))}"


def _schemes(ids: Iterable[str]) -> frozenset[str]:
    members: dict[str, set[str]] = defaultdict(set)
    for id_ in ids:
        members[_scheme(id_)].add(id_)
    counts = Counter({scheme: len(each) for scheme, each in members.items()})
    return frozenset(scheme for scheme, count in counts.items() if count >= _LEAST_OF_A_SCHEME)
