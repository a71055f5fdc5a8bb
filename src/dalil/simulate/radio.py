"""Intercepted radio: strike sequences (coordinates, clearance, release), and everything else on the air."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dalil.grids import grid_1942_of, mgrs_of
from dalil.simulate.clock import DAY_S
from dalil.simulate.evidence import Lines
from dalil.simulate.flights import Flight
from dalil.simulate.grids import dms
from dalil.simulate.plan import pick
from dalil.simulate.settings import shares
from dalil.simulate.sightings import pick_one
from dalil.simulate.spoken import in_words, phrases
from dalil.simulate.strikes import Setting, Strike
from dalil.units import Point

_NOTATIONS = {
    "ru": ("dms", "words", "decimal", "grid_1942"),
    "ar": ("dms", "words", "decimal"),
    "en": ("dms", "words", "decimal", "mgrs"),
}


@dataclass(frozen=True, slots=True)
class Transmission:
    """One transmission. `step` is coordinates, read_back, clearance, release or chatter; the strike is -1 without."""

    at_s: int
    frequency_khz: int
    call_sign: str
    role: str
    language: str
    transcript: str
    post: str
    flight: int
    strike: int
    step: str
    clean: bool
    number: int = 0

    @property
    def transmission_id(self) -> str:
        """Its id in the network's log."""
        return f"TX-{self.number:06d}"


def draw_radio(
    at: Setting, strikes: Mapping[int, Strike], flights: Iterable[Flight], lines: Mapping[int, Lines], first_number: int
) -> list[Transmission]:
    """All transmissions of a slice in order of time."""
    if not at.settings.radio.on:
        return []
    rng = at.streams["radio"]
    carrier = {number: flight for flight in flights for number in flight.strikes}
    found: list[Transmission] = []
    for strike in sorted(strikes.values(), key=lambda s: s.number):
        known = lines.get(strike.number)
        heard = known.radio if known else bool(rng.random() < at.settings.radio.share)
        if heard and strike.number in carrier:
            found += _sequence(at, rng, strike, carrier[strike.number])
    found += _chatter(at, rng)
    found.sort(key=lambda t: (t.at_s, t.call_sign, t.transcript))
    return [replace(t, number=first_number + n) for n, t in enumerate(found)]


def _sequence(at: Setting, rng: np.random.Generator, strike: Strike, flight: Flight) -> Iterator[Transmission]:
    language = at.conflict.parties[flight.party].language
    words, call = phrases(language), f"{100 + flight.number * 37 % 800}"
    noisy = bool(rng.random() < at.settings.radio.noisy)
    frequency, post = _frequency(rng, flight.party), pick_one(rng, at.world.posts).post_id
    spoken = _coordinates(at, rng, strike, language, noisy)
    # Coordinates 3 to 12 minutes before, clearance in the last two: inside the 20 minutes of a sequence.
    first = strike.at_s - int(rng.uniform(180, 720))
    clear = strike.at_s - int(rng.uniform(25, 110))

    def say(when: int, role: str, text: str, step: str) -> Transmission:
        # The two words that make the sequence stay clear: a noisy sequence is still one.
        text = _unclear(rng, text) if noisy and step not in ("release", "clearance") else text
        return Transmission(
            when, frequency, call, role, language, text, post, flight.number, strike.number, step, not noisy
        )

    yield say(first, "controller", f"{call}, {words['coordinates']} {spoken}", "coordinates")
    if rng.random() < at.settings.radio.repeat:
        yield say(first + int(rng.uniform(6, 25)), "pilot", f"{call}, {words['read_back']}, {spoken}", "read_back")
    yield say(clear, "controller", f"{call}, {words['clearance']}", "clearance")
    yield say(strike.at_s + int(rng.uniform(0, 15)), "pilot", f"{call}, {words['release']}", "release")


def _coordinates(at: Setting, rng: np.random.Generator, strike: Strike, language: str, noisy: bool) -> str:
    latitude, longitude = at.world.plane.degrees(strike.aim_x, strike.aim_y)
    notation = pick_one(rng, _NOTATIONS[language])
    words = phrases(language)
    if notation == "grid_1942":
        north, east = grid_1942_of(Point(latitude, longitude))
        return _misheard(at, rng, f"X {north} Y {east}", noisy)
    if notation == "mgrs":
        return _misheard(at, rng, mgrs_of(Point(latitude, longitude)), noisy)
    if notation == "decimal":
        return _misheard(at, rng, f"{latitude:.5f} {words['north']} {longitude:.5f} {words['east']}", noisy)
    halves = []
    for value, side in ((latitude, words["north"]), (longitude, words["east"])):
        parts = dms(value)
        if notation == "dms":
            halves.append(_misheard(at, rng, f"{parts[0]} {parts[1]:02d} {parts[2]:02d}", noisy) + f" {side}")
        else:
            said = [in_words(_slip(at, rng, part, noisy), language) for part in parts]
            names = (words["degrees"], words["minutes"], words["seconds"])
            halves.append(" ".join(f"{a} {b}" for a, b in zip(said, names, strict=True)) + f" {side}")
    return " ".join(halves)


def _misheard(at: Setting, rng: np.random.Generator, text: str, noisy: bool) -> str:
    if not noisy:
        return text
    chance = at.settings.radio.misheard
    return "".join(str(rng.integers(10)) if c.isdigit() and rng.random() < chance else c for c in text)


def _slip(at: Setting, rng: np.random.Generator, number: int, noisy: bool) -> int:
    if noisy and rng.random() < at.settings.radio.misheard:
        return int(rng.integers(60))
    return number


def _unclear(rng: np.random.Generator, text: str) -> str:
    """Hesitation and an unclear word before the message; the digits are left to `misheard`."""
    return ("[unclear] ", "... ", "э-э ")[int(rng.integers(3))] + text


def _frequency(rng: np.random.Generator, party: str) -> int:
    return 118_000 + sum(map(ord, party)) * 25 % 18_000 + 25 * int(rng.integers(4))


def _chatter(at: Setting, rng: np.random.Generator) -> list[Transmission]:
    clock, owners = at.calendar.clock, shares(at.settings.war.sortie_shares)
    found = []
    for day in range(clock.days):
        for _ in range(int(rng.poisson(at.settings.radio.other_a_day))):
            party = pick(rng, owners)
            language = at.conflict.parties[party].language
            text = pick_one(rng, phrases(language)["chatter"])
            call = f"{100 + int(rng.integers(800))}"
            when = clock.first_s + day * DAY_S + int(rng.integers(DAY_S))
            role = ("pilot", "controller", "unknown")[int(rng.integers(3))]
            post = pick_one(rng, at.world.posts).post_id
            found.append(
                Transmission(
                    when, _frequency(rng, party), call, role, language, f"{call}, {text}", post, -1, -1, "chatter", True
                )
            )
    return found
