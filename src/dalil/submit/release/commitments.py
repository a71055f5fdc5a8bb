"""Commitments to what is withheld, and their opening later.

A withheld value leaves as SHA-256(salt ‖ value): it can be shown later that this, and nothing else, was withheld, and
until then the commitment says nothing. The salt (32 bytes) is an HMAC of the value's place and of the value under the
case's secret, so that it need not be kept. The value is JSON: keys sorted, no spaces, UTF-8, times as ISO 8601.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.records import TABLES, Sensitivity
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import Released

__all__ = ["WHOLE", "Opened", "Withheld", "opening", "value_bytes", "withheld"]

WHOLE = "*"
"""The field of a commitment to a whole record, of which nothing leaves."""

_KEYS = {"report": "report_id", "incident": "incident_id", "victim": "victim_id", "testimony": "testimony_id",
         "exhibit": "file", "site": "site_id"}  # fmt: skip
"""Tables whose withheld fields leave a commitment, with the column that names a record."""

_IN_SCOPE = {
    "incident": "in_scope",
    "report": "report_id IN (SELECT report_id FROM incident_report JOIN incident USING (incident_id) WHERE in_scope)",
}
_COMMITTED = {
    table: {c.fact_name for c in TABLES[table].columns if c.sensitivity is not Sensitivity.CONSENT} for table in _KEYS
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that stays in: its table, its record under the id that leaves, its field, and what it is."""

    table: str
    id: str
    field: str
    value: Any
    salt: bytes

    @property
    def commitment(self) -> str:
        """What leaves instead."""
        return hashlib.sha256(self.salt + value_bytes(self.value)).hexdigest()


@dataclass(frozen=True, slots=True)
class Opened:
    """A value that is released after all, with the salt that opens its commitment."""

    table: str
    id: str
    field: str
    value: Any
    salt: str

    @classmethod
    def of(cls, kept: Withheld) -> Opened:
        """The opening of one commitment."""
        return cls(kept.table, kept.id, kept.field, json.loads(value_bytes(kept.value)), kept.salt.hex())

    @property
    def commitment(self) -> str:
        """What must stand in the submission. Raises ValueError for a salt that is not hexadecimal."""
        return hashlib.sha256(bytes.fromhex(self.salt) + value_bytes(self.value)).hexdigest()


def value_bytes(value: Any) -> bytes:
    """The one spelling of a value that is hashed.

    >>> value_bytes({"b": 1, "a": None})
    b'{"a":null,"b":1}'
    """
    # Not the log's RFC 8785: submissions that left hold commitments in this spelling of numbers.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso)
    return text.encode("utf-8")


def _iso(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be committed to")


def withheld(facts: Facts, released: Released) -> Iterator[Withheld]:
    """Every value that the case holds and the audience does not get, in order of table, record and field."""
    for table in _KEYS:
        shown = _shown_rows(released, table)
        rows = facts.rows(f'SELECT * FROM "{table}" WHERE {_IN_SCOPE.get(table, "true")} ORDER BY "{_KEYS[table]}", *')
        for row in rows:
            yield from _of_row(table, row, shown, released)


def _shown_rows(released: Released, table: str) -> dict[str, dict[str, Any]]:
    if table not in released.shown:
        return {}
    key = _KEYS[table]
    return {row[key]: row for row in released.facts.rows(f'SELECT * FROM "{table}"')}


def _of_row(
    table: str, row: dict[str, Any], shown: dict[str, dict[str, Any]], released: Released
) -> Iterator[Withheld]:
    key = str(row[_KEYS[table]])
    receiver = released.receiver
    alias = released.shown.get(table, {}).get(key) or receiver.alias(table, key)
    given = shown.get(alias)
    # What nobody recorded is not withheld: a commitment to nothing would say that there is something.
    kept = {name: value for name, value in row.items() if value not in (None, []) and name in _COMMITTED[table]}
    # A report that is only counted has a row of codes: its commitment is to the whole record all the same.
    if table == "report" and alias not in released.accounts:
        given = None
    if given is None:
        yield _withheld(receiver, table, key, alias, WHOLE, kept)
        return
    for field, value in kept.items():
        if given[field] != value:
            yield _withheld(receiver, table, key, alias, field, value)


def _withheld(receiver: Receiver, table: str, key: str, alias: str, field: str, value: Any) -> Withheld:
    salt = receiver.salt("commitment", table, key, field, value_bytes(value).decode())
    return Withheld(table, alias, field, value, bytes.fromhex(salt))


def opening(facts: Facts, released: Released, chosen: Sequence[str]) -> list[Opened]:
    """The openings of commitments, each chosen as `TABLE/ID/FIELD` (the id as it stands in withheld.csv).

    Raises `UsageError` for one that this case does not hold back from this audience.
    """
    wanted = dict.fromkeys(chosen)
    found = {f"{kept.table}/{kept.id}/{kept.field}": kept for kept in withheld(facts, released)}
    for name in wanted:
        if name not in found:
            raise UsageError(
                f"Nothing is withheld under {name}.",
                expected="TABLE/ID/FIELD as in withheld.csv, of the same audience and the same state of the case",
                do="look the line up in the submission's data/withheld.csv",
            )
    return [Opened.of(found[name]) for name in wanted]
