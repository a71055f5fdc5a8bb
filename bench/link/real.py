"""Linking of real public records against labels, the answers masked: python bench/link/real.py [--write].

The records are read, located and linked as any case's, with the settings of a new case. Masked are what would give a
match away: the source columns of UCDP, the codes and addresses of Airwars, every address of the Ukrainian records.
Writes real.json beside itself.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

os.environ.setdefault("DALIL_CONFIG", tempfile.mkdtemp())
os.environ.setdefault("DALIL_PASSPHRASE", "of a measurement")

HERE = Path(__file__).parent
DATA = Path(os.environ.get("DALIL_REAL_DATA", HERE.parents[2] / "shared" / "data"))
UCDP_SOURCES = ("source_article", "source_office", "source_date", "source_headline", "source_original")
AIRWARS_CODES = ("code", "incident_url", "sequence")
MAPPINGS = {
    "bellingcat": """
kind = "reports"
date_order = "month-day-year"
[columns]
report_id = "id"
earliest = "date"
place = "location"
latitude = "latitude"
longitude = "longitude"
narrative = "description"
[constants]
organisation = "Bellingcat"
place_precision = "vicinity"
""",
    "cir": """
kind = "reports"
[columns]
report_id = "entry"
earliest = "date"
place = "town/city"
latitude = "lat"
longitude = "lon"
narrative = "brief description"
[constants]
organisation = "CIR"
place_precision = "vicinity"
""",
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode("utf-8")
    lines = io.StringIO(text, newline="")
    return [json.loads(line) for line in lines] if ".jsonl" in path.name else list(csv.DictReader(lines))


def masked(path: Path, columns: tuple[str, ...], out: Path) -> Path:
    """The file without what is in these columns."""
    return masked_rows(rows_of(path), columns, out)


def masked_rows(given: list[dict[str, Any]], columns: tuple[str, ...], out: Path) -> Path:
    """The rows without what is in these columns."""
    rows = [{key: "" if key in columns else value for key, value in row.items()} for row in given]
    with out.open("w", encoding="utf-8", newline="") as file:
        if out.suffix == ".jsonl":
            file.writelines(json.dumps({k: v for k, v in row.items() if v != ""}) + "\n" for row in rows)
        else:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return out


def linked(
    zone: str, first: str, files: list[tuple[Path, str | None]], *, again: bool = True
) -> tuple[dict[str, str], dict[str, float]]:
    """(incident of each report, seconds) of a new case that holds these files, each with its mapping or None.

    `again`: link twice, because the first time may compile the kernels.
    """
    from dalil import intake
    from dalil.casefile.case import Case, create
    from dalil.link import link
    from dalil.locate.stage import locate

    folder = Path(tempfile.mkdtemp())
    create(folder / "case", f'title = "bench"\nzone = "{zone}"\nfrom = {first}-01-01\nto = 2026-12-31\n')
    with Case.open(folder / "case", write=True) as case:
        for number, (path, mapping) in enumerate(files):
            if mapping is None:
                summary = intake.add(case, [path])
            else:
                given = folder / f"{number}.toml"
                given.write_text(mapping, encoding="utf-8")
                summary = intake.add(case, [path], as_="table", mapping=given)
            print([(file.file, file.status, file.records) for file in summary.files], file=sys.stderr)
        seconds = {}
        with case.building() as facts:
            for name, work in (("locate", locate), ("link", link), ("link_again", link))[: 3 if again else 2]:
                started = time.perf_counter(), time.process_time()
                work(facts, case.settings)
                seconds[f"{name}_wall_s"] = round(time.perf_counter() - started[0], 1)
                seconds[f"{name}_cpu_s"] = round(time.process_time() - started[1], 1)
            return dict(facts.query("SELECT report_id, incident_id FROM incident_report").fetchall()), seconds


def judged(found: dict[str, str], truth: dict[str, set[str]], other: str) -> dict[str, Any]:
    """Of the events with a label: the share linked to a record of the other source, and the share of those rightly."""
    members = defaultdict(set)
    for report, incident in found.items():
        if report.startswith(other):
            members[incident].add(report)
    fellows = {event: members[found[event]] for event in truth if event in found}
    with_any = [event for event, got in fellows.items() if got]
    right = [event for event in with_any if fellows[event] & truth[event]]
    wrong = sorted(set(with_any) - set(right))
    return {
        "labelled": len(fellows), "linked": round(len(with_any) / len(fellows), 4),
        "right_of_linked": round(len(right) / len(with_any), 4),
        "all_fellows_right": round(sum(fellows[e] <= truth[e] for e in with_any) / len(with_any), 4),
        "wrong": wrong, "not_linked": len(fellows) - len(with_any),
    }  # fmt: skip


def syria() -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp())
    found, seconds = linked("Asia/Damascus", "2014", [
        (masked(DATA / "ucdp_ged_syria/events.csv.gz", UCDP_SOURCES, folder / "events.csv"), None),
        (masked(DATA / "airwars_syria/incidents.jsonl.gz", AIRWARS_CODES, folder / "incidents.jsonl"), None),
        (DATA / "syria_gazetteer/places.csv.gz", None),
    ])  # fmt: skip
    truth: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(DATA / "cross_source_links/ucdp_airwars_links.csv"):
        if row["label"] == "consistent":
            truth[f"UCDP/{row['ucdp_id']}"].add(f"Airwars/{row['airwars_id']}")
    return {**judged(found, truth, "Airwars/"), "reports": len(found), **seconds}


def ukraine(*, again: bool = True) -> dict[str, Any]:
    folder, data = Path(tempfile.mkdtemp()), DATA / "ukraine_civilian_harm"
    found, seconds = linked("Europe/Kyiv", "2022", [
        (masked(data / "bellingcat_events.jsonl.gz", ("source_paths",), folder / "b.jsonl"), MAPPINGS["bellingcat"]),
        (masked(data / "cir_events.csv.gz", ("link", "geolocation"), folder / "c.csv"), MAPPINGS["cir"]),
    ], again=again)  # fmt: skip
    pairs = [row for row in rows_of(data / "url_pairs.csv") if row["pair_class"] == "consistent"]
    truth: dict[str, set[str]] = defaultdict(set)
    for row in pairs:
        truth[f"Bellingcat/{row['bellingcat_id']}"].add(f"CIR/{row['cir_entry']}")
    met = [(b, c) for b, fellows in truth.items() for c in fellows if b in found and c in found]
    together = sum(found[b] == found[c] for b, c in met)
    labelled = Counter(found[c] for _, c in met)
    put = sum(found[b] == found[c] for b in truth if b in found for c in {c for _, c in met})
    return {
        **judged(found, truth, "CIR/"), "pairs": len(met), "recall": round(together / len(met), 4),
        "precision_among_labelled": round(together / max(put, 1), 4), "incidents_of_labelled": len(labelled),
        "reports": len(found), **seconds,
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    result = {"syria": syria(), "ukraine": ukraine()}
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if "--write" in arguments:
        (HERE / "real.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
