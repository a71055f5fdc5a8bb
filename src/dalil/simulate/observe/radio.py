"""Intercepted radio: strike sequences (coordinates, clearance, release), and everything else on the air."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dalil.geo.grids import dms, grid_1942_of, mgrs_of
from dalil.simulate.events.evidence import Lines
from dalil.simulate.events.flights import Flight
from dalil.simulate.events.plan import pick
from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.observe.hearing import Ear, Heard
from dalil.simulate.observe.sightings import pick_one
from dalil.simulate.observe.spoken import in_words, phrases
from dalil.simulate.world.clock import DAY_S
from dalil.simulate.world.settings import shares
from dalil.units import Point

_NOTATIONS = {
    "ru": ("dms", "words", "decimal", "grid_1942"),
    "ar": ("dms", "words", "decimal"),
    "en": ("dms", "words", "decimal", "mgrs"),
}

WITH_COORDINATES = ("coordinates", "read_back")
_AGAIN = 2  # how often noisy coordinates are asked for again at most


@dataclass(frozen=True, slots=True)
class Transmission:
    """One transmission as one post heard it.

    `step` is coordinates, read_back, say_again, clearance, release or chatter; the strike is -1 without. `said` are the
    coordinates as they were said, `misheard` and `unclear` how many digits were written down wrongly or marked as not
    understood; `second` is True where another post of the network wrote the same transmission down too.
    """

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
    said: str = ""
    misheard: int = 0
    unclear: int = 0
    second: bool = False
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
    found.sort(key=lambda t: (t.at_s, t.call_sign, t.transcript, t.post))
    return [replace(t, number=first_number + n) for n, t in enumerate(found)]


def _sequence(at: Setting, rng: np.random.Generator, strike: Strike, flight: Flight) -> Iterator[Transmission]:
    radio, language = at.settings.radio, at.conflict.parties[flight.party].language
    noisy = bool(rng.random() < radio.noisy)
    # A call sign of three digits that stays with the flight.
    frequency, call = _frequency(rng, flight.party), f"{100 + flight.number * 37 % 800}"
    pieces = _coordinates(at, rng, strike, language)
    said = " ".join(in_words(p, language) if isinstance(p, int) else p for p in pieces)
    spoken = _script(at, rng, strike, noisy)
    ear = Ear(rng, language, radio.misheard if noisy else 0.0, radio.unclear)
    first, *others = _posts(at, rng)
    for post in (first, *others):
        # Seconds that clocks of two listeners differ by, none for the first.
        late = int(rng.integers(4)) if others and post != first else 0
        for when, role, step, phrase in spoken:
            heard = ear.hears(pieces) if step in WITH_COORDINATES else Heard("", 0, 0)
            text = " ".join(filter(None, (f"{call}, {phrases(language)[phrase]}", heard.text)))
            # The two words that make the sequence stay clear: a noisy sequence is still one.
            text = f"{_noise(rng, language)} {text}" if noisy and step not in ("release", "clearance") else text
            yield Transmission(
                when + late, frequency, call, role, language, text, post, flight.number, strike.number, step, not noisy,
                said if heard.text else "", heard.misheard, heard.unclear, post != first,
            )  # fmt: skip


def _script(at: Setting, rng: np.random.Generator, strike: Strike, noisy: bool) -> list[tuple[int, str, str, str]]:
    """(second, role, step, phrase) of all that is said: coordinates, as often as it takes, clearance, release."""
    radio, script = at.settings.radio, []
    # Coordinates 4 to 12 minutes before, clearance in the last two: inside the 20 minutes of a sequence.
    when = strike.at_s - int(rng.uniform(240, 720))
    for time in range(1 + _AGAIN):
        if time and not (noisy and rng.random() < radio.said_again):
            break
        if time:
            script.append((when, "pilot", "say_again", "say_again"))
            when += int(rng.uniform(4, 9))
        script.append((when, "controller", "coordinates", "again" if time else "coordinates"))
        when += int(rng.uniform(6, 25))
        if rng.random() < radio.repeat:
            script.append((when, "pilot", "read_back", "read_back"))
            when += int(rng.uniform(6, 12))
    script.append((strike.at_s - int(rng.uniform(25, 110)), "controller", "clearance", "clearance"))
    return [*script, (strike.at_s + int(rng.uniform(0, 15)), "pilot", "release", "release")]


def _posts(at: Setting, rng: np.random.Generator) -> list[str]:
    posts = [post.post_id for post in at.world.posts]
    heard = 2 if rng.random() < at.settings.radio.second_post and len(posts) > 1 else 1
    return [posts[int(n)] for n in rng.choice(len(posts), size=heard, replace=False)]


def _coordinates(at: Setting, rng: np.random.Generator, strike: Strike, language: str) -> list[str | int]:
    """What is said of the place: one notation, kept each time that it is said."""
    latitude, longitude = at.world.plane.degrees(strike.aim_x, strike.aim_y)
    notation, words = pick_one(rng, _NOTATIONS[language]), phrases(language)
    if notation == "grid_1942":
        north, east = grid_1942_of(Point(latitude, longitude))
        return [f"X {north} Y {east}"]
    if notation == "mgrs":
        return [mgrs_of(Point(latitude, longitude))]
    if notation == "decimal":
        return [f"{latitude:.5f}", words["north"], f"{longitude:.5f}", words["east"]]
    halves: list[str | int] = []
    for value, side in ((latitude, words["north"]), (longitude, words["east"])):
        parts = dms(value)
        if notation == "dms":
            halves.append(f"{parts[0]} {parts[1]:02d} {parts[2]:02d}")
        else:
            for part, unit in zip(parts, ("degrees", "minutes", "seconds"), strict=True):
                halves += [part, words[unit]]
        halves.append(side)
    return halves


def _noise(rng: np.random.Generator, language: str) -> str:
    """Hesitation or an unclear word before the message."""
    words = phrases(language)
    return str((words["unclear"][0], "...", words["hesitation"])[int(rng.integers(3))])


def _frequency(rng: np.random.Generator, party: str) -> int:
    # Airband in steps of 25 kHz: four channels a party, the same in every run.
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
