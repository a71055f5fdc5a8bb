"""What observers write, and which type of aircraft it means; how fast types are, and from how far they release.

The catalogue is a data file (`aircraft.toml`, with its sources); a case adds types or replaces them. A label is
what an observer's word comes down to: a type, a group ("Russian"), a class ("helicopter") or `unknown`. It never
names who flew.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from dalil.casefile.sections import SkyAircraft
from dalil.names import fold

__all__ = ["UNKNOWN", "Aircraft", "Catalogue", "Reading", "load_catalogue"]

UNKNOWN = "unknown"
_GRAVITY_MS2 = 9.80665  # standard gravity (CGPM 1901)
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d])(?=\d)")
_CYRILLIC = str.maketrans("msk", "мск")  # the letters of a variant follow the script of its prefix
_ARTICLE = re.compile(r"^ال(?=\w{3})")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class Aircraft:
    """A label with what bounds the flight of whatever it stands for: metres, seconds, metres a second."""

    label: str
    aircraft_class: str
    is_type: bool
    top_speed_ms: float
    slow_speed_ms: float
    endurance_s: float
    release_height_m: float
    release_speed_ms: float
    operators: tuple[str, ...] = ()

    @property
    def specific(self) -> bool:
        """True for a type and for a group of types ("Russian"), which observers tell apart from other aircraft."""
        return self.label not in (self.aircraft_class, UNKNOWN)

    @property
    def release_m(self) -> float:
        """How far before the target an unguided load may be let go: v·√(2h/g), without drag.

        >>> round(Aircraft("x", "fixed_wing", True, 300, 60, 3600, 3000, 240).release_m)
        5936
        """
        return self.release_speed_ms * math.sqrt(2 * self.release_height_m / _GRAVITY_MS2)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one written name was read. `note` is empty, `type_unknown`, or `two_types` where it names more than one."""

    aircraft: Aircraft
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Types, groups and classes by label, and every spelling that leads to one."""

    aircraft: Mapping[str, Aircraft]
    spellings: Mapping[str, str]
    _seen: dict[str, Reading] = field(default_factory=dict, repr=False, compare=False)

    def read(self, written: str | None) -> Reading:
        """The label of what an observer wrote; `unknown` where the catalogue has no such name."""
        text = written or ""
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> Reading:
        whole = spelling(text)
        if not whole:
            return Reading(self.aircraft[UNKNOWN])
        for part in (whole, spelling(_BRACKETS.sub(" ", text)), *(spelling(p) for p in _BRACKETS.findall(text))):
            if part in self.spellings:
                return Reading(self.aircraft[self.spellings[part]])
        return self._among(whole)

    def _among(self, text: str) -> Reading:
        """Names that stand inside a longer text; a type says more than a group, a group more than a class."""
        padded = f" {text} "
        found = {self.spellings[known] for known in self.spellings if f" {known} " in padded and len(known) > 1}
        types = sorted(label for label in found if self.aircraft[label].is_type)
        if len(types) > 1:
            classes = {self.aircraft[label].aircraft_class for label in types}
            return Reading(self.aircraft[classes.pop() if len(classes) == 1 else UNKNOWN], "two_types")
        if types:
            return Reading(self.aircraft[types[0]])
        vague = sorted(found, key=lambda label: (self.aircraft[label].aircraft_class == label, label))
        return Reading(self.aircraft[vague[0]]) if vague else Reading(self.aircraft[UNKNOWN], "type_unknown")


def spelling(text: str) -> str:
    """One spelling of a designation: folded, letters and digits apart.

    >>> spelling("Su-24M"), spelling("Су24"), spelling("سوخوي ٢٤")
    ('su 24m', 'су 24', 'سوخوي 24')
    >>> spelling("الطيران الحربي الروسي")
    'طيران حربي روسي'
    """
    # with and without the article one name: else "the Russian warplanes" would lose whose they are
    return " ".join(_ARTICLE.sub("", word) for word in _LETTER_DIGIT.sub(" ", fold(text)).split())


def load_catalogue(added: Iterable[SkyAircraft] = ()) -> Catalogue:
    """The catalogue of the program with the case's own types, which replace entries of the same id."""
    aircraft, spellings = _own()
    aircraft, spellings = dict(aircraft), dict(spellings)
    for entry in added:
        aircraft[entry.id] = _of_case(entry, aircraft)
        for alias in (entry.id, *entry.aliases):
            spellings[spelling(alias)] = entry.id
    return Catalogue(aircraft, spellings)


@cache
def _own() -> tuple[dict[str, Aircraft], dict[str, str]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("aircraft.toml").read_text("utf-8"))
    aircraft = {label: _bounds(label, label, row, is_type=False) for label, row in raw["classes"].items()}
    aircraft[UNKNOWN] = _widest(aircraft["fixed_wing"], UNKNOWN)
    for label, row in raw["groups"].items():
        aircraft[label] = _widest(aircraft[row["class"]], label)
    for label, row in raw["types"].items():
        aircraft[label] = _bounds(label, row["class"], row, is_type=True)
    spellings = {spelling(name): UNKNOWN for name in raw["unknown"]["aliases"]}
    for section in ("classes", "groups", "types"):
        for label, row in raw[section].items():
            names = [label, *row["aliases"], *_designations(row.get("designations", ()), raw["prefixes"])]
            spellings |= {spelling(name): label for name in names}
    return aircraft, spellings


def _designations(designations: Iterable[str], prefixes: Mapping[str, list[str]]) -> list[str]:
    found = []
    for designation in designations:
        prefix, _, number = designation.partition(" ")
        for written in prefixes[prefix]:
            found += [f"{written} {number}", f"{written} {number.translate(_CYRILLIC)}"]
    return found


def _bounds(label: str, aircraft_class: str, row: Mapping[str, Any], *, is_type: bool) -> Aircraft:
    return Aircraft(
        label, aircraft_class, is_type, row["top_speed_ms"], row["slow_speed_ms"], row["endurance_s"],
        row["release_height_m"], row["release_speed_ms"], tuple(row.get("operators", ())),
    )  # fmt: skip


def _widest(of_class: Aircraft, label: str) -> Aircraft:
    return Aircraft(
        label, of_class.aircraft_class if label != UNKNOWN else UNKNOWN, False, of_class.top_speed_ms,
        0.0 if label == UNKNOWN else of_class.slow_speed_ms, of_class.endurance_s, of_class.release_height_m,
        of_class.release_speed_ms,
    )  # fmt: skip


def _of_case(entry: SkyAircraft, known: Mapping[str, Aircraft]) -> Aircraft:
    base = known.get(entry.id) or known.get(entry.aircraft_class) or known["fixed_wing"]

    def given(value: float | None, otherwise: float) -> float:
        return otherwise if value is None else value

    return Aircraft(
        entry.id, entry.aircraft_class, True, given(entry.top_speed_ms, base.top_speed_ms),
        min(base.slow_speed_ms, given(entry.top_speed_ms, base.top_speed_ms)),
        given(entry.endurance_s, base.endurance_s), given(entry.release_height_m, base.release_height_m),
        given(entry.release_speed_ms, base.release_speed_ms), entry.operators or base.operators,
    )  # fmt: skip
