"""Which pictures and films there are of an attack, who holds them, and who copied them from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dalil.simulate.events.evidence import Lines
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.tell.naming import Counters, prefix
from dalil.simulate.tell.reports import Report

TRANSFORMS = ("recoded", "cropped", "resized")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file of one organisation. `original` is itself for what was not copied; `scene` seeds what it shows."""

    file: str
    original: str
    transform: str
    kind: str  # picture or video
    list_: int
    report: int  # position of the report it stands in
    strike: int
    scene: int
    captured_s: int
    published_s: int
    exif: str  # right, wrong or missing

    @property
    def is_copy(self) -> bool:
        """Whether it goes back to another file."""
        return self.file != self.original


def draw_exhibits(
    at: Setting,
    strikes: Mapping[int, Strike],
    reports: Sequence[Report],
    lines: Mapping[int, Lines],
    counters: Counters,
) -> list[Exhibit]:
    """All exhibits of a slice: originals with the first report of an attack, copies with the others."""
    if not at.settings.media.on:
        return []
    rng, found = at.streams["media"], []
    by_strike: dict[int, list[int]] = {}
    for position, report in enumerate(reports):
        by_strike.setdefault(report.strike, []).append(position)
    for number, positions in by_strike.items():
        known = lines.get(number)
        if known is not None and known.media:
            originals = _originals(at, rng, strikes[number], positions[0], reports, counters)
            found += originals + _copies(at, rng, originals, positions, reports, counters)
    return found


def of_report(exhibits: Sequence[Exhibit], reports: Sequence[Report]) -> dict[int, list[str]]:
    """The file names of each report by its position; an update carries those of the report it renews."""
    found: dict[int, list[str]] = {}
    for exhibit in exhibits:
        found.setdefault(exhibit.report, []).append(exhibit.file)
    for position, report in enumerate(reports):
        if report.how in ("update", "duplicate") and report.origin in found:
            found[position] = found[report.origin]
    return found


def _originals(
    at: Setting, rng: np.random.Generator, strike: Strike, position: int, reports: Sequence[Report], counters: Counters
) -> list[Exhibit]:
    found = []
    # One to three of an attack, a film first: what people take out is the camera of their phone.
    for number in range(1 + int(rng.integers(3))):
        film, exif, delay = (float(v) for v in rng.random(3))
        scene = int(rng.integers(2**31))
        kind = "video" if number == 0 and film < at.settings.evidence.video else "picture"
        file = _name(at, reports[position].list_, kind, exif, counters)
        # Within ninety minutes of the attack: rubble, rescue, the next wave.
        captured = strike.at_s + int(delay * 5400)
        m = at.settings.media
        state = "missing" if exif < m.exif_missing else "wrong" if exif < m.exif_missing + m.exif_wrong else "right"
        found.append(
            Exhibit(
                file=file,
                original=file,
                transform="original",
                kind=kind,
                list_=reports[position].list_,
                report=position,
                strike=strike.number,
                scene=scene,
                captured_s=captured,
                published_s=captured + 3600 + int(delay * 86_400),
                exif="missing" if kind == "video" else state,
            )
        )
    return found


def _copies(
    at: Setting,
    rng: np.random.Generator,
    originals: Sequence[Exhibit],
    positions: Sequence[int],
    reports: Sequence[Report],
    counters: Counters,
) -> list[Exhibit]:
    """Copies held by others that report the attack; an account told again comes with its first exhibit."""
    others = [p for p in positions[1:] if reports[p].how in ("own", "rereport")]
    wanted = [(originals[0], p) for p in others if reports[p].how == "rereport"]
    for original in originals:
        for _ in range(int(rng.poisson(at.settings.media.copies))):
            # Nobody else reports it: then nobody has a copy either.
            if others:
                wanted.append((original, others[int(rng.integers(len(others)))]))
    found = []
    for original, position in wanted:
        list_ = reports[position].list_
        transform = TRANSFORMS[int(rng.integers(3))]
        file = _name(at, list_, original.kind, 0.0, counters)
        # Copies come an hour to four days after: order of publication tells original from copy.
        later = original.published_s + 3600 + int(rng.integers(4 * 86_400))
        found.append(
            replace(
                original,
                file=file,
                transform=transform,
                list_=list_,
                report=position,
                published_s=later,
                exif="missing",
            )
        )
    return found


def _name(at: Setting, list_: int, kind: str, draw: float, counters: Counters) -> str:
    number = counters.more["exhibit"] = counters.more.get("exhibit", 0) + 1
    # One picture in twelve is a PNG, which carries no EXIF.
    ending = "mp4" if kind == "video" else "png" if draw > 0.92 else "jpg"
    return f"{prefix(at.conflict, list_)}_{number:06d}.{ending}"
