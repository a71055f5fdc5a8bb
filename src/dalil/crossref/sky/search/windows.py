"""Places to look at and windows to look into, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

from dalil.crossref.sky.read.kernel import Floats, Ints

__all__ = ["Places", "Windows"]


@dataclass(frozen=True)
class Places:
    """Where attacks were: degrees, and the radius in metres of what is known of it."""

    latitude: Floats
    longitude: Floats
    radius_m: Floats


@dataclass(frozen=True)
class Windows:
    """Windows to look into, place by place: those of place n are `start[n]:start[n + 1]`, from `begin` to `end`."""

    start: Ints
    begin: Floats
    end: Floats
