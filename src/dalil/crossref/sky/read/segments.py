"""One track number, and the aircraft behind it: fixes that one aircraft can have flown, and those it cannot.

Fixes are taken in order of time. Each goes on the open segment that it can have been reached from, else it opens one.
What is left over is judged afterwards: what lies on the path at the wrong time has a stale clock, be it one fix or a
run; a lone fix off the path has an impossible speed; a longer run beside it is spoofed, unless it moves as an aircraft
does and lasts as long, which is another aircraft under the same number. Nothing is overwritten: each fix gets a segment
or a flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dalil.geo.sphere import distance_m
from dalil.kernels import Floats, Ints, Mask, kernel

__all__ = ["Segmented", "segment_track"]

_OPEN = 6  # paths followed side by side under one number; more would be noise
_GAP_S = 1800.0  # half an hour without a fix ends a segment: the aircraft may have landed
_JITTER_M = 600.0  # by which two fixes of one aircraft may differ beside its speed: rounding and a second of clock
_MARGIN = 1.25  # wind and rounding over the type's top speed
_SHORT = 3  # fixes that make a run: one or two off the path are an error
_NEAR_PATH_M = 3_000.0  # a fix this near the path is on it
_NEAR_PATH_S = 1_800.0  # with a clock that is stale by no more than half an hour
_SLOWEST_MS = 40.0  # what moves slower is no aeroplane in flight: a spoofed position stands still
_SAME_HEIGHT_M = 150.0  # a height that goes on so closely over a jump is one aircraft's


@dataclass(frozen=True)
class Segmented:
    """Per fix its segment (-1: set aside) and its flag ("" where none); per segment why it begins."""

    segment: Ints
    flag: tuple[str, ...]
    cut: tuple[str, ...]


@kernel
def _assign(at: Floats, lat: Floats, lon: Floats, top: float) -> Ints:
    """The number of the run that each fix belongs to, fixes in order of time."""
    run = np.empty(len(at), dtype=np.int64)
    last = np.full(_OPEN, -1, dtype=np.int64)
    names = np.full(_OPEN, -1, dtype=np.int64)
    count = 0
    for n in range(len(at)):
        best, nearest = -1, 1e18
        for k in range(_OPEN):
            if last[k] < 0 or at[n] - at[last[k]] > _GAP_S:
                continue
            apart = distance_m(lat[last[k]], lon[last[k]], lat[n], lon[n])
            if apart <= _JITTER_M + _MARGIN * top * (at[n] - at[last[k]]) and apart < nearest:
                best, nearest = k, apart
        if best < 0:
            best = 0
            for k in range(1, _OPEN):
                if last[k] < 0 or (last[best] >= 0 and at[last[k]] < at[last[best]]):
                    best = k
            names[best] = count
            count += 1
        last[best] = n
        run[n] = names[best]
    return run


def segment_track(at_s: Floats, latitude: Floats, longitude: Floats, altitude_m: Floats, top_ms: float) -> Segmented:
    """Segments of one track number; fixes in order of time, duplicates of a moment and place taken out before.

    `altitude_m` is NaN where it was not given.
    """
    run = _assign(at_s, latitude, longitude, top_ms)
    runs = _runs(at_s, latitude, longitude, run)
    main = int(np.lexsort((runs.first, -runs.count))[0])
    near = _near_path(at_s, latitude, longitude, (run == main).astype(np.int64))
    if _one_emitter(run, altitude_m):
        flag = _doubtful(runs, run, at_s, near)
    else:
        off_path = _off_path(run, near, len(runs.count))
        flag = [_verdict(runs, int(r), main, not off_path[r]) for r in run]
    kept_fixes = np.array([not word for word in flag])
    kept = sorted(set(run[kept_fixes].tolist()), key=lambda k: (runs.first[k], k))
    number = np.full(len(runs.count), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return Segmented(np.where(kept_fixes, number[run], -1), tuple(flag), _cuts(kept, runs.first, runs.last))


@dataclass(frozen=True)
class _Runs:
    """Per run: how many fixes, from when to when, mean speed."""

    count: Ints
    first: Floats
    last: Floats
    speed_ms: Floats


def _runs(at_s: Floats, latitude: Floats, longitude: Floats, run: Ints) -> _Runs:
    count = np.bincount(run)
    first, last = np.full(len(count), np.inf), np.full(len(count), -np.inf)
    np.minimum.at(first, run, at_s)
    np.maximum.at(last, run, at_s)
    speed = [_speed(at_s[run == k], latitude[run == k], longitude[run == k]) for k in range(len(count))]
    return _Runs(count, first, last, np.array(speed))


def _one_emitter(run: Ints, altitude_m: Floats) -> bool:
    """True where the height goes on while the position jumps: one aircraft, and positions that are not its own."""
    at_jump = np.flatnonzero(np.diff(run))
    step = np.abs(altitude_m[at_jump + 1] - altitude_m[at_jump])
    known = step[~np.isnan(step)]
    return len(known) >= _SHORT and float(np.median(known)) < _SAME_HEIGHT_M


def _doubtful(runs: _Runs, run: Ints, at_s: Floats, near: Ints) -> list[str]:
    """One aircraft, several paths: the runs that move as it does are kept where they do not lie beside each other."""
    weight = runs.count * np.where(runs.speed_ms > _SLOWEST_MS, 1.0, 0.1)
    kept: list[int] = []
    for k in np.lexsort((runs.first, -weight)).tolist():
        beside = sum(max(0.0, min(runs.last[k], runs.last[j]) - max(runs.first[k], runs.first[j])) for j in kept)
        if runs.count[k] >= _SHORT and beside <= 0.3 * (runs.last[k] - runs.first[k]):
            kept.append(k)
    off_path = _off_path(run, near, len(runs.count))
    flag = []
    for n, r in enumerate(run.tolist()):
        rank = kept.index(r) if r in kept else len(kept)
        better = kept[:rank]
        doubted = r not in kept or any(runs.first[j] <= at_s[n] <= runs.last[j] for j in better)
        lone = "impossible_speed" if runs.count[r] < _SHORT else "spoofed"
        flag.append("" if not doubted else lone if off_path[r] else "stale_clock")
    return flag


def _off_path(run: Ints, near: Ints, runs: int) -> Mask:
    """Of each run: whether more than a fifth of its fixes lie where the aircraft never was."""
    return np.asarray(np.bincount(run, near == 0, minlength=runs) > 0.2 * np.bincount(run, minlength=runs))


def _verdict(runs: _Runs, k: int, main: int, on_path: bool) -> str:
    """Why the fixes of run k are set aside, or nothing. On the path at the wrong time is the clock, however many."""
    beside = runs.first[k] < runs.last[main] and runs.last[k] > runs.first[main]
    if k == main or not (beside or runs.count[k] < _SHORT):
        return ""
    if on_path:
        return "stale_clock"
    if runs.count[k] < _SHORT:
        return "impossible_speed"
    flies = runs.speed_ms[k] > _SLOWEST_MS and runs.count[k] >= 0.2 * runs.count[main]
    return "" if flies else "spoofed"


def _speed(at_s: Floats, latitude: Floats, longitude: Floats) -> float:
    """Mean speed along a run, from end to end of stretches of a minute, so that jitter is not speed."""
    picked = np.flatnonzero(np.diff(np.floor((at_s - at_s[0]) / 60.0), prepend=-1.0) > 0)
    way = sum(distance_m(latitude[a], longitude[a], latitude[b], longitude[b]) for a, b in pairwise(picked))
    return float(way / max(1.0, at_s[picked[-1]] - at_s[picked[0]]))


@kernel
def _near_path(at: Floats, lat: Floats, lon: Floats, on_path: Ints) -> Ints:
    """Of each fix off the path: whether some fix of the path within half an hour lies within three kilometres."""
    near = np.zeros(len(at), dtype=np.int64)
    for n in range(len(at)):
        if on_path[n]:
            continue
        for step in (-1, 1):
            m = n + step
            while 0 <= m < len(at) and abs(at[m] - at[n]) <= _NEAR_PATH_S:
                if on_path[m] and distance_m(lat[n], lon[n], lat[m], lon[m]) < _NEAR_PATH_M:
                    near[n] = 1
                    break
                m += step
    return near


def _cuts(kept: list[int], first: Floats, last: Floats) -> tuple[str, ...]:
    found = []
    for n, k in enumerate(kept):
        overlaps = any(first[k] < last[j] and last[k] > first[j] for j in kept if j != k)
        long_before = n > 0 and first[k] - max(last[j] for j in kept[:n]) > _GAP_S
        found.append(
            "other_aircraft" if overlaps else "start" if n == 0 else "gap" if long_before else "impossible_speed"
        )
    return tuple(found)
