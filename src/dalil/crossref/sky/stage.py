"""The sky stage: from logs, tracks and radio to opportunity, chance and what they say of each party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.flights.arrays import Flown
from dalil.crossref.sky.flights.association import Association, associate
from dalil.crossref.sky.flights.flown import (
    fields_of,
    flights_of_sightings,
    flights_of_tracks,
    write_flights,
)
from dalil.crossref.sky.radio.reading import read_transmissions
from dalil.crossref.sky.radio.sequences import StrikeSequence, find_sequences, write_sequences
from dalil.crossref.sky.read.catalogue import Catalogue, load_catalogue
from dalil.crossref.sky.read.sightings import Sightings, parties_by_alias, read_sightings
from dalil.crossref.sky.read.tracks import clean_tracks
from dalil.crossref.sky.search.logging_periods import LoggingPeriods, logging_periods
from dalil.crossref.sky.search.positions import CLEAN_ALL_UP_TO, recorded_minutes, tracks_near
from dalil.crossref.sky.search.search import Search, search_of
from dalil.crossref.sky.weigh.coverage import Coverage, cover_incidents, detection_share
from dalil.crossref.sky.weigh.lines import Line, flight_line, radio_line
from dalil.crossref.sky.weigh.tables import write_evidence, write_search
from dalil.crossref.spread import time_spread, write_spread
from dalil.crossref.window import Declared, declare, read_declared
from dalil.progress import Announce, silent

__all__ = ["SkySummary", "crossref"]


@dataclass(frozen=True, slots=True)
class SkySummary:
    """What the sky stage did, in numbers. `sightings_capped` had more lines after them than are looked at."""

    run_id: str
    sightings_used: int
    sightings_doubled: int
    sightings_set_aside: int
    sightings_capped: int
    flights: int
    tracks: int
    fixes_set_aside: int
    sequences: int
    incidents: int
    looked_for: int
    with_opportunity: int
    with_radio: int
    detection_share: float


@dataclass(frozen=True)
class Sky:
    """Everything that was in the sky, before any incident is looked at."""

    catalogue: Catalogue
    sightings: Sightings
    joined: Association
    flown: Sequence[Flown]
    sequences: Sequence[StrikeSequence]
    share: float
    watch: LoggingPeriods


def crossref(
    facts: Facts,
    settings: Settings,
    *,
    engine: str = "duckdb",
    declared: Mapping[str, Any] | None = None,
    earlier: Sequence[Mapping[str, Any]] = (),
    announce: Announce = silent,
) -> SkySummary:
    """Cross-reference all incidents with the sky, under windows that were declared before.

    Takes incident, incident_report, report, label, sighting, position, transmission, context, actor. Gives the
    tables of `records.sky_tables`. `declared` is what `window.declare` gave and the log holds; `earlier` are other
    declarations in the log, whose results stand beside this one in `sky_run`. `engine` runs large tables of
    positions, `duckdb` or `spark`. Refuses a declaration of another format. A case without flight data runs, and
    every incident says `not_looked_for`. `announce` is told what takes long.
    """
    declared = declare(facts, settings) if declared is None else declared
    current = read_declared(declared)
    spread = time_spread(facts)
    write_spread(facts, spread)
    searches = [search_of(facts, settings, read_declared(run), spread) for run in (*earlier, declared)]
    sky = _in_the_sky(facts, settings, engine, searches, current.sequence_s, announce)
    runs = [
        _run(facts, settings, sky, read_declared(run), search)
        for run, search in zip((*earlier, declared), searches, strict=True)
    ]
    search, lines, coverage = runs[-1]
    write_search(facts, current, search, coverage, lines)
    write_evidence(facts, settings, search, coverage, lines, current)
    _write_runs(facts, [*earlier, declared], runs)
    return _summary(facts, current.run_id, sky, lines)


def _in_the_sky(
    facts: Facts, settings: Settings, engine: str, searches: Sequence[Search], within_s: float, announce: Announce
) -> Sky:
    catalogue = load_catalogue(settings.sky.aircraft)
    parties = parties_by_alias(settings)
    fields = fields_of(facts, parties)
    sightings = read_sightings(facts, settings, catalogue)
    joined = associate(sightings, announce)
    flown = flights_of_sightings(sightings, joined, catalogue, fields)
    share = detection_share(sightings, joined, flown)
    some = near_incidents(facts, settings, engine, searches)
    tracks = clean_tracks(facts, catalogue, some)
    flown += flights_of_tracks(tracks, catalogue, fields)
    flown.sort(key=lambda f: (f.at_s[0], f.flight_id))
    write_flights(facts, flown, sightings, joined)
    sequences = find_sequences(read_transmissions(facts, settings, within_s), within_s)
    write_sequences(facts, sequences)
    watch = logging_periods(sightings, joined.at_s, tracks, None if some is None else recorded_minutes(facts))
    return Sky(catalogue, sightings, joined, flown, sequences, share, watch)


def near_incidents(facts: Facts, settings: Settings, engine: str, searches: Sequence[Search]) -> list[str] | None:
    """Which tracks are worth cleaning: all, or of very many positions those that come near a place looked at."""
    if facts.value("SELECT count(*) FROM position") <= CLEAN_ALL_UP_TO:
        return None
    return tracks_near(facts, settings, engine, searches)


def _run(
    facts: Facts, settings: Settings, sky: Sky, declared: Declared, search: Search
) -> tuple[Search, tuple[Line, ...], Coverage]:
    coverage = cover_incidents(search, sky.sightings, sky.share, search.kept(sky.watch))
    lines = (
        flight_line(facts, settings, sky.catalogue, search, coverage, sky.watch, sky.flown, declared),
        radio_line(facts, settings, sky.catalogue, search, coverage, sky.sequences, declared),
    )
    return search, tuple(line for line in lines if line is not None), coverage


def _write_runs(
    facts: Facts, declarations: Sequence[Mapping[str, Any]], runs: Sequence[tuple[Search, tuple[Line, ...], Coverage]]
) -> None:
    rows = []
    for number, (declaration, (search, lines, _)) in enumerate(zip(declarations, runs, strict=True)):
        declared = read_declared(declaration)
        by_name = {line.name: line for line in lines}
        flight = by_name.get("flight")
        rows.append(
            {
                "run_id": declared.run_id, "current": number == len(runs) - 1, "declared": declared.text,
                "incidents": len(search.rows), "matched_flight": _matched(flight),
                "matched_radio": _matched(by_name.get("radio")),
                "chance_flight": float(flight.weighed.any_rate[0].mean()) if flight and len(search.rows) else None,
            }
        )  # fmt: skip
    facts.replace("sky_run", list({row["run_id"]: row for row in rows}.values()))


def _matched(line: Line | None) -> int | None:
    return None if line is None else int((line.looked.own < line.near_bins).any(axis=1).sum())


def _summary(facts: Facts, run_id: str, sky: Sky, lines: Sequence[Line]) -> SkySummary:
    readings = dict(facts.query("SELECT status, count(*) FROM sighting_reading GROUP BY status ORDER BY 1").fetchall())
    by_name = {line.name: line for line in lines}
    return SkySummary(
        run_id=run_id, sightings_used=readings.get("used", 0), sightings_doubled=readings.get("doubled", 0),
        sightings_set_aside=readings.get("set_aside", 0), sightings_capped=sky.joined.capped,
        flights=len(sky.flown),
        tracks=facts.value("SELECT count(*) FROM track"),
        fixes_set_aside=facts.value("SELECT count(*) FROM position_flag"),
        sequences=len(sky.sequences), incidents=facts.value("SELECT count(*) FROM incident"),
        looked_for=facts.value("SELECT count(*) FROM coverage WHERE looked_for = 'yes'"),
        with_opportunity=_matched(by_name.get("flight")) or 0, with_radio=_matched(by_name.get("radio")) or 0,
        detection_share=round(sky.share, 4),
    )  # fmt: skip
