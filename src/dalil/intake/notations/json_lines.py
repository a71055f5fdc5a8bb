"""JSON Lines: one object a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dalil.intake.notations.header import column_key
from dalil.intake.notations.lines import TOO_LONG, TextLines
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import BATCH_ROWS, Refusal, TableBatch

__all__ = ["json_objects", "read_jsonl"]

_EXPECTED = "one JSON object on each line"
_DO = "write each record as one object on one line"


class _NotPlain(ValueError):
    """What JSON allows and nobody should rely on: a key twice, NaN."""


def json_objects(file: SourceFile) -> Iterator[tuple[int, dict[str, Any] | Refusal]]:
    """(row, object) of each line that is not blank, or (row, refusal)."""
    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
    row = 0
    for line in TextLines(file, quoted=False):
        if not line or line.isspace():
            continue
        row += 1
        yield row, _decoded(decoder, line, row)


def read_jsonl(file: SourceFile) -> Iterator[TableBatch]:
    """The rows in batches; columns are the keys seen in the batch, compared as the header of a table is."""
    yield TableBatch([], {})
    pending: list[tuple[int, dict[str, Any] | Refusal]] = []
    for item in json_objects(file):
        pending.append(item)
        if len(pending) == BATCH_ROWS:
            yield _batch(pending)
            pending = []
    if pending:
        yield _batch(pending)


def _decoded(decoder: json.JSONDecoder, line: str, row: int) -> dict[str, Any] | Refusal:
    if TOO_LONG in line:
        return Refusal(row, "", _EXPECTED, "a line that is too long", "hand in long texts as files", whole=True)
    if "\x00" in line:
        return Refusal(row, "", _EXPECTED, "a NUL character", _DO, whole=True)
    try:
        value = decoder.decode(line.strip())
    except _NotPlain as error:
        return Refusal(row, "", _EXPECTED, str(error), _DO, whole=True)
    except (ValueError, RecursionError):
        return Refusal(row, "", _EXPECTED, "a line that is not JSON", _DO, whole=True)
    if not isinstance(value, dict):
        return Refusal(row, "", _EXPECTED, f"a line with a {type(value).__name__}", _DO, whole=True)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _NotPlain("a key twice in one object")
    return made


def _constant(name: str) -> Any:
    raise _NotPlain(name)


def _batch(pending: list[tuple[int, dict[str, Any] | Refusal]]) -> TableBatch:
    refusals = [item for _, item in pending if isinstance(item, Refusal)]
    rows: list[int] = []
    objects: list[dict[str, Any]] = []
    for row, item in pending:
        if isinstance(item, dict):
            keyed = {column_key(key): value for key, value in item.items()}
            if len(keyed) == len(item):
                rows.append(row)
                objects.append(keyed)
            else:
                refusals.append(Refusal(row, "", _EXPECTED, "two keys that are one column", _DO, whole=True))
    names = dict.fromkeys(key for each in objects for key in each)
    return TableBatch(rows, {name: [each.get(name) for each in objects] for name in names}, tuple(refusals))
