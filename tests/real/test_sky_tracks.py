"""Real ADS-B recordings: spoofed positions and bad clocks recognised, set aside, counted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from tests.cases import settings_of

from dalil.casefile.facts import Facts
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.read.tracks import Track, clean_tracks
from dalil.intake.formats.registry import Context, find_reader
from dalil.intake.ingest.record_loader import RecordLoader
from dalil.intake.notations.source_file import SourceFile

SETTINGS = settings_of("2020-01-01", "2025-12-31")


def cleaned(folder: Path, name: str) -> tuple[Facts, list[Track]]:
    facts, file = Facts.in_memory(), SourceFile.at(folder / "adsb_samples" / name)
    reader = find_reader(file)
    assert reader is not None
    context = Context(SETTINGS, "radar", date(2026, 1, 1))
    loader = RecordLoader(facts, context, "1" * 64, name, ("c" * 32, 1))
    assert loader.load(reader.read(file, context), reader.name, reader.version) is None
    return facts, clean_tracks(facts, load_catalogue())


def flags(facts: Facts) -> dict[str, int]:
    return dict(facts.query("SELECT flag, count(*) FROM position_flag GROUP BY flag").fetchall())


@pytest.mark.parametrize(
    ("name", "rows", "records"),
    [
        ("readsb_trace_full_ac671b.json.gz", 2_500, 2_500),
        ("military_inflight_refuelling.csv.gz", 10_397, 10_396),
        ("military_aircraft_carrier.csv.gz", 9_024, 7_335),
        ("surveillance_border_control.csv.gz", 1_465, 1_465),
        ("opensky_state_vectors.csv.gz", 6_052, 6_052),
    ],
)
def test_rows_are_records_and_refusals(real_data: Path, name: str, rows: int, records: int) -> None:
    facts, _ = cleaned(real_data, name)
    found = facts.rows("SELECT rows, records, refused FROM reading")[0]
    assert (found["rows"], found["records"], found["refused"]) == (rows, records, rows - records)


@pytest.mark.parametrize(("name", "least"), [("noisy_spoofing.csv.gz", 2_000), ("noisy_time_issue.csv.gz", 2_000)])
def test_false_positions_are_set_aside(real_data: Path, name: str, least: int) -> None:
    facts, tracks = cleaned(real_data, name)
    assert sum(flags(facts).get(flag, 0) for flag in ("spoofed", "stale_clock", "impossible_speed")) >= least
    kept = sum(len(track.at_s) for track in tracks)
    assert kept + sum(flags(facts).values()) == facts.value("SELECT count(*) FROM position")
    assert kept > facts.value("SELECT count(*) FROM position") / 2


def test_what_is_left_of_a_spoofed_flight_can_be_flown(real_data: Path) -> None:
    _, tracks = cleaned(real_data, "noisy_spoofing.csv.gz")
    spans = sorted((float(t.at_s[0]), float(t.at_s[-1])) for t in tracks)
    assert all(first[1] <= then[0] for first, then in pairwise(spans))


def test_a_clean_recording_loses_nothing(real_data: Path) -> None:
    facts, _ = cleaned(real_data, "surveillance_border_control.csv.gz")
    assert flags(facts) == {}


def test_an_aircraft_that_circles_is_seen_to_circle(real_data: Path) -> None:
    _, (track,) = cleaned(real_data, "surveillance_border_control.csv.gz")
    assert track.circling_s > 1_800


def test_one_track_for_each_aircraft(real_data: Path) -> None:
    facts, _ = cleaned(real_data, "opensky_state_vectors.csv.gz")
    assert facts.value("SELECT count(DISTINCT track_id) FROM track") == 84
