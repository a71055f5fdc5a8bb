"""Places to look at and windows to look into, as arrays: kernels take them as they are."""

from __future__ import annotations

from typing import NamedTuple

from dalil.kernels import Floats, Ints

__all__ = ["Places", "Windows"]


class Places(NamedTuple):
    """Where attacks were: degrees, and the radius in metres of what is known of it."""

    latitude: Floats
    longitude: Floats
    radius_m: Floats


class Windows(NamedTuple):
    """Windows to look into, place by place: those of place n are `start[n]:start[n + 1]`, from `begin` to `end`."""

    start: Ints
    begin: Floats
    end: Floats
