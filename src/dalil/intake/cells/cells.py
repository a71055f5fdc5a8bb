"""One cell to one value, for each type of column. Each parser raises `Fault` and changes no meaning in silence."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from dalil.intake.cells.angles import parse_angle
from dalil.intake.cells.counts import count_of
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import WEEK, Moments
from dalil.intake.cells.placeholders import is_nobody
from dalil.intake.cells.words import european_digits
from dalil.intake.notations.table_batch import CELL_LIMIT
from dalil.records import Column, Sensitivity, Type

__all__ = ["ID_LIMIT", "PERSONS", "cell_parser", "plain_numbers", "plain_texts"]

PERSONS = frozenset({"name", "name_ar", "father"})
"""Columns by which persons are linked: what stands there for a name that nobody knew is no evidence of one person."""
ID_LIMIT = 300
"""Characters of an id: room for an address on the web. Longer is a text in the wrong column."""

_WHOLE_ID = re.compile(r"\s*\d+\.0\s*")
_WITH_UNIT = re.compile(r"([+-]?[\d.,]+)\s*([^\W\d_]+)\.?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_FOOT_M = 0.3048  # the international foot, exactly
_UNITS = (
    dict.fromkeys(("m", "metre", "metres", "meter", "meters", "م", "متر", "مترا"), 1.0)
    | dict.fromkeys(("km", "kilometres", "kilometers", "كم"), 1000.0)
    | dict.fromkeys(("ft", "foot", "feet", "قدم"), _FOOT_M)
)
"""What one of a unit is in metres."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}

_PRECISIONS = frozenset({"time_precision", "place_precision"})

Parser = Callable[[Any], Any]


def cell_parser(column: Column, moments: Moments) -> Parser:
    """The parser of a column. It is never given an empty cell."""
    match column.type:
        case Type.ID | Type.HASH:
            return _id
        case Type.TEXT:
            if column.sensitivity is Sensitivity.FILE_NAME:
                return _file_name
            return _name if column.name in PERSONS and column.sensitivity is Sensitivity.NAME else _text
        case Type.CODE:
            return _code_parser(column) if column.one_of else _text
        case Type.CODES | Type.LIST:
            return _list_parser(column)
        case Type.INTEGER:
            end = column.name.rpartition("_")[2]
            return lambda cell: count_of(cell, end if end in ("min", "max") else "")
        case Type.NUMBER | Type.ANGLE | Type.METRES:
            return _number_parser(column)
        case Type.FLAG:
            return _flag
        case Type.MOMENT:
            return moments.parse
        case Type.DATE:
            return _date_parser(moments)
        case Type.LATITUDE | Type.LONGITUDE:
            return lambda cell: parse_angle(cell, column.type.value)
        case Type.BOX:
            return _box
        case Type.JSON:
            raise TypeError(f"{column.name}: stages compute JSON, nobody hands it in")


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # XLSX holds every number as a float: the id 7 comes as 7.0
    if isinstance(cell, (list, tuple, dict)):
        raise Fault("text", "this column holds one value, not a list")
    text = str(cell).strip()
    if len(text) > CELL_LIMIT:
        raise Fault(f"at most {CELL_LIMIT:,} characters", "hand it in as a file of its own", found="too much text")
    if _CONTROL.search(text):
        raise Fault("text without control characters", "save the file again from the program that made it")
    return text or None


def _name(cell: Any) -> str | None:
    text = _text(cell)
    if text is not None and is_nobody(text):
        raise Fault("a name", "this stands for a name that is not known: leave the cell empty")
    return text


def _file_name(cell: Any) -> str | None:
    # systems write letters with marks in one sign or in two: the name of one file has one spelling here
    text = _text(cell)
    return text and unicodedata.normalize("NFC", text)


def _id(cell: Any) -> str | None:
    text = _text(cell)
    if text is not None and (len(text) > ID_LIMIT or "\n" in text):
        raise Fault(f"an id: one line of at most {ID_LIMIT} characters", found=f"text, {len(text):,} characters")
    return text


def plain_texts(cells: Sequence[str | None], *, one_line: bool) -> list[str | None] | None:
    """The texts as `cell_parser` gives them, or None where one of them must be looked at by itself."""
    # one search over all cells instead of one a cell: ids and narratives are most of what a table holds
    together = "\n".join(filter(None, cells))
    limit = ID_LIMIT if one_line else CELL_LIMIT
    if _CONTROL.search(together) or max(map(len, filter(None, cells)), default=0) > limit:
        return None
    if one_line and together.count("\n") >= len(cells):
        return None
    # numbers that a program took for decimals: 12.0 is report 12; beside other ids the point is part of the id
    if one_line and ".0" in together and all(_WHOLE_ID.fullmatch(cell) for cell in cells if cell and cell.strip()):
        return [(cell.strip()[:-2] or None) if cell else None for cell in cells]
    return [(cell.strip() or None) if cell else None for cell in cells]


def plain_numbers(cells: Sequence[str | None], limit: float) -> list[float] | None:
    """Decimal degrees within the limit, or None where one cell is anything else."""
    try:
        values = list(map(float, cells))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    # min and max pass over NaN in silence; a sum does not
    certain = not math.isnan(math.fsum(values)) if values else False
    return values if certain and min(values) >= -limit and max(values) <= limit else None


def _code_parser(column: Column) -> Parser:
    # from narrow to wide: a precision that nobody knows must not make what it is said of narrower than it may be
    widest = column.one_of[-1] if column.name in _PRECISIONS else None

    def parse(cell: Any) -> str:
        word = str(cell).strip().lower().replace(" ", "_").replace("-", "_")
        if column.name == "time_precision" and word == WEEK:
            return word
        if word not in column.one_of:
            do = f"; until then it is taken as {widest}" if widest else ""
            raise Fault("one of " + ", ".join(column.one_of), f"use one of these words, or a mapping{do}", kept=widest)
        return word

    return parse


def _list_parser(column: Column) -> Parser:
    named = column.sensitivity is Sensitivity.FILE_NAME
    one: Parser = _code_parser(column) if column.one_of else _file_name if named else _text

    def parse(cell: Any) -> list[str] | None:
        parts = cell if isinstance(cell, (list, tuple)) else str(cell).split(";")
        kept: list[str] = []
        bad: Fault | None = None
        for part in parts:
            if part is None or not str(part).strip():
                continue
            try:
                kept.append(one(part))
            except Fault as fault:
                bad = bad or Fault(fault.expected, fault.do, found=str(part).strip())
        values = list(dict.fromkeys(kept)) or None
        if bad is not None:
            raise Fault(bad.expected, f"{bad.do}; the other values of the list are kept", kept=values, found=bad.found)
        return values

    return parse


def _number_parser(column: Column) -> Parser:
    def parse(cell: Any) -> float:
        if isinstance(cell, bool):
            raise Fault("a number", "")
        try:
            value = _in_unit(cell, column) if isinstance(cell, str) else float(cell)
        except (TypeError, ValueError):
            raise Fault("a number", "leave the cell empty where nothing is known") from None
        if not math.isfinite(value):
            raise Fault("a finite number", "leave the cell empty where nothing is known")
        if column.type is Type.ANGLE and not 0 <= value <= 360:
            raise Fault("an angle from 0 to 360 degrees", "count clockwise from north")
        # alone among distances an altitude can lie below 0: the Dead Sea
        if column.type is Type.METRES and column.name != "altitude_m" and value < 0:
            raise Fault("a distance of 0 metres or more", "")
        # 360 is north as much as 0
        return value % 360 if column.type is Type.ANGLE else value

    return parse


def _in_unit(cell: str, column: Column) -> float:
    """The number; a distance with its unit in metres. Nothing but a unit that is written makes feet of a number."""
    text = european_digits(cell).strip()
    found = _WITH_UNIT.fullmatch(text) if column.type is Type.METRES else None
    if found is None:
        return float(text)
    unit = _UNITS.get(found.group(2).lower())
    if unit is None:
        raise ValueError(text)
    number = found.group(1)
    return round(float(number.replace(",", "") if _THOUSANDS.fullmatch(number) else number) * unit, 1)


def _flag(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().lower().removesuffix(".0")
    if word not in _FLAGS:
        raise Fault("true or false", "leave the cell empty where it is not known")
    return _FLAGS[word]


def _date_parser(moments: Moments) -> Parser:
    def parse(cell: Any) -> date:
        if isinstance(cell, date) and not isinstance(cell, datetime):
            cell = cell.isoformat()
        span = moments.parse(cell)
        # a day that a program wrote as its midnight is that day
        if (span.precision != "day" and span.midnight is None) or "range" in span.notes:
            raise Fault("one day, as 2016-10-01", "a time of day or a longer time does not fit this column")
        return moments.civil_day(span)

    return parse


def _box(cell: Any) -> list[float]:
    parts = cell if isinstance(cell, (list, tuple)) else european_digits(str(cell)).split(",")
    try:
        west, south, east, north = (float(part) for part in parts)
    except (TypeError, ValueError):
        raise Fault("west,south,east,north in degrees", "write four numbers with commas between them") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Fault("west,south,east,north with west < east and south < north", "mend their order")
    return [west, south, east, north]
