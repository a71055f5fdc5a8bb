"""Exhibit files and the tables that go with them: exhibits, observations, and what they are copies of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dalil.simulate.events.strikes import Setting
from dalil.simulate.observe.sightings import pick_one
from dalil.simulate.tell.exhibits import Exhibit
from dalil.simulate.tell.naming import Counters, prefix
from dalil.simulate.tell.slices import Slice
from dalil.simulate.world.clock import utc_text
from dalil.simulate.write.tables import Tables


def write_media(at: Setting, tables: Tables, part: Slice, out: Path) -> None:
    """Draw and encode every exhibit of a slice, and its rows in exhibits.csv and truth/media.csv."""
    for exhibit in part.exhibits:
        organisation = at.conflict.organisations[exhibit.list_]
        folder = out / "raw" / organisation.folder / "media"
        _draw(at, part, exhibit, folder)
        tables.write(f"raw/{organisation.folder}", "exhibits", _row(exhibit))
        tables.truth(
            "media",
            {
                "file": exhibit.file,
                "original_file": exhibit.original,
                "transform": exhibit.transform,
                "incident_id": part.strikes[exhibit.strike].incident_id,
                "captured_at": utc_text(exhibit.captured_s),
                "exif": exhibit.exif,
            },
        )


def _draw(at: Setting, part: Slice, exhibit: Exhibit, folder: Path) -> None:
    # Imported here: with media off nothing needs the media extra.
    from dalil.simulate.write.films import write_film
    from dalil.simulate.write.pictures import write_picture

    folder.mkdir(parents=True, exist_ok=True)
    if exhibit.kind == "video":
        write_film(exhibit, at.settings.media.video_frames, folder)
    else:
        strike = part.strikes[exhibit.strike]
        write_picture(exhibit, at.calendar.clock, at.world.plane.degrees(strike.x, strike.y), folder)


def _row(exhibit: Exhibit) -> dict[str, Any]:
    account = f"channel_{exhibit.scene % 40:02d}" if not exhibit.is_copy else f"repost_{exhibit.scene % 7}"
    return {
        "file": exhibit.file,
        "kind": exhibit.kind,
        "source_url": f"https://video.invalid/fictional/{exhibit.original if exhibit.scene % 4 == 0 else exhibit.file}",
        "account": account,
        "author": f"{account} (fictional)",
        "published_at": utc_text(exhibit.published_s),
        "captured_at": utc_text(exhibit.captured_s) if exhibit.exif == "right" and not exhibit.is_copy else "",
        "capture_method": "downloaded" if exhibit.is_copy else "received from the author",
        "obtained_from": "public channel (fictional)",
        "consent": "public;commission" if exhibit.scene % 3 else "commission",
        "note": "FICTIONAL",
    }


def write_observations(at: Setting, tables: Tables, part: Slice, counters: Counters) -> None:
    """What analysts saw in exhibits, or read in reports where there are no files."""
    rng, files = at.streams["observations"], _first_files(part.exhibits)
    for position, report in enumerate(part.reports):
        known = part.lines.get(report.strike)
        draws = rng.random(5)
        if report.how != "own" or known is None or not known.media or draws[0] >= at.settings.evidence.observations:
            continue
        organisation = at.conflict.organisations[report.list_]
        for aspect, value in _seen(at, rng, part, report.strike):
            number = counters.observations = counters.observations + 1
            tables.write(
                f"raw/{organisation.folder}",
                "observations",
                {
                    "observation_id": f"{prefix(at.conflict, report.list_)}-O{number:05d}",
                    "exhibit": files.get(position, ""),
                    "report_id": part.ids[position],
                    "aspect": aspect,
                    "value": value,
                    "method": "looked at",
                    "analyst": f"analyst {1 + int(draws[1] * 4)} (fictional)",
                    "certainty": ("possible", "probable", "certain")[int(draws[2] * 3)],
                    "reviewed_by": "analyst 9 (fictional)" if draws[3] < 0.4 else "",
                    "note": "[Fictional]",
                },
            )


def _first_files(exhibits: Sequence[Exhibit]) -> Mapping[int, str]:
    return {exhibit.report: exhibit.file for exhibit in reversed(exhibits)}


def _seen(at: Setting, rng: np.random.Generator, part: Slice, number: int) -> list[tuple[str, str]]:
    """One to three observations of an attack: right ones, but for an aircraft now and then."""
    plan = part.strikes[number].plan
    draws, wrong = rng.random(4), pick_one(rng, sorted(at.conflict.types))
    munition = pick_one(rng, at.conflict.munitions[plan.weapons[0]].named(plan.party))
    found = [("damage", "crater and collapsed walls" if draws[0] < 0.6 else "burnt facade")]
    if plan.aircraft and draws[1] < 0.25:
        # Analysts name a wrong type less often than posts do: they can look twice.
        found.append(("aircraft", wrong if draws[2] < 0.15 else plan.aircraft))
    if draws[3] < 0.3:
        found.append(("munition", munition))
    elif draws[3] > 0.7:
        found.append(("absence_of_military", "no military object in the pictures"))
    return found
