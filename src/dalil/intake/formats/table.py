"""Any table, with a TOML mapping that says which of its columns is which of ours.

    kind = "reports"                 # a plain kind
    zone = "Asia/Damascus"           # of its local times; by default the case's
    zones = { logged_at = "UTC" }    # of one column, where the table has two clocks
    date_order = "day-month-year"    # how 01/10/2016 is meant here; without it such dates are refused
    separator = ","                  # between the values of a list; by default ;
    sheet = "2016"                   # of a workbook; by default the first

    [columns]                        # ours = theirs; several of theirs are joined with a space
    report_id = "No."
    earliest = ["Date", "Hour"]

    [constants]
    organisation = "Example"

    [values.kind]                    # for one of our columns: their words = ours
    "air raid" = "airstrike"

A column that the mapping does not name is listed as unknown. The mapping is sealed with the case, so that the table can
be read again without the file. Of CSV, JSON Lines, XLSX and Parquet any will do: `--as table --mapping FILE`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dalil.errors import Refused
from dalil.intake.cells.notations import Notations
from dalil.intake.cells.words import european_digits
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Unknown, register
from dalil.intake.notations.header import column_key
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.table_batch import NoValue, TableBatch
from dalil.intake.notations.tables import read_table
from dalil.records import KINDS, Kind, Type
from dalil.units import zones

_NO_HOUR = re.compile(r"(?:[0٠]{1,2}|12(?=.*am))[:.][0٠]{2}", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_ORDERS = {"day-month-year": r"\3-\2-\1", "month-day-year": r"\3-\1-\2"}


class Mapping_(BaseModel):
    """The mapping file, checked."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    zone: str = ""
    zones: dict[str, str] = {}
    date_order: str = ""
    separator: str = ";"
    sheet: str = ""
    columns: dict[str, str | list[str]]
    constants: dict[str, str | int | float | bool] = {}
    values: dict[str, dict[str, str]] = {}

    def theirs(self, ours: str) -> list[str]:
        """The names, as compared, of the columns that give one of ours."""
        names = self.columns[ours]
        return [column_key(name) for name in ([names] if isinstance(names, str) else names)]


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Rows under our columns."""
    # checked anew at each reading: the mapping comes back from the vault when a case is rebuilt
    mapping = _checked(context.mapping or {}, file)
    kind = KINDS[mapping.kind]
    used = {name for ours in mapping.columns for name in mapping.theirs(ours)}
    unknown: Counter[str] = Counter()
    notations = Notations()
    sheet = column_key(mapping.sheet)
    for batch in read_table(file):
        sheet = sheet or column_key(batch.sheet)
        if batch.sheet and column_key(batch.sheet) != sheet:
            unknown[f"sheet {batch.sheet}"] += len(batch.rows)
            continue
        if batch.columns and not batch.rows:
            _demand_columns(used, batch, file)
        for name, cells in batch.columns.items():
            if name not in used:
                unknown[name] += sum(1 for cell in cells if cell not in (None, "", []))
        yield from (replace(refusal, kind=kind.stem) for refusal in batch.refusals)
        if batch.rows:
            _look(batch, kind, mapping, notations)
            yield _cells(batch, kind, mapping)
    yield from (Unknown(name, filled) for name, filled in unknown.items())


def _look(batch: TableBatch, kind: Kind, mapping: Mapping_, notations: Notations) -> None:
    """Before text is put in order: afterwards dates of a spreadsheet and dates in text look alike."""
    for ours in mapping.columns:
        if kind.by_name[ours].type in (Type.MOMENT, Type.DATE):
            for name in mapping.theirs(ours):
                notations.look(name, batch.columns.get(name, ()))


def _cells(batch: TableBatch, kind: Kind, mapping: Mapping_) -> Cells:
    columns: dict[str, Sequence[Any]] = {name: [value] * len(batch.rows) for name, value in mapping.constants.items()}
    for ours in mapping.columns:
        columns[ours] = _column(batch, kind, mapping, ours)
    names = {ours: " + ".join(mapping.theirs(ours)) for ours in mapping.columns}
    return Cells(kind.stem, batch.rows, columns, names, zone=mapping.zone, zones=mapping.zones)


def _column(batch: TableBatch, kind: Kind, mapping: Mapping_, ours: str) -> list[Any]:
    sources = [list(batch.columns.get(name, [None] * len(batch.rows))) for name in mapping.theirs(ours)]
    type_ = kind.by_name[ours].type
    join = _day_and_hour if type_ is Type.MOMENT else _joined
    cells = sources[0] if len(sources) == 1 else [join(parts) for parts in zip(*sources, strict=True)]
    if type_ in (Type.CODES, Type.LIST):
        cells = [_split(cell, mapping.separator) for cell in cells]
    # only where the mapping says so: 01/10/2016 is two days, and nobody may guess which
    if type_ in (Type.MOMENT, Type.DATE) and mapping.date_order:
        cells = [_ordered(cell, _ORDERS[mapping.date_order]) for cell in cells]
    words = {word.strip().lower(): value for word, value in mapping.values.get(ours, {}).items()}
    return [_translated(cell, words) for cell in cells] if words else cells


def _day_and_hour(parts: Sequence[Any]) -> Any:
    """The cells of one moment: an hour in a column of its own was stated, also where it is 00:00."""
    filled = [part for part in parts if part not in (None, "")]
    if len(filled) < 2 or not _NO_HOUR.match(str(filled[1]).strip()):
        return _joined(parts)
    day = filled[0]
    if isinstance(day, datetime):
        day = day.date()
    elif isinstance(day, str):
        day = _MIDNIGHT.sub("", day.strip())
    return _joined([day, "at", *filled[1:]])


def _joined(parts: Sequence[Any]) -> Any:
    # a cell that has no value makes no value of the others
    if lost := next((part for part in parts if isinstance(part, NoValue)), None):
        return lost
    return " ".join(str(part).strip() for part in parts if part not in (None, "")) or None


def _split(cell: Any, separator: str) -> Any:
    return [part.strip() for part in cell.split(separator)] if isinstance(cell, str) else cell


def _ordered(cell: Any, order: str) -> Any:
    return _DATE.sub(order, european_digits(cell)) if isinstance(cell, str) else cell


def _translated(cell: Any, words: Mapping[str, str]) -> Any:
    if isinstance(cell, list):
        return [_translated(part, words) for part in cell]
    return words.get(str(cell).strip().lower(), cell) if cell is not None else None


def _checked(raw: Mapping[str, Any], file: SourceFile) -> Mapping_:
    try:
        mapping = Mapping_.model_validate(dict(raw))
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", "the keys of the format `table`") from None
    if mapping.kind not in KINDS or KINDS[mapping.kind].sealed:
        raise _wrong(
            f"kind = {mapping.kind!r}", "one of " + ", ".join(k for k, kind in KINDS.items() if not kind.sealed)
        )
    for zone in filter(None, (mapping.zone, *mapping.zones.values())):
        if zone not in zones():
            raise _wrong(f"zone = {zone!r}", "an IANA name such as Asia/Damascus")
    strange = sorted(
        {*mapping.columns, *mapping.constants, *mapping.values, *mapping.zones} - set(KINDS[mapping.kind].by_name)
    )
    if strange:
        raise _wrong(", ".join(strange), "columns of " + mapping.kind)
    if mapping.date_order and mapping.date_order not in _ORDERS:
        raise _wrong(f"date_order = {mapping.date_order!r}", " or ".join(_ORDERS))
    return mapping


def _wrong(found: str, expected: str) -> Refused:
    return Refused(
        "The mapping does not fit.",
        expected=expected,
        found=found,
        where="the mapping file",
        do="mend it and add again",
    )


def _demand_columns(used: set[str], batch: TableBatch, file: SourceFile) -> None:
    missing = sorted(used - set(batch.columns))
    if missing:
        raise Refused(
            "The mapping names columns that the table does not have.",
            expected=", ".join(missing),
            found=", ".join(batch.columns),
            where=file.name,
            do="mend the mapping, or the header",
        )


_EXAMPLE = Example(
    "list.csv",
    "No.,Date,Hour,What\n1,01/10/2016,14:30,air raid\n",
    """kind = "reports"
date_order = "day-month-year"

[columns]
report_id = "No."
earliest = ["Date", "Hour"]
kind = "What"

[constants]
organisation = "Example"

[values.kind]
"air raid" = "airstrike"
""",
)

register(Reader("table", "2", "any table, with a mapping in TOML", lambda file: False, read, example=_EXAMPLE))
