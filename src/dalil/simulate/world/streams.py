"""Named random streams: one for each concern, so that switching a feature off leaves every other unchanged."""

from __future__ import annotations

import numpy as np

# Order is part of the seed contract: append new names, never insert or reorder.
NAMES = (
    "names",
    "world",
    "calendar",
    "plan",
    "times",
    "flights",
    "sorties",
    "capture",
    "posts",
    "sightings",
    "tracks",
    "radio",
    "evidence",
    "reports",
    "rereports",
    "people",
    "victims",
    "witnesses",
    "identities",
    "remnants",
    "statements",
    "labels",
    "ground",
    "media",
    "rasters",
    "positions",
    "rumours",
    "consent",
    "observations",
)


class Streams:
    """The generators of one simulated slice, by name; each is spawned from the seed on its own.

    `slice_` numbers the part of a long conflict that is generated at once, so that slices do not repeat.
    """

    def __init__(self, seed: int, slice_: int = 0) -> None:
        self._seed = seed
        self._slice = slice_
        self._open: dict[str, np.random.Generator] = {}

    def __getitem__(self, name: str) -> np.random.Generator:
        if name not in self._open:
            key = (NAMES.index(name), self._slice)
            self._open[name] = np.random.Generator(np.random.PCG64(np.random.SeedSequence(self._seed, spawn_key=key)))
        return self._open[name]
