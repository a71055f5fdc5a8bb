"""Which lines of evidence an attack leaves, and that the annex rests on enough of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

import dalil.simulate.world.settings as s
from dalil.simulate.events.strikes import Setting, Strike


@dataclass(frozen=True, slots=True)
class Lines:
    """What there is for one attack. `direct` is a witness who saw; `sure` a remnant identified at least probably."""

    flight_seen: bool
    radio: bool
    remnant: bool
    sure: bool
    testimony: bool
    direct: bool
    media: bool

    @property
    def strong(self) -> int:
        """How many lines could carry an attribution."""
        return self.flight_seen + self.radio + (self.remnant and self.sure) + (self.testimony and self.direct)


def draw_lines(at: Setting, strikes: Iterable[Strike], seen: set[int]) -> Mapping[int, Lines]:
    """The lines of each documented attack; `seen` holds the numbers of attacks whose flight somebody logged.

    Attacks of the annex are drawn until they rest on `evidence.lines_for_annex` lines, other attacks of its
    party until they do not: with high likelihood documented, or held back.
    """
    rng, e, found = at.streams["evidence"], at.settings.evidence, {}
    for strike in strikes:
        if strike.lists:
            found[strike.number] = _fitting(at, rng, e, strike, strike.number in seen)
    return found


def in_annex(at: Setting, strike: Strike, lines: Mapping[int, Lines]) -> bool:
    """Whether an attack belongs to the annex: by quota, or by what the evidence makes of it."""
    if strike.plan.annex != "open":
        return strike.plan.annex == "yes"
    own = strike.plan.party == at.settings.annex.party
    return own and bool(strike.lists) and lines[strike.number].strong >= at.settings.evidence.lines_for_annex


def _fitting(at: Setting, rng: np.random.Generator, e: s.Evidence, strike: Strike, seen: bool) -> Lines:
    own = strike.plan.annex != "open" and strike.plan.party == at.settings.annex.party
    lines = _drawn(at, rng, e, strike, seen)
    # Where the settings make enough lines all but impossible the last draw stands, and `lines` of the truth says so.
    for _ in range(500):
        enough = lines.strong >= e.lines_for_annex
        if not own or enough == (strike.plan.annex == "yes"):
            return lines
        lines = _drawn(at, rng, e, strike, seen)
    return lines


def _drawn(at: Setting, rng: np.random.Generator, e: s.Evidence, strike: Strike, seen: bool) -> Lines:
    radio, remnant, sure, testimony, direct, media = rng.random(6)
    return Lines(
        flight_seen=seen,
        radio=bool(strike.plan.aircraft) and at.settings.radio.on and bool(radio < at.settings.radio.share),
        remnant=bool(remnant < e.remnant),
        sure=bool(sure >= e.remnant_uncertain),
        testimony=bool(testimony < e.testimony),
        direct=bool(direct >= e.hearsay),
        media=bool(media < e.media),
    )
