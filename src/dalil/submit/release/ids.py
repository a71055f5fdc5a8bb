"""Which ids of records do not leave as they are: whoever makes an id can write a name into it.

An id leaves where its letters are those of a scheme (`REL-00012`, `REL-00013`, …) or there are none; else a pseudonym
stands for it. For an audience that may have free text only those that spell a name are replaced.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from dalil.casefile.facts import Facts
from dalil.records import TABLES, Type
from dalil.submit.release.free_text import Cleaner

__all__ = ["is_odd", "odd_ids", "schemes_of"]

_LEAST_OF_A_SCHEME = 3
"""Ids of one giver with the same letters: so many are a scheme, and no person."""
_FREE_LETTERS = 2
"""Letters that spell nobody."""
_FREE_DIGITS = 6
"""Digits that nobody can be called by."""
_HEX = re.compile(r"(?:[a-z]{1,2}-?)?(?=[a-f\-]*\d)[0-9a-f\-]{10,}")  # a hash, a UUID, an id made from a hash
_LETTERS = re.compile(r"[^\W\d_]+")
_ID_COLUMNS = frozenset({"organisation", "chain", "party_id"})
"""Columns of ids that name no record: organisations and parties are known by what they are called."""


def odd_ids(facts: Facts, tables: Iterable[str], cleaner: Cleaner) -> list[str]:
    """Takes the columns of ids of these tables. Gives the ids that must not leave as they are."""
    found: set[str] = set()
    for table in tables:
        for column in TABLES[table].columns:
            if column.type is Type.ID and column.fact_name not in _ID_COLUMNS:
                name = column.fact_name
                rows = facts.rows(f'SELECT DISTINCT "{name}" AS id FROM "{table}" WHERE "{name}" IS NOT NULL')
                found |= {str(row["id"]) for row in rows}
    schemes = schemes_of(found)
    parties = {row["party_id"] for row in facts.rows("SELECT party_id FROM party")}
    return sorted(each for each in found - parties if is_odd(each, schemes, cleaner))


def is_odd(id_: str, schemes: frozenset[str], cleaner: Cleaner) -> bool:
    """Whether a pseudonym must stand for this id."""
    own = _own(id_)
    letters, digits = "".join(_LETTERS.findall(own)), sum(sign.isdigit() for sign in own)
    if (len(letters) <= _FREE_LETTERS and digits <= _FREE_DIGITS) or (
        letters and _HEX.fullmatch(own.rpartition(":")[2].lower())
    ):
        return False
    in_scheme = _scheme(id_) in schemes
    if cleaner.coded and not in_scheme:
        return True
    # Long numbers in a row of their like are numbers of records; a name is one wherever it stands.
    return cleaner.words(own) != own if letters or not in_scheme else False


def _own(id_: str) -> str:
    """The part of the record itself: before the slash stands who gave it."""
    return id_.rpartition("/")[2]


def _scheme(id_: str) -> str:
    giver, _, own = id_.rpartition("/")
    # Of ids without letters, as many digits are a scheme: a telephone number among short numbers is none.
    return f"{giver}/{' '.join(_LETTERS.findall(own.lower())) or len(own)}"


def schemes_of(ids: Iterable[str]) -> frozenset[str]:
    """What enough ids of one giver have in common."""
    members: dict[str, set[str]] = defaultdict(set)
    for id_ in ids:
        members[_scheme(id_)].add(id_)
    return frozenset(scheme for scheme, each in members.items() if len(each) >= _LEAST_OF_A_SCHEME)
