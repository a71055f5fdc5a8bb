"""An origin as one word, for work on whole columns: a letter for its kind, then its id.

Two groups share an origin where they share a key. Tables have kind and id in columns of their own.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from dalil.records.kinds import ORIGIN_KINDS

__all__ = ["ID_SQL", "JOINT", "KEY_SQL", "KIND_SQL", "key", "kinds_and_ids"]

# Between the keys of a group that has several origins: a sign that no name holds.
JOINT = "\x1f"
_KINDS, _BEFORE_A = list(ORIGIN_KINDS), ord("a") - 1
# A letter and not the word: a register has millions of keys, and comparing them is half of what gathering does.
_LETTERS = [chr(_BEFORE_A + number) for number in range(1, len(_KINDS) + 1)]

KEY_SQL = f"chr(CAST({_BEFORE_A} + list_position({_KINDS}, origin_kind) AS INTEGER)) || origin_id"
"""The key of a row that has kind and id."""

KIND_SQL, ID_SQL = f"list_extract({_KINDS}, ascii(origin) - {_BEFORE_A})", "substr(origin, 2)"
"""Kind and id of a row that has the key `origin`."""


def key(kind: str, origin_id: str) -> str:
    """The key of one origin. Raises ValueError for an unknown kind."""
    return f"{_LETTERS[_KINDS.index(kind)]}{origin_id}"


def kinds_and_ids(keys: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The kinds and the ids of keys, each of one origin."""
    letters = pc.utf8_slice_codeunits(keys, 0, 1).cast(pa.string())
    kinds = pa.array(_KINDS).take(pc.index_in(letters, value_set=pa.array(_LETTERS)))
    return kinds, pc.utf8_slice_codeunits(keys, 1).cast(pa.string())
