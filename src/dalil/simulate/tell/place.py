"""How an organisation states where an attack was: precision, source, and the site it is wrongly put at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil.simulate.events.strikes import Strike
from dalil.simulate.world.country import World
from dalil.simulate.world.settings import Habits
from dalil.simulate.world.syllables import arabic_variant, latin_variant


@dataclass(frozen=True, slots=True)
class Placed:
    """The columns of a stated place. Without a point, x and y are None; `site` is the site named in the account."""

    place: str
    place_ar: str
    x: float | None
    y: float | None
    precision: str
    source: str
    site: int = -1
    mistakes: tuple[str, ...] = ()


def tell_place(habits: Habits, world: World, rng: np.random.Generator, strike: Strike, latin: bool) -> Placed:
    """A stated place of an attack."""
    place = world.places[strike.place]
    how, declared, kind, variant = rng.random(4)
    dx, dy = (float(v) for v in rng.normal(0, 1, 2))
    name, name_ar = place.name.latin, place.name.arabic
    if variant < habits.place_variant:
        name, name_ar = latin_variant(rng, name), arabic_variant(rng, name_ar)
    if place.kind == "neighbourhood":
        name, name_ar = f"{name}, {world.city.latin}", f"{name_ar}، {world.city.arabic}"
    name = name if latin else ""
    near = strike.site if strike.site >= 0 else _site_of(world, rng, strike.place)
    if near >= 0 and how < habits.site_name:
        site = world.sites[near]
        source = "site_name" if declared < habits.site_name_declared else "name"
        wrong = () if strike.site >= 0 else ("site_name",)
        return Placed(name, name_ar, site.x, site.y, "vicinity", source, near, wrong)
    # The ways that follow share what the site's name left over.
    how -= habits.site_name
    if how < habits.no_point:
        return Placed(name, name_ar, None, None, "", "name", strike.site)
    if how < habits.no_point + habits.centroid:
        return Placed(name, name_ar, place.x, place.y, place.kind, "name", strike.site)
    if how < habits.no_point + habits.centroid + habits.vicinity:
        source = ("survey", "media", "other")[int(kind * 3)]
        # 55 m on each axis: most within the hundred metres that "vicinity" means.
        return Placed(name, name_ar, strike.x + 55 * dx, strike.y + 55 * dy, "vicinity", source, strike.site)
    source = ("imagery", "media", "survey")[int(kind * 3)]
    # 5 m: read off an image, or taken with a phone on the spot.
    return Placed(name, name_ar, strike.x + 5 * dx, strike.y + 5 * dy, "exact", source, strike.site)


def _site_of(world: World, rng: np.random.Generator, place: int) -> int:
    inside = [n for n, site in enumerate(world.sites) if site.place == place]
    return inside[int(rng.integers(len(inside)))] if inside else -1
