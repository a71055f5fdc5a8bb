"""Airwars: incidents and named victims, as JSON Lines or CSV with the same keys.

What each field becomes stands in airwars.toml. Airwars publishes what it holds, so consent is `public`. Contradicting
tolls of a published record cannot be mended by whoever adds it: the two values are refused and the record is kept.

- Id: `airwars_id`. Victims find their report by `sequence`, through `report_alias`.
- `belligerents_original` becomes `parties_alleged`, without "Unknown". `civilian_harm_status_original` becomes
  `source_grade`.
- `strike_type_original`: one kind, or none where two are named or the word stands for two ("Airstrike and/or
  Artillery").
- `infrastructure_original`: a part and the whole it belongs to are one object (`Ambulance, Healthcare` is an
  ambulance). Words without one of ours become `other`.
- Weapons only where said: cluster munitions, incendiary. CBRN is not read as chemical.
- Tolls: civilians, children, women, men; `belligerents_*` are combatants. A missing field means "not reported", never
  zero.
- A night between two days is that night: from the late evening of the first to the early hours of the second.
- What has no column stands in `narrative` with its label; what is ignored is listed in `unknown_column`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from dalil.intake.formats.registry import Cells, Context, Derived, Example, Item, Reader, Refusal, Unknown, register
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import read_table
from dalil.names import fold

ORGANISATION = "Airwars"

Row = Mapping[str, Any]


@cache
def mapping_of_airwars() -> dict[str, Any]:
    """What airwars.toml says: names of columns, weapons, words for nights."""
    return tomllib.loads(resources.files(__package__).joinpath("airwars.toml").read_text(encoding="utf-8"))


def sniff(file: SourceFile) -> bool:
    """The keys that only Airwars has, in the first line."""
    if file.suffix not in ("jsonl", "ndjson", "csv"):
        return False
    first = file.head.split(b"\n", 1)[0]
    incidents = (b"airwars_id" in first and b"civilian" in first) or b"belligerents_original" in first
    return incidents or (b"victim_order" in first and b"sequence" in first)


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Incidents become reports and their sources; victims become victims."""
    victims = b"victim_order" in file.head.split(b"\n", 1)[0]
    unknown: Counter[str] = Counter()
    used = set(mapping_of_airwars()["victim_keys" if victims else "incident_keys"])
    for batch in read_table(file):
        yield from (_of_kind(refusal, victims) for refusal in batch.refusals)
        rows = _rows(batch.columns, len(batch.rows))
        for row in rows:
            unknown.update(key for key, value in row.items() if key not in used and value not in (None, "", []))
        if rows:
            yield from (_victims if victims else _incidents)(list(batch.rows), rows)
    yield from (Unknown(column, filled) for column, filled in sorted(unknown.items()))


def _of_kind(refusal: Refusal, victims: bool) -> Refusal:
    return Refusal(
        refusal.row, refusal.field, refusal.expected, refusal.found, refusal.do, refusal.whole,
        "victims" if victims else "reports",
    )  # fmt: skip


def _rows(columns: Mapping[str, Any], count: int) -> list[Row]:
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)] if count else []


def _incidents(numbers: list[int], rows: list[Row]) -> Iterator[Item]:
    made = [_report(row) for row in rows]
    columns = {name: [report[name] for report in made] for name in made[0]}
    yield Cells("reports", numbers, columns, mapping_of_airwars()["names"], mendable=False)
    of: list[int] = []
    sources: list[Row] = []
    aliases: list[tuple[int, Row]] = []
    for number, row in zip(numbers, rows, strict=True):
        report_id = f"{ORGANISATION}/{_id(row)}"
        for source in _listed(row.get("sources")):
            of.append(number)
            sources.append(_source(report_id, source))
        aliases.extend((number, {"alias": alias, "report_id": report_id}) for alias in _aliases(row))
    yield Derived("report_source", of, sources)
    yield Derived("report_alias", [number for number, _ in aliases], [alias for _, alias in aliases])


def _id(row: Row) -> Any:
    return row.get("airwars_id") or row.get("code")


def _listed(value: Any) -> list[Any]:
    """A list, also where a CSV holds it as JSON text."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else []


def _source(report_id: str, source: Row) -> Row:
    return {
        "report_id": report_id, "position": source.get("source_order"), "url": source.get("source_url"),
        "archive_url": source.get("archive_url"), "language": source.get("language_original"),
    }  # fmt: skip


def _aliases(row: Row) -> Iterator[str]:
    """Names under which victims' rows mean this incident."""
    if row.get("sequence") not in (None, ""):
        yield f"{ORGANISATION}/#{row['sequence']}"


def _report(row: Row) -> dict[str, Any]:
    words = mapping_of_airwars()
    earliest, latest = _times(row)
    kinds = {words["strike_type"].get(part) for part in _parts(row.get("strike_type_original"))} - {None}
    tolls = {
        plain.format(end): row.get(f"{theirs}_{end}")
        for theirs, plain in words["tolls"].items()
        for end in ("min", "max")
    }
    accuracy = row.get("geolocation_accuracy")  # a word that is none of ours is handed on, and refused there
    return {
        "report_id": _id(row),
        "organisation": ORGANISATION,
        "earliest": earliest,
        "latest": latest,
        "place": _place(row),
        "place_ar": row.get("location_ar"),
        "latitude": row.get("latitude"),
        "longitude": row.get("longitude"),
        "place_precision": words["accuracy"].get(accuracy, accuracy),
        # a record of two kinds of strike does not say which did what
        "kind": next(iter(kinds)) or None if len(kinds) == 1 else None,
        "objects_hit": _objects(row.get("infrastructure_original")),
        "weapons": _weapons(row),
        **tolls,
        "strikes": row.get("total_strikes"),
        "parties_alleged": [part for part in _parts(row.get("belligerents_original")) if part.lower() != "unknown"],
        "narrative": _narrative(row),
        "source_grade": row.get("civilian_harm_status_original"),
        "consent": ["public"],
    }


def _parts(value: Any) -> list[str]:
    return [part.strip() for part in str(value).split(",") if part.strip()] if value else []


def _times(row: Row) -> tuple[str | None, str | None]:
    """Texts for both ends: days, with the clock times or the word where there are any."""
    first, last = row.get("incident_date"), row.get("incident_date_end")
    start, end, word = row.get("local_time_start"), row.get("local_time_end"), row.get("local_time_original")
    if first is None:
        return None, None
    if start and end:  # a word beside two clock times says less than they do
        return f"{first} {_clock(start)}", f"{last or first} {_clock(end)}"
    if not word:
        return first, last
    if ":" in str(word):
        return f"{first} {_clock(word)}", last
    if not last or last == first:
        return f"{first} {str(word).replace('_', ' ')}", None
    return _across(first, last, str(word))


def _across(first: str, last: str, word: str) -> tuple[str, str]:
    """A word for a night that two days share means the night between them; any other word, both days in full."""
    across = mapping_of_airwars()["nights"].get(word)
    return (f"{first} {across[0]}", f"{last} {across[1]}") if across else (first, last)


def _clock(text: Any) -> str:
    """Airwars writes minutes with `:00` for seconds that nobody measured."""
    return str(text).removesuffix(":00") if str(text).count(":") == 2 else str(text)


def _place(row: Row) -> str | None:
    """The place with the wider units that its name does not hold yet."""
    parts = [str(row["location_en"])] if row.get("location_en") else []
    for key in ("district_original", "region_original", "governorate_original", "province_original"):
        value = row.get(key)
        if value and not set(fold(str(value)).split()) <= set(fold(" ".join(parts)).split()):
            parts.append(str(value))
    return ", ".join(parts) or None


def _objects(value: Any) -> list[str]:
    words = mapping_of_airwars()
    named = _parts(value)
    parents = {words["parents"].get(part) for part in named}  # `Ambulance, Healthcare` is one object, not two
    found = [words["infrastructure"].get(part, "other") for part in named if part not in parents]
    return list(dict.fromkeys(found))


def _weapons(row: Row) -> list[str]:
    weapons = mapping_of_airwars()["weapons"]
    said = [*_parts(row.get("observations")), *_parts(row.get("cause_of_death_original"))]
    return list(dict.fromkeys(weapons[part] for part in said if part in weapons))


def _narrative(row: Row) -> str | None:
    """What no column of a report holds: reference, page, type and status of the strike, causes, munitions."""
    lines = []
    for key, label in mapping_of_airwars()["narrative"].items():
        value = row.get(key)
        if value not in (None, "", []):
            lines.append(f"{label}: {'; '.join(map(str, value)) if isinstance(value, list) else value}")
    return "\n".join(lines) or None


def _completed_years(age: Any) -> Any:
    """`0.8` is an infant, in completed years 0; anything else that is no whole number is left to be refused."""
    text = str(age)
    return int(float(text)) if re.fullmatch(r"\d{0,3}\.\d+", text) else age


def _victims(numbers: list[int], rows: list[Row]) -> Iterator[Item]:
    fate = {"killed": "killed", "injured": "injured"}
    columns: dict[str, list[Any]] = {
        "person_id": [f"{row.get('sequence')}-{row.get('victim_order')}" for row in rows],
        "organisation": [ORGANISATION for _ in rows],
        # victims name their incident by its sequence, which `report_alias` gives back as its id
        "report_id": [f"#{row['sequence']}" if row.get("sequence") not in (None, "") else None for row in rows],
        "name": [row.get("name_original") for row in rows],
        "name_ar": [row.get("name_local") for row in rows],
        "age": [_completed_years(row.get("age")) for row in rows],
        "sex": [row.get("gender_original") for row in rows],
        "fate": [fate.get(str(row.get("status_original")), row.get("status_original")) for row in rows],
        "status": ["unknown" if row.get("civilian_status_contested_original") else None for row in rows],
    }
    yield Cells("victims", numbers, columns, mapping_of_airwars()["victim_names"], mendable=False)


_EXAMPLE = (
    '{"airwars_id": "CS0001", "incident_date": "2016-10-01", "location_en": "Tel Amber", "latitude": 36.2,'
    ' "longitude": 37.1, "geolocation_accuracy": "village", "civilians_killed_min": 1, "civilians_killed_max": 3,'
    ' "belligerents_original": "Reds",'
    ' "sources": [{"source_order": 1, "source_url": "https://example.org/1", "source_name_original": "A page"}]}\n'
)

# published: Airwars names the dead, and the accounts it cites (within `sources`), on its public pages
# Keys outside the mapping that sound like people: accounts cited, who reported first, how many victims are named.
_CODES = ("source_name_original", "casualty_affiliation", "incident_first_reported_by", "named_victim_count")

register(
    Reader(
        "airwars", "1", "Airwars incidents and victims, JSON Lines or CSV", sniff, read,
        example=Example("incidents.jsonl", _EXAMPLE), published=True,
        fields=frozenset(
            [*mapping_of_airwars()["incident_keys"], *mapping_of_airwars()["victim_keys"], *_CODES]
        ),
    )
)  # fmt: skip
