"""What one transmission holds: its elements, and the coordinates in it as they were written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dalil.crossref.sky.radio.coordinates import Heard
from dalil.crossref.sky.radio.written import Written

__all__ = ["ParsedElement", "Saying"]


@dataclass(frozen=True, slots=True)
class Saying:
    """Coordinates said once, as one listener wrote them down.

    `named` is False where no word of the code book says that coordinates follow or are read back; `noisy` where the
    transcript shows that something was not understood; `corrected` where what was said before is taken back.
    """

    written: Written | None
    post: str
    transcript: str
    named: bool = True
    noisy: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class ParsedElement:
    """One element of one transmission; coordinates carry their `saying`, read or not."""

    transmission_id: str
    organisation: str
    call_sign: str
    language: str
    frequency_khz: float | None
    element: str
    at: datetime
    heard: Heard | None = None
    value: float | None = None
    certainty: str = "clean"
    note: str = ""
    mended_from: tuple[str, ...] = ()
    saying: Saying | None = None
