"""Two ways in which hits on sites could be an accident, each as draws of how many raids would hit.

Displaced: every raid, kept as it is, is moved by a random vector of at most h. It keeps where raids go and how
they cluster, and forgets what exactly they fell on.

Buildings: every site is exchanged for a random other building within 2h: one of the case's ordinary buildings where
it lists them, else a place that another raid struck. It keeps where every strike fell. A struck place is drawn
with its own raid left out: what is left is as many raids as at any building (Slivnyak), and more where some
buildings are struck more often than others, which makes the test careful, not bold. A struck place is a building
and an error, a listed site is none, so sites get the same error before they are compared; and the raids that
places are drawn from are reweighted in each draw, since other raids might have been.

The statistic counts, for each site, the raids with a strike within r of it. It is a sum over sites: two sites that
are exchanged for neighbouring buildings would else share their raids more often than real sites do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from dalil.kernels import Floats, Ints

__all__ = [
    "MOST_PLACES",
    "Aim",
    "Buildings",
    "buildings_around",
    "disc",
    "displaced",
    "hits",
    "matched_hits",
    "replaced",
]


_CHUNK = 200_000  # places moved at once: bounds memory to some megabytes
MOST_PLACES = 5_000  # struck places that sites are exchanged for; of more every second, third, …: bounds memory
_ERRORS = 50  # errors of position drawn a site, over which hits are averaged: fewer are quicker, and the mean jitters


@dataclass(frozen=True)
class Aim:
    """Strikes (n, 2) in metres with the number of their raid, and the sites (m, 2) that are asked about."""

    strikes: Floats
    raid: Ints
    sites: Floats
    error_m: Floats  # of each strike's point against what it struck, standard deviation on each axis

    @property
    def raids(self) -> int:
        """How many raids there are."""
        return int(self.raid.max()) + 1 if len(self.raid) else 0


def hits(aim: Aim, radii: Floats) -> Ints:
    """Raids with a strike within each radius of a site, summed over sites: (radii,)."""
    return np.asarray(_site_raids(aim.strikes[None], aim.raid, cKDTree(aim.sites), radii)[0])


def matched_hits(aim: Aim, radii: Floats, rng: np.random.Generator) -> Floats:
    """The same with the sites known no better than struck places are: the mean over draws of such errors."""
    error = rng.choice(aim.error_m, size=(_ERRORS, len(aim.sites), 1))
    moved = aim.sites + error * rng.standard_normal((_ERRORS, *aim.sites.shape))
    return np.asarray(np.mean([hits(replace(aim, sites=sites), radii) for sites in moved], axis=0))


def _site_raids(strikes: Floats, raid: Ints, sites: cKDTree, radii: Floats) -> Ints:
    """(draws, radii) of the pairs of a raid and a site within each radius; strikes (draws, n, 2)."""
    draws, count = strikes.shape[:2]
    pairs = cKDTree(strikes.reshape(-1, 2)).sparse_distance_matrix(sites, float(radii.max()), output_type="ndarray")
    draw, strike = np.divmod(pairs["i"], count)
    # One number for draw, raid and site: the nearest strike of a raid is the first of its key.
    key = (draw * (int(raid.max()) + 1) + raid[strike]) * sites.n + pairs["j"]
    order = np.lexsort((pairs["v"], key))
    first = np.concatenate([[True], np.diff(key[order]) > 0]) if len(order) else np.zeros(0, dtype=bool)
    nearest, of_draw = pairs["v"][order][first], draw[order][first]
    counted = [np.bincount(of_draw[nearest <= radius], minlength=draws) for radius in radii]
    return np.asarray(np.stack(counted, axis=1))


def displaced(aim: Aim, h: float, radii: Floats, draws: int, rng: np.random.Generator) -> Ints:
    """Raids that would hit if each were moved by a vector uniform in the disc of radius h: (draws, radii)."""
    tree = cKDTree(aim.sites)
    most = float(radii.max())
    # Raids that cannot reach a site however they are moved are not drawn: mostly that is most of them.
    near = np.unique(aim.raid[tree.query(aim.strikes)[0] <= h + most])
    kept = np.isin(aim.raid, near)
    if not kept.any():
        return np.zeros((draws, len(radii)), dtype=np.int64)
    number = np.searchsorted(near, aim.raid[kept])
    strikes = aim.strikes[kept]
    step = max(1, _CHUNK // len(strikes))
    found = []
    for first in range(0, draws, step):
        vectors = disc(rng, (min(step, draws - first), len(near)), h)[:, number]
        found.append(_site_raids(strikes[None] + vectors, number, tree, radii))
    return np.concatenate(found)


def disc(rng: np.random.Generator, shape: tuple[int, ...], radius: float) -> Floats:
    """Vectors uniform in a disc, metres: shape + (2,)."""
    # The square root makes it even over the area; without it, half would fall within half the radius.
    away, angle = radius * np.sqrt(rng.random(shape)), 2 * np.pi * rng.random(shape)
    return np.stack([away * np.cos(angle), away * np.sin(angle)], axis=-1)


@dataclass(frozen=True)
class Buildings:
    """Places to exchange sites for: points (k, 2), the raid that struck each (−1: a listed building), and for each site
    the numbers of those within reach."""

    points: Floats
    raid: Ints
    of_site: tuple[Ints, ...]

    def within(self, aim: Aim, radius: float) -> list[Ints]:
        """For each point the raids with a strike within `radius`, its own left out."""
        near = cKDTree(aim.strikes).query_ball_point(self.points, radius)
        return [
            np.array(sorted(set(aim.raid[strikes].tolist()) - {own}), dtype=np.int64)
            for strikes, own in zip(near, self.raid.tolist(), strict=True)
        ]


def buildings_around(aim: Aim, ordinary: Floats, reach: float, apart: float, least: int) -> Buildings:
    """Places within `reach` of each site and not within `apart` of any.

    Ordinary buildings where every site has `least` of them around it, else places that were struck (of very many, every
    n-th); a site with fewer than `least` has none, and cannot be compared.
    """
    step = -(-len(aim.strikes) // MOST_PLACES) or 1
    struck = aim.strikes[::step], aim.raid[::step]
    for points, raid in ((ordinary, np.full(len(ordinary), -1, dtype=np.int64)), struck):
        if not len(points):
            continue
        away = cKDTree(aim.sites).query(points)[0] > apart
        points, raid = points[away], raid[away]
        if not len(points):
            continue
        around = [np.array(sorted(near), dtype=np.int64) for near in cKDTree(points).query_ball_point(aim.sites, reach)]
        listed = tuple(near if len(near) >= least else near[:0] for near in around)
        if len(raid) and (raid[0] >= 0 or all(len(near) for near in listed)):
            return Buildings(points, raid, listed)
    return Buildings(
        np.zeros((0, 2)), np.zeros(0, dtype=np.int64), tuple(np.zeros(0, dtype=np.int64) for _ in aim.sites)
    )


def replaced(aim: Aim, buildings: Buildings, radii: Floats, draws: int, rng: np.random.Generator) -> Ints:
    """Raids that would hit if each site were a random other building around it: (draws, radii)."""
    # Bayesian bootstrap over raids: other raids might have been.
    weight = rng.exponential(size=(draws, aim.raids)) if aim.raids else np.zeros((draws, 0))
    picks = [_pick(near, buildings.raid, weight, rng) for near in buildings.of_site if len(near)]
    chosen = np.stack(picks, axis=1)
    raids = np.array([[len(found) for found in buildings.within(aim, float(radius))] for radius in radii])
    return np.asarray(raids[:, chosen].sum(axis=2).T)


def _pick(near: Ints, raid: Ints, weight: Floats, rng: np.random.Generator) -> Ints:
    """One of `near` for each draw, struck places with the weight of their raid: (draws,)."""
    if raid[near[0]] < 0:
        return np.asarray(near[rng.integers(len(near), size=len(weight))])
    sums = np.cumsum(weight[:, raid[near]], axis=1)
    at = (rng.random((len(weight), 1)) * sums[:, -1:] >= sums).sum(axis=1)
    return np.asarray(near[np.minimum(at, len(near) - 1)])
