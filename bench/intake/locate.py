"""How far from its true point a record lies when only its place name is known.

Takes the public Airwars and UCDP records that have a point of village precision or better, hides the point, locates
each by its name through the gazetteer, and measures the distance. Writes locate.json beside itself.

    python bench/intake/locate.py [FOLDER WITH THE REAL RECORDS]
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
PRECISE = ("exact", "vicinity", "street", "neighbourhood", "village", "town", "city")


def measure(folder: Path) -> dict[str, object]:
    """Distances by source and precision."""
    os.environ["DALIL_CONFIG"] = tempfile.mkdtemp()
    from dalil import intake
    from dalil.casefile.case import Case, create
    from dalil.locate.candidates import locate_name
    from dalil.locate.gazetteer import Gazetteer
    from dalil.units import Point

    case_path = Path(tempfile.mkdtemp()) / "case"
    create(case_path, 'title = "bench"\nzone = "Asia/Damascus"\nfrom = 2016-07-01\nto = 2016-12-31\n')
    files = ["airwars_syria/incidents.jsonl.gz", "ucdp_ged_syria/events.csv.gz", "syria_gazetteer/places.csv.gz"]
    with Case.open(case_path, write=True) as case:
        intake.add(case, [folder / file for file in files])
        with case.facts() as facts:
            gazetteer = Gazetteer(facts.rows("SELECT * FROM place"))
            rows = facts.rows(
                "SELECT * FROM report WHERE latitude IS NOT NULL AND (place IS NOT NULL OR place_ar IS NOT NULL)"
            )
    known: dict[tuple[str, str], object] = {}
    out: dict[str, list[tuple[float, float]]] = {}
    missed: dict[str, int] = {}
    for row in rows:
        if row["place_assumed"] or row["place_precision"] not in PRECISE:
            continue
        pair = (row["place"], row["place_ar"])
        if pair not in known:
            known[pair] = locate_name(gazetteer, *pair)
        found = known[pair]
        groups = [row["organisation"], f"{row['organisation']} {row['place_precision']}"]
        if (
            row["organisation"] == "Airwars"
            and "Aleppo" in (row["place"] or "")
            and row["place_precision"] == "neighbourhood"
        ):
            groups.append("Airwars neighbourhood, Aleppo named")
        for group in groups:
            if found is None:
                missed[group] = missed.get(group, 0) + 1
                continue
            distance = found.point.distance_to(Point(row["latitude"], row["longitude"]))
            out.setdefault(group, []).append((distance, found.radius_m))
    return {group: _quantiles(pairs, missed.get(group, 0)) for group, pairs in sorted(out.items())}


def _quantiles(pairs: Iterable[tuple[float, float]], missed: int) -> dict[str, object]:
    distances = np.array([distance for distance, _ in pairs])
    radii = np.array([radius for _, radius in pairs])
    return {
        "records": len(distances) + missed,
        "located": round(len(distances) / (len(distances) + missed), 3),
        "km_quantiles_50_75_90_95": [round(float(q) / 1000, 2) for q in np.quantile(distances, [0.5, 0.75, 0.9, 0.95])],
        "within_5_km": round(float((distances <= 5000).mean()), 3),
        "within_25_km": round(float((distances <= 25000).mean()), 3),
        "within_twice_its_radius": round(float((distances <= 2 * radii).mean()), 3),
    }


if __name__ == "__main__":
    default = os.environ.get("DALIL_REAL_DATA", str(HERE.parents[2] / "shared" / "data"))
    result = measure(Path(sys.argv[1] if len(sys.argv) > 1 else default))
    (HERE / "locate.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))
