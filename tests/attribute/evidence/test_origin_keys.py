"""Kind and id as one word, and back."""

from __future__ import annotations

import pyarrow as pa
import pytest

from dalil.attribute.evidence.origin_keys import ID_SQL, KEY_SQL, KIND_SQL, key, kinds_and_ids
from dalil.casefile.facts import Facts
from dalil.records.kinds import ORIGIN_KINDS


@pytest.mark.parametrize(
    ("kind", "name"), [("report", "o/x"), ("network", "a: b, c"), ("record", "of o/x"), ("context", "")]
)
def test_a_key_is_undone(kind: str, name: str) -> None:
    kinds, ids = kinds_and_ids(pa.array([key(kind, name)], type=pa.large_string()))
    assert (kinds.to_pylist(), ids.to_pylist()) == ([kind], [name])


def test_kinds_keep_ids_apart() -> None:
    assert key("report", "o/x") != key("remnants", "o/x")


@pytest.mark.parametrize("kind", ORIGIN_KINDS)
def test_the_database_makes_the_same_key_and_undoes_it(kind: str) -> None:
    facts = Facts.in_memory()
    made = facts.value(f"SELECT {KEY_SQL} FROM (SELECT ? AS origin_kind, 'o/x' AS origin_id)", [kind])
    assert made == key(kind, "o/x")
    assert facts.query(f"SELECT {KIND_SQL}, {ID_SQL} FROM (SELECT ? AS origin)", [made]).fetchall() == [(kind, "o/x")]


def test_an_unknown_kind_has_no_key() -> None:
    with pytest.raises(ValueError, match="rumour"):
        key("rumour", "o/x")


def test_no_key_is_none() -> None:
    assert [part.to_pylist() for part in kinds_and_ids(pa.array([], type=pa.large_string()))] == [[], []]
