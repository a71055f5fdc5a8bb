"""Cases made of real public records, read in a few lines here; answers (links between sources) are left out."""

from __future__ import annotations

import csv
import gzip
import json
import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.records.kinds import PLACE_RADIUS_M

DATA = Path(os.environ.get("DALIL_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
SYRIA = Settings(title="Syria", zone="Asia/Damascus", **{"from": date(2014, 1, 1)}, to=date(2026, 12, 31))
UKRAINE = Settings(title="Ukraine", zone="Europe/Kyiv", **{"from": date(2022, 1, 1)}, to=date(2024, 12, 31))
UCDP_RADIUS = {"1": 3000.0, "2": 10000.0, "3": 20000.0, "4": 80000.0, "5": 20000.0}
AIRWARS_PRECISION = {"exact_location": "exact", "within_100m": "vicinity", "neighbourhood_area": "neighbourhood",
                     "province_governorate": "province", "within_1m": "exact",
                     "exact_location_other": "exact"}  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def objects_of(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def day(text: str | None, zone: str, *, end: bool = False) -> datetime | None:
    if not text:
        return None
    local = datetime.combine(date.fromisoformat(text), time(23, 59, 59) if end else time(), ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def ucdp(path: Path) -> tuple[list[dict], list[dict], list[dict]]:
    reports, locations, parties = [], [], []
    for row in rows_of(path):
        key = f"UCDP/{row['id']}"
        radius = UCDP_RADIUS.get(row["where_prec"])
        whole, low, high = (int(row[name]) for name in ("deaths_civilians", "low", "high"))
        reports.append({
            "report_id": key, "organisation": "UCDP", "earliest": day(row["date_start"], "Asia/Damascus"),
            "latest": day(row["date_end"], "Asia/Damascus", end=True), "place": row["where_coordinates"],
            "killed_total_min": low, "killed_total_max": high, "killed_civilians_min": whole,
            "killed_civilians_max": whole, "killed_status_unknown_min": int(row["deaths_unknown"]),
            "killed_status_unknown_max": int(row["deaths_unknown"]),
            "parties_alleged": [row["side_a"], row["side_b"]],
        })  # fmt: skip
        placed = radius is not None
        locations.append({"report_id": key, "latitude": float(row["latitude"]) if placed else None,
                          "longitude": float(row["longitude"]) if placed else None, "radius_m": radius,
                          "located_by": "point" if placed else "none", "in_scope": True})  # fmt: skip
        parties += [{"report_id": key, "alleged": side} for side in (row["side_a"], row["side_b"])]
    return reports, locations, parties


def airwars(path: Path) -> tuple[list[dict], list[dict], list[dict]]:
    reports, locations, parties = [], [], []
    for row in objects_of(path):
        key = f"Airwars/{row['airwars_id']}"
        precision = row.get("geolocation_accuracy", "town")
        radius = PLACE_RADIUS_M.get(AIRWARS_PRECISION.get(precision, precision), 3000.0)
        point = row.get("latitude") is not None and abs(row["longitude"]) <= 180
        first = row.get("incident_date")
        counts = {
            f"{fate}_{group}_{end}": row.get(f"{source}_{fate}_{end}")
            for fate in ("killed", "injured") for end in ("min", "max")
            for group, source in (("civilians", "civilians"), ("children", "children"), ("combatants", "belligerents"))
        }  # fmt: skip
        alleged = sorted(set((row.get("belligerents_original") or "").split(", ")) - {""})
        reports.append({
            "report_id": key, "organisation": "Airwars", "earliest": day(first, "Asia/Damascus"),
            "latest": day(row.get("incident_date_end") or first, "Asia/Damascus", end=True),
            "place": row.get("location_en"), "place_ar": row.get("location_ar"), **counts,
            "kind": "airstrike" if "irstrike" in (row.get("strike_type_original") or "") else None,
            "parties_alleged": alleged,
        })  # fmt: skip
        locations.append({"report_id": key, "latitude": row["latitude"] if point else None,
                          "longitude": row["longitude"] if point else None, "radius_m": radius if point else None,
                          "located_by": "point" if point else "none", "in_scope": True})  # fmt: skip
        parties += [{"report_id": key, "alleged": side} for side in alleged]
    return reports, locations, parties


def distinct(rows: list[dict]) -> list[dict]:
    return list({row["report_id"]: row for row in rows}.values())


def case_of(*readings: tuple[list[dict], list[dict], list[dict]]) -> Facts:
    facts = Facts.in_memory()
    facts.replace("report", distinct([row for reading in readings for row in reading[0]]))
    facts.replace("location", distinct([row for reading in readings for row in reading[1]]))
    facts.replace("report_party", list({(r["report_id"], r["alleged"]): r for x in readings for r in x[2]}.values()))
    return facts


def syria() -> Facts:
    return case_of(ucdp(DATA / "ucdp_ged_syria/events.csv.gz"), airwars(DATA / "airwars_syria/incidents.jsonl.gz"))
