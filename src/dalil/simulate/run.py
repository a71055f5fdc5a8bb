"""simulate(): the table of contents of the simulator."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from dalil.errors import UsageError
from dalil.simulate.events.capture import build_reach
from dalil.simulate.events.people import Names
from dalil.simulate.events.strikes import Setting
from dalil.simulate.tell.exhibits import of_report
from dalil.simulate.tell.naming import Counters
from dalil.simulate.tell.slices import Slice, draw_slice
from dalil.simulate.world.calendar import build_calendar
from dalil.simulate.world.clock import Clock
from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.country import build_world
from dalil.simulate.world.loading import as_dict, load
from dalil.simulate.world.schedule import regimes
from dalil.simulate.world.settings import Settings
from dalil.simulate.world.streams import Streams
from dalil.simulate.write.aftermath import write_aftermath
from dalil.simulate.write.case import case_toml, write_codebook, write_notice
from dalil.simulate.write.media import write_media, write_observations
from dalil.simulate.write.positions import write_positions
from dalil.simulate.write.radar import write_radar
from dalil.simulate.write.raw import write_raw
from dalil.simulate.write.reference import parameters, write_map, write_reference
from dalil.simulate.write.statements import write_statements
from dalil.simulate.write.tables import Tables
from dalil.simulate.write.truth import write_truth


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written, in numbers. `incidents` are all attacks, `documented` those that somebody recorded."""

    out: str
    preset: str
    seed: int
    incidents: int = 0
    documented: int = 0
    reports: int = 0
    victims: int = 0
    testimonies: int = 0
    remnants: int = 0
    exhibits: int = 0
    flights: int = 0
    sightings: int = 0
    transmissions: int = 0
    background_positions: int = 0
    fictional: bool = True


def simulate(out: Path, seed: int, preset: str = "small", settings: dict[str, str] | None = None) -> Summary:
    """Write a fictional conflict to `out` (new or empty): raw/, truth/, case.toml, README.txt.

    The same seed, preset and settings give the same bytes.

    Raises:
        UsageError: an unknown preset or parameter, or a folder that holds something.
    """
    chosen = load(preset, settings)
    if seed < 0:
        raise UsageError("A seed is a whole number, not below 0.", expected="0, 1, 2, …", found=str(seed))
    _refuse_full(out)
    at = setting_of(chosen, seed)
    out.mkdir(parents=True, exist_ok=True)
    with Tables(out) as tables:
        write_reference(at, tables)
        write_statements(at, tables)
        counts = _write_slices(at, seed, tables, out)
    if chosen.tracks.background:
        path = out / "raw" / at.conflict.network_folder / "positions_background.parquet"
        counts["background_positions"] = write_positions(at, path, chosen.tracks.background)
    write_map(at, out / "raw" / "map")
    write_notice(out)
    write_codebook(out)
    (out / "case.toml").write_text(case_toml(at, preset, seed), encoding="utf-8")
    _write_parameters(at, out, preset, seed)
    return Summary(str(out), preset, seed, **counts, fictional=True)


def _refuse_full(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            "The folder for the simulation is not empty.", expected="a new or empty folder", where=str(out),
            do="name another folder",
        )  # fmt: skip


def _write_slices(at: Setting, seed: int, tables: Tables, out: Path) -> dict[str, int]:
    """Generate and write the conflict slice by slice; only one is in memory. Returns what was written, counted."""
    names, counters = Names.invented(at.streams["names"]), Counters.fresh(len(at.conflict.organisations))
    counts: Counter[str] = Counter()
    for number, (here, count) in enumerate(_slices(at, seed)):
        part = draw_slice(here, count, names, counters)
        write_raw(here, tables, part, counters, of_report(part.exhibits, part.reports))
        write_media(here, tables, part, out)
        write_observations(here, tables, part, counters)
        write_truth(here, tables, part)
        write_aftermath(here, tables, part, counters)
        if number == 0:
            write_radar(here, list(part.strikes.values()), out, tables)
        counts.update(_counts(part))
    return dict(counts)


def setting_of(settings: Settings, seed: int) -> Setting:
    """The world, calendar and reach of a seed: all that drawing strikes needs."""
    conflict, streams = load_conflict(), Streams(seed)
    clock = Clock(settings.period.zone, date.fromisoformat(settings.period.start), settings.period.days)
    world = build_world(settings, conflict, streams)
    calendar = build_calendar(settings, clock, streams["calendar"])
    reach = build_reach(settings.capture, conflict, len(world.places), clock.first_s, clock.last_s, streams["world"])
    return Setting(settings, conflict, world, calendar, reach, streams)


def _slices(at: Setting, seed: int) -> list[tuple[Setting, int]]:
    """Parts of the period with the number of documented attacks in each; one part unless there are very many.

    An annex and a schedule hold for the whole period: with one of them there is one part.
    """
    total, most = at.settings.war.incidents, at.settings.war.slice_incidents
    whole = at.settings.annex.incidents or at.settings.rates.scheduled
    parts = 1 if whole else max(1, -(-total // most))
    if parts == 1:
        return [(at, total)]
    days, found, done = at.settings.period.days, [], 0
    for number in range(parts):
        first, last = days * number // parts, days * (number + 1) // parts
        calendar = at.calendar.cut(first, last)
        upto = total * last // days
        found.append((replace(at, calendar=calendar, streams=Streams(seed, number + 1)), upto - done))
        done = upto
    return found


def _counts(part: Slice) -> dict[str, int]:
    return {
        "incidents": len(part.strikes),
        "documented": sum(bool(strike.lists) for strike in part.strikes.values()),
        "reports": len(part.reports),
        "victims": len(part.victims),
        "testimonies": len(part.testimonies),
        "remnants": len(part.remnants),
        "exhibits": len(part.exhibits),
        "flights": len(part.flights),
        "sightings": len(part.sightings),
        "transmissions": len(part.radio),
    }


def _write_parameters(at: Setting, out: Path, preset: str, seed: int) -> None:
    clock, settings = at.calendar.clock, at.settings
    spans = regimes(settings.rates, clock.days) if settings.rates.scheduled else []
    body = parameters(at, preset, seed) | {
        "settings": as_dict(settings),
        "medical_regimes": [
            {
                "from": (clock.start + timedelta(days=int(a))).isoformat(),
                "to": (clock.start + timedelta(days=int(b) - 1)).isoformat(),
                "a_day": rate,
            }
            for a, b, rate in spans
        ],
        "medical_rates_are_of": "attacks on medical facilities that at least one organisation recorded on its own",
    }
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (out / "truth" / "parameters.json").write_text(text, encoding="utf-8")
