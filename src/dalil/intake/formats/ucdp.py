"""UCDP Georeferenced Event Dataset (GED), CSV or XLSX.

- `where_prec` 1: precision by the word in the name (a town that its governorate is named after is a city); 2 and 3
  `district`; 4 and 5 `province`; 6 and 7 are the centre of a country, which is no place: the point is refused, the
  event kept.
- `low` and `high` are `killed_total`; `deaths_civilians` and the fighters' `deaths_a`, `deaths_b` are parts of the best
  estimate: the minimum is the part, not above `low`. Deaths of unknown status may belong to either, so they raise both
  maxima; they are also stated as unknown.
- `side_a` is alleged only for one-sided violence (type 3). In a clash the dataset does not say who killed whom, so
  nobody is alleged; both sides stand in the narrative.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dalil.errors import Refused
from dalil.intake.cells.precision import precision_in_words
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Refusal, Unknown, register
from dalil.intake.notations.foreign import headers_of
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import read_table
from dalil.names import fold
from dalil.records import PLACE_RADIUS_M

ORGANISATION = "UCDP"

_USED = frozenset({
    "id", "type_of_violence", "dyad_name", "side_a", "side_b", "source_article", "where_prec", "where_coordinates",
    "adm_1", "adm_2", "latitude", "longitude", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a",
    "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high", "country",
})  # fmt: skip
_NAMES = {
    "report_id": "id", "earliest": "date_start", "latest": "date_end", "killed_total_min": "low",
    "killed_total_max": "high", "killed_civilians_min": "deaths_civilians", "time_precision": "date_prec",
    "place_precision": "where_prec",
}  # fmt: skip
_TIME = {"1": "day", "2": "day", "3": "day", "4": "month", "5": "month"}
_COARSE = {"2": "district", "3": "district", "4": "province", "5": "province"}
"""2 is "within about 25 km of a known point", 5 a line or a region without a name of its own."""
_COUNTRY = frozenset({"6", "7"})
_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_CLARITY = {"1": "clear", "2": "less clear"}

_CODES = frozenset({"id", "type_of_violence", "where_prec", "event_clarity", "date_prec"})
_DECIMAL = re.compile(r"^(\d+)\.0*$")

Row = Mapping[str, str]


def sniff(file: SourceFile) -> bool:
    """The columns that only GED has."""
    if file.suffix == "csv":
        return _only_ged(file.head.split(b"\n", 1)[0].decode("utf-8", "ignore").lower())
    if file.suffix != "xlsx":
        return False
    try:
        return any(_only_ged(str(header).lower()) for _, header in headers_of(file))
    except Refused:
        return False


def _only_ged(header: str) -> bool:
    return "type_of_violence" in header and "where_prec" in header


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Events become reports."""
    unknown: Counter[str] = Counter()
    for batch in read_table(file):
        yield from batch.refusals
        for name, cells in batch.columns.items():
            if name not in _USED:
                unknown[name] += sum(1 for cell in cells if cell)
        if batch.rows:
            names = list(batch.columns)
            typed = zip(*batch.columns.values(), strict=True)
            rows = [_row(names, list(map(_text, cells))) for cells in typed]
            yield from (_no_point(number) for number, row in zip(batch.rows, rows, strict=True) if _countrywide(row))
            made = [_report(row) for row in rows]
            columns = {name: [report[name] for report in made] for name in made[0]}
            yield Cells("reports", batch.rows, columns, _NAMES, mendable=False)
    yield from (Unknown(column, filled) for column, filled in unknown.items())


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # pandas writes whole numbers as decimals where a column has a gap; a code is none of them
    return {
        name: _DECIMAL.sub(r"\1", cell) if name in _CODES else cell for name, cell in zip(names, cells, strict=True)
    }


def _text(cell: Any) -> str:
    """A cell of a workbook as GED's CSV has it: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _countrywide(row: Row) -> bool:
    return row.get("where_prec") in _COUNTRY and bool(row.get("latitude"))


def _no_point(number: int) -> Refusal:
    expected, do = "the place of the event", "the point is the centre of a country; the event is kept without it"
    return Refusal(number, "latitude", expected, "where_prec 6 or 7", do, kind="reports")


def _report(row: Row) -> dict[str, Any]:
    prec = row.get("where_prec", "")
    countrywide = prec in _COUNTRY
    return {
        "report_id": row.get("id"),
        "organisation": ORGANISATION,
        "earliest": row.get("date_start", "")[:10],  # GED writes a midnight behind each day
        "latest": row.get("date_end", "")[:10],
        "time_precision": _TIME.get(row.get("date_prec", ""), row.get("date_prec")),
        "place": ", ".join(filter(None, (row.get("where_coordinates"), row.get("adm_2"), row.get("adm_1")))),
        "latitude": None if countrywide else row.get("latitude"),
        "longitude": None if countrywide else row.get("longitude"),
        "place_precision": None if countrywide else _precision(row, prec),
        **_deaths(row),
        "parties_alleged": row.get("side_a") if row.get("type_of_violence") == "3" else None,
        "narrative": _narrative(row),
        "source_grade": _CLARITY.get(row.get("event_clarity", ""), row.get("event_clarity")),
        "consent": "public",
    }


def _precision(row: Row, prec: str) -> str:
    """For exact events the word in the name; a town that its governorate is named after is a city."""
    if prec != "1":
        return _COARSE.get(prec, prec)
    name = row.get("where_coordinates", "").replace(",", " ")
    written = precision_in_words(name) or "village"
    seat = fold(row.get("adm_1", "")).split()[:1] == fold(name).split()[:1] and bool(name)
    return "city" if seat and PLACE_RADIUS_M[written] == PLACE_RADIUS_M["town"] else written


def _deaths(row: Row) -> dict[str, Any]:
    counts = {key: _count(row.get(key)) for key in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")}
    whole = {"killed_total_min": row.get("low"), "killed_total_max": row.get("high")}
    if None in counts.values():
        # a part that is no number is handed on as it stands, and refused where counts are checked
        odd = {_PART_OF[key]: row[key] for key, count in counts.items() if count is None and row.get(key)}
        return whole | dict.fromkeys(_PARTS) | odd
    a, b, civilians, unknown = (int(count or 0) for count in counts.values())
    fighters = a if row.get("type_of_violence") == "3" else a + b
    lowest = _count(row.get("low"))
    # a part cannot be certain beyond the lowest estimate of the whole
    bound = lowest if lowest is not None else a + b + civilians + unknown
    return whole | {
        "killed_civilians_min": min(civilians, bound),
        "killed_civilians_max": civilians + unknown,
        "killed_combatants_min": min(fighters, bound),
        "killed_combatants_max": fighters + unknown,
        "killed_status_unknown_min": min(unknown, bound),
        "killed_status_unknown_max": unknown,
    }


_PARTS = tuple(
    f"killed_{group}_{end}" for group in ("civilians", "combatants", "status_unknown") for end in ("min", "max")
)


_PART_OF = {
    "deaths_a": "killed_combatants_min", "deaths_b": "killed_combatants_min",
    "deaths_civilians": "killed_civilians_min", "deaths_unknown": "killed_status_unknown_min",
}  # fmt: skip


def _count(text: str | None) -> int | None:
    found = _DECIMAL.sub(r"\1", text.strip()) if text else ""
    return int(found) if found.isdigit() else None


def _narrative(row: Row) -> str | None:
    violence = _VIOLENCE.get(row.get("type_of_violence", ""), "")
    parties = row.get("dyad_name") or " - ".join(filter(None, (row.get("side_a"), row.get("side_b"))))
    lines = [f"{parties} ({violence})" if parties else "", row.get("source_article") or ""]
    return "\n".join(filter(None, lines)) or None


_EXAMPLE = """id,type_of_violence,dyad_name,side_a,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,\
date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high
7,3,Reds - Civilians,Reds,Civilians,1,Tel Amber village,Qasr province,36.2,37.1,1,\
2016-10-01,2016-10-01,0,0,2,1,2,3,4
"""

# published: a public dataset of events; its names are those of conflicts and of the two sides, not of persons
register(
    Reader(
        "ucdp", "2", "UCDP Georeferenced Event Dataset, CSV or XLSX", sniff, read,
        example=Example("ged.csv", _EXAMPLE), published=True, fields=_USED | {"conflict_name"},
    )
)  # fmt: skip
