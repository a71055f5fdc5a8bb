"""The real charts as a case in memory: places, airfields, sightings, incidents; used by tests and docs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.intake.formats.registry import Context, find_reader
from dalil.intake.ingest.record_loader import RecordLoader
from dalil.intake.notations.source_file import SourceFile
from dalil.locate.stage import locate

# Airfields that the charts name, from public maps (OpenStreetMap), to a hundredth of a degree.
ACTORS = """actor_id,name,kind,part_of,latitude,longitude
russia,Russia,party,,,
syria,Syria,party,,,
hmeimim,Hmemim Airbase,base,russia,35.40,35.95
hama,Hama Military Airbase,base,syria,35.12,36.71
shayrat,Shayrat Airbase,base,syria,34.49,36.91
t4,T4 West Airbase,base,syria,34.52,37.63
nayrab,Nayrab Airbase,base,syria,36.18,37.22
"""

SETTINGS = Settings.model_validate(
    {
        "title": "Charts",
        "zone": "Asia/Damascus",
        "from": "2017-01-01",
        "to": "2018-12-31",
        "parties": [
            {"id": "russia", "name": "Russia", "aliases": ["Russian", "Russian air force"], "air_force": True},
            {"id": "syria", "name": "Syria", "aliases": ["Syrian", "Syrian air force"], "air_force": True},
        ],
        "sky": {"draws": 40},
    }
)


def charts(real_data: Path) -> Facts:
    """Facts with the charts and the incidents read, located, one incident for each report."""
    facts = Facts.in_memory()
    folder = real_data / "syrian_archive_incidents"
    files = [
        SourceFile.at(real_data / "syria_gazetteer" / "places.csv.gz"),
        SourceFile.of_bytes("actors.csv", ACTORS.encode()),
        SourceFile.at(folder / "flight_observations.csv"),
        SourceFile.at(folder / "incidents.json"),
    ]
    for number, file in enumerate(files, 1):
        _land(facts, file, number)
    locate(facts, SETTINGS)
    _incidents(facts)
    return facts


def _land(facts: Facts, file: SourceFile, number: int) -> None:
    reader = find_reader(file)
    assert reader is not None, file.name
    context = Context(SETTINGS, "Syrian Archive", date(2020, 1, 1))
    loader = RecordLoader(facts, context, f"{number:064x}", file.name, ("c" * 32, number))
    assert loader.load(reader.read(file, context), reader.name, reader.version) is None


def _incidents(facts: Facts) -> None:
    rows = facts.rows(
        "SELECT r.report_id, r.earliest, r.latest, l.latitude, l.longitude, l.radius_m FROM report r "
        "LEFT JOIN location l USING (report_id) ORDER BY report_id"
    )
    facts.replace(
        "incident",
        [
            {
                "incident_id": row["report_id"], "earliest": row["earliest"], "latest": row["latest"],
                "latitude": row["latitude"], "longitude": row["longitude"], "radius_m": row["radius_m"],
                "kind": "airstrike", "in_scope": True,
            }
            for row in rows
        ],
    )  # fmt: skip
    facts.replace(
        "incident_report",
        [{"incident_id": r["report_id"], "report_id": r["report_id"], "organisation": "Syrian Archive"} for r in rows],
    )
