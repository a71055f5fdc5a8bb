"""The invented country: neighbourhoods, villages, protected sites, buildings, observers' posts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import dalil.simulate.world.settings as s
from dalil.simulate.world.conflict import Base, Conflict
from dalil.simulate.world.plane import Plane
from dalil.simulate.world.streams import Streams
from dalil.simulate.world.syllables import Name, invent, invent_many

COUNTRY_RADIUS_M = 70_000.0  # villages end here: minutes of flight from every base, as in the conflicts it stands for


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; the radius is half its width."""

    place_id: str
    name: Name
    kind: str
    x: float
    y: float
    radius_m: float
    population: int


@dataclass(frozen=True, slots=True)
class Site:
    """A protected site."""

    site_id: str
    name: Name
    kind: str
    place: int
    x: float
    y: float
    radius_m: float
    notified: bool

    @property
    def object(self) -> str:
        """The word of `objects_hit` for it: every medical site is a hospital there."""
        return "hospital" if self.kind in ("hospital", "maternity", "clinic") else self.kind


@dataclass(frozen=True, slots=True)
class Post:
    """A flight observer's post."""

    post_id: str
    x: float
    y: float
    view_range_m: float
    clock_offset_s: float
    near_base: str


@dataclass(frozen=True)
class World:
    """Everything that does not move."""

    plane: Plane
    city: Name
    places: tuple[Place, ...]
    sites: tuple[Site, ...]
    buildings: np.ndarray  # (n, 2) metres
    building_place: np.ndarray  # (n,) number of the place
    posts: tuple[Post, ...]
    city_places: int  # the first so many places are neighbourhoods of the city

    @cached_property
    def place_xy(self) -> np.ndarray:
        """Centres of the places, (n, 2) metres."""
        return np.array([(place.x, place.y) for place in self.places])

    @cached_property
    def site_xy(self) -> np.ndarray:
        """Centres of the sites, (n, 2) metres."""
        return np.array([(site.x, site.y) for site in self.sites]).reshape(-1, 2)

    @cached_property
    def by_object(self) -> dict[str, np.ndarray]:
        """Numbers of the sites by the word of `objects_hit`."""
        words = sorted({site.object for site in self.sites})
        return {word: np.flatnonzero([site.object == word for site in self.sites]) for word in words}

    def sites_within(self, x: float, y: float, metres: float) -> list[int]:
        """Numbers of the sites whose edge is nearer than `metres`."""
        radius = np.array([site.radius_m for site in self.sites])
        apart = np.hypot(self.site_xy[:, 0] - x, self.site_xy[:, 1] - y)
        return [int(n) for n in np.flatnonzero(apart <= metres + radius)]


def build_world(settings: s.Settings, conflict: Conflict, streams: Streams) -> World:
    """The country of a seed."""
    plane = Plane(settings.period.latitude, settings.period.longitude)
    w, rng = settings.world, streams["world"]
    names = iter(invent_many(streams["names"], w.neighbourhoods + w.villages + 1, 3))
    city = next(names)
    places = _neighbourhoods(w, rng, names) + _villages(w, rng, names)
    sites = _sites(w, rng, streams["names"], places)
    buildings, building_place = _buildings(w.buildings, rng, places)
    return World(
        plane=plane,
        city=city,
        places=tuple(places),
        sites=tuple(sites),
        buildings=buildings,
        building_place=building_place,
        posts=tuple(_posts(settings.observers, streams["posts"], conflict)),
        city_places=w.neighbourhoods,
    )


def _neighbourhoods(w: s.World, rng: np.random.Generator, names: Iterator[Name]) -> list[Place]:
    # A sunflower spiral covers the disc evenly without two centres on one another.
    found = []
    for number in range(w.neighbourhoods):
        radius = w.city_radius_m * math.sqrt((number + 0.5) / w.neighbourhoods)
        # Steps of the golden angle, 2.399963 rad, fill a disc evenly; the jitter keeps it from looking drawn.
        angle = number * 2.399963 + float(rng.normal(0, 0.08))
        x, y = round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1)
        # Discs that hardly overlap: a point lies in one neighbourhood.
        size = round(0.8 * w.city_radius_m / math.sqrt(w.neighbourhoods), 1)
        found.append(Place(f"N{number + 1:02d}", next(names), "neighbourhood", x, y, size, _people(rng, 14_000)))
    return found


def _villages(w: s.World, rng: np.random.Generator, names: Iterator[Name]) -> list[Place]:
    found: list[Place] = []
    while len(found) < w.villages:
        radius = w.city_radius_m + 4_000 + (COUNTRY_RADIUS_M - w.city_radius_m - 4_000) * math.sqrt(rng.random())
        angle = math.tau * rng.random()
        x, y = round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1)
        # So that a village named without its district is still one village; closer where there are many.
        apart = 2_500 if w.villages > 100 else 5_000
        if all(math.hypot(x - p.x, y - p.y) > apart for p in found):
            town = rng.random() < 0.25
            number = len(found) + 1
            found.append(
                Place(f"V{number:03d}", next(names), "town" if town else "village", x, y,
                      1_600.0 if town else 800.0, _people(rng, 20_000 if town else 2_500))
            )  # fmt: skip
    return found


def _people(rng: np.random.Generator, mean: float) -> int:
    # To hundreds, and never nobody.
    return round(float(mean * rng.lognormal(0, 0.5)), -2).__int__() or 100


_MEDICAL = ("hospital", "hospital", "clinic", "maternity", "clinic")


def _sites(w: s.World, rng: np.random.Generator, naming: np.random.Generator, places: list[Place]) -> list[Site]:
    wanted = (
        [_MEDICAL[n % len(_MEDICAL)] for n in range(w.hospitals)]
        + ["school"] * w.schools
        + ["mosque"] * w.mosques
        + ["market" if n % 2 == 0 else "camp" for n in range(w.gatherings)]
    )
    found: list[Site] = []
    for number, kind in enumerate(wanted):
        # Camps lie outside; of the other sites two in three are in the city.
        in_city = kind != "camp" and rng.random() < 0.65
        low, high = (0, w.neighbourhoods) if in_city else (w.neighbourhoods, len(places))
        place = int(rng.integers(low, high))
        x, y = _free_spot(rng, places[place], found)
        # Radius of a compound in metres, for which an impact beside the door is a hit.
        size = {"hospital": 45.0, "school": 40.0, "market": 60.0, "camp": 150.0}.get(kind, 25.0)
        found.append(
            Site(f"S{number + 1:03d}", invent(naming, 2), kind, place, x, y, size, bool(rng.random() < w.notified))
        )
    return found


def _free_spot(rng: np.random.Generator, place: Place, taken: list[Site]) -> tuple[float, float]:
    # Sites stand 250 m apart where that can be had, so that which one was hit is a fact and not a matter of taste.
    x = y = 0.0
    for _ in range(40):
        radius, angle = place.radius_m * math.sqrt(rng.random()), math.tau * rng.random()
        x, y = round(place.x + radius * math.cos(angle), 1), round(place.y + radius * math.sin(angle), 1)
        if all(math.hypot(x - t.x, y - t.y) > 250 for t in taken):
            break
    return x, y


def _buildings(count: int, rng: np.random.Generator, places: list[Place]) -> tuple[np.ndarray, np.ndarray]:
    weight = np.array([p.population for p in places], dtype=float)
    chosen = rng.choice(len(places), count, p=weight / weight.sum())
    chosen[: len(places)] = np.arange(len(places))[:count]  # no place is without a building
    radius = np.array([p.radius_m for p in places])[chosen] * np.sqrt(rng.random(count))
    angle = math.tau * rng.random(count)
    centre = np.array([(p.x, p.y) for p in places])[chosen]
    return np.round(centre + np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), 1), chosen


def _posts(o: s.Observers, rng: np.random.Generator, conflict: Conflict) -> list[Post]:
    bases = [base for party in conflict.parties.values() for base in party.bases]
    found = []
    for number in range(o.posts):
        base = bases[number] if number < min(len(bases) - 1, o.posts) else None
        x, y = _post_spot(rng, number, base)
        offset = float(np.clip(rng.normal(0, o.clock_sd_s), -o.clock_max_s, o.clock_max_s))
        # Hills and habits: a quarter more or less than the mean.
        view = round(float(o.view_range_m * rng.uniform(0.75, 1.25)), -2)
        found.append(Post(f"fictional-P{number + 1:02d}", x, y, view, round(offset), base.base_id if base else ""))
    return found


def _post_spot(rng: np.random.Generator, number: int, base: Base | None) -> tuple[float, float]:
    angle = math.tau * rng.random()
    if base is not None:
        # Seven kilometres off a base: near enough to see what takes off, far enough not to be seen.
        radius, centre = 7_000.0, (base.x, base.y)
    # Of the others one in three watches the city, the rest the country around it.
    elif number % 3 == 0:
        radius, centre = 5_000.0 * math.sqrt(rng.random()), (0.0, 0.0)
    else:
        radius, centre = 12_000 + 48_000 * math.sqrt(rng.random()), (0.0, 0.0)
    return round(centre[0] + radius * math.cos(angle), 1), round(centre[1] + radius * math.sin(angle), 1)
