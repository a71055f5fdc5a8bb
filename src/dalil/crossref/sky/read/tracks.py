"""Tracks: positions read, cleaned beside what was read, and joined where one flight changed its number.

`position` is never written. What was set aside is in `position_flag`, each fix with its reason; what a track number
turned out to be is in `track`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.crossref.sky.read.catalogue import Aircraft, Catalogue
from dalil.crossref.sky.read.segments import segment_track
from dalil.crossref.sky.read.sightings import moment
from dalil.geo.sphere import bearing_deg, distance_m, turn_deg
from dalil.kernels import Floats, Ints, Mask

__all__ = ["Track", "clean_tracks"]

_JOIN_S = 300.0  # a number that changes in flight changes within five minutes
_JOIN_TURN_DEG = 75.0  # and the aircraft goes about where it went
_CIRCLE_S, _CIRCLE_DEG = 240.0, 270.0  # three quarters of a turn within four minutes is circling
_HEADING_S = 30.0  # headings are taken over half a minute: shorter, and jitter is a turn
_FIXES_AT_ONCE = 200_000  # read at a time: what bounds memory
_FLAGS = pa.schema([(name, pa.string() if name != "source_row" else pa.int64())
                    for name in ("source_sha256", "source_row", "track_id", "flag")])  # fmt: skip
_QUERY = """
    SELECT source_sha256, source_row, organisation, track_id, epoch_us(t) / 1e6 AS at_s,
        latitude, longitude, altitude_m, aircraft, coalesce(age_s > 0 OR stale, FALSE) AS old,
        coalesce(on_ground, FALSE) AS on_ground, coalesce(new_leg, FALSE) AS new_leg
    FROM position {where} ORDER BY organisation, track_id, t, source_sha256, source_row
"""


@dataclass(frozen=True)
class Track:
    """One cleaned segment; `flight` is the name that segments of one flight share.

    `up_from` and `down_by`: when it was last seen on the ground before, and first seen there after (s since 1970).
    """

    track_id: str
    segment: int
    flight: str
    aircraft: Aircraft
    at_s: Floats
    latitude: Floats
    longitude: Floats
    circling_s: float
    turn_deg: float
    up_from: float = -math.inf
    down_by: float = math.inf


def clean_tracks(facts: Facts, catalogue: Catalogue, only: list[str] | None = None) -> list[Track]:
    """Takes `position` (of the tracks `only`, where given). Gives `track` and `position_flag`; returns the segments."""
    where = "" if only is None else "WHERE track_id IN (SELECT unnest(?))"
    fixes = facts.query(_QUERY.format(where=where), None if only is None else [only]).to_arrow_reader(_FIXES_AT_ONCE)
    tracks: list[Track] = []
    rows: list[dict[str, Any]] = []
    flags: list[pa.Table] = []
    for part in _by_number(fixes):
        found, own_rows, own_flags = _clean_one(part, catalogue)
        tracks += found
        rows += own_rows
        if own_flags:
            flags.append(pa.Table.from_pylist(own_flags, schema=_FLAGS))
    tracks = _join_numbers(tracks)
    name = {(t.track_id, t.segment): t.flight for t in tracks}
    for row in rows:
        row["flight_id"] = name[(row["track_id"], row["segment"])]
    facts.replace("track", rows)
    facts.replace("position_flag", pa.concat_tables(flags) if flags else [])
    return tracks


def _by_number(fixes: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The fixes of each number as they come, in order; no more is held than a batch and the number it ends in."""
    rest: pa.Table | None = None
    for batch in fixes:
        if not batch.num_rows:
            continue
        table = pa.Table.from_batches([batch])
        table = table if rest is None else pa.concat_tables([rest, table])
        *whole, rest = _parted(table)
        yield from whole
    if rest is not None:
        yield rest


def _parted(table: pa.Table) -> Iterator[pa.Table]:
    keys = np.char.add(np.char.add(_words(table, "organisation"), "\x1f"), _words(table, "track_id"))
    cuts = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    for begin, end in zip([0, *cuts.tolist()], [*cuts.tolist(), len(keys)], strict=True):
        yield table.slice(begin, end - begin).combine_chunks()


def _words(table: pa.Table, column: str) -> np.ndarray[Any, np.dtype[np.str_]]:
    return np.asarray(table[column].to_pylist(), dtype=np.str_)


def _clean_one(part: pa.Table, catalogue: Catalogue) -> tuple[list[Track], list[dict[str, Any]], list[dict[str, Any]]]:
    """Segments, rows of `track` and rows of `position_flag` of one number."""
    at_s, latitude, longitude = (part[name].to_numpy() for name in ("at_s", "latitude", "longitude"))
    shas, numbers = part["source_sha256"].to_pylist(), part["source_row"].to_pylist()
    track_id, aircraft = str(part["track_id"][0]), _aircraft(part, catalogue)
    flag = _clock_and_copies(at_s, latitude, longitude, np.array(numbers), shas)
    ground, old, leg = (_mask(part, name) for name in ("on_ground", "old", "new_leg"))
    for place in np.flatnonzero(old & _same_as_before(latitude, longitude)).tolist():
        flag[place] = flag[place] or "repeated"
    for place in np.flatnonzero(ground).tolist():
        flag[place] = "on_ground"
    altitude = part["altitude_m"].cast("float64").to_numpy(zero_copy_only=False)
    tracks: list[Track] = []
    cuts: list[str] = []
    for own, why in _aloft(flag, ground, leg):
        segmented = segment_track(at_s[own], latitude[own], longitude[own], altitude[own], aircraft.top_speed_ms)
        for place, word in zip(own.tolist(), segmented.flag, strict=True):
            flag[place] = word
        up_from, down_by = _on_the_ground(at_s, ground, at_s[own[0]], at_s[own[-1]])
        for n, cut in enumerate(segmented.cut):
            of = own[segmented.segment == n]
            track = _track(track_id, len(tracks), aircraft, at_s[of], latitude[of], longitude[of])
            tracks.append(replace(track, up_from=up_from, down_by=down_by))
            cuts.append(why if n == 0 and why else cut)
    flags = [
        {"source_sha256": sha, "source_row": number, "track_id": track_id, "flag": word}
        for sha, number, word in zip(shas, numbers, flag, strict=True)
        if word
    ]
    rows = [_row(track, cuts[n], len(flags) if n == 0 else 0) for n, track in enumerate(tracks)]
    return tracks, rows, flags


def _mask(part: pa.Table, name: str) -> Mask:
    return np.asarray(part[name].to_numpy(), dtype=np.bool_)


def _same_as_before(latitude: Floats, longitude: Floats) -> Mask:
    same = (np.diff(latitude, prepend=np.nan) == 0) & (np.diff(longitude, prepend=np.nan) == 0)
    return np.asarray(same, dtype=np.bool_)


def _aloft(flag: list[str], ground: Mask, leg: Mask) -> Iterator[tuple[Ints, str]]:
    """The fixes of each stretch of flight, and why it is apart from the one before: the ground, or a leg begun anew."""
    landed = np.diff(ground.astype(np.int64), prepend=0) == 1
    stretch = np.cumsum(landed | (leg & ~ground))
    usable = np.array([not word for word in flag])
    before = -1
    for number in np.unique(stretch[usable]).tolist():
        own = np.flatnonzero(usable & (stretch == number))
        between = ground[before + 1 : own[0]].any()
        yield own, "" if before < 0 else "ground" if between else "leg"
        before = int(own[-1])


def _on_the_ground(at_s: Floats, ground: Mask, first: float, last: float) -> tuple[float, float]:
    """When it was last on the ground before `first`, and first on it after `last`."""
    down = at_s[ground]
    before, after = down[down <= first], down[down >= last]
    return float(before[-1]) if len(before) else -math.inf, float(after[0]) if len(after) else math.inf


def _aircraft(part: pa.Table, catalogue: Catalogue) -> Aircraft:
    names = sorted({name for name in part["aircraft"].to_pylist() if name})
    found = {catalogue.read(name).aircraft.label: catalogue.read(name).aircraft for name in names}
    return next(iter(found.values())) if len(found) == 1 else catalogue.read(None).aircraft


def _clock_and_copies(at_s: Floats, latitude: Floats, longitude: Floats, row: Any, shas: list[str]) -> list[str]:
    """Fixes written twice, and fixes whose clock ran backwards in a file that is otherwise in order of time."""
    flag = [""] * len(at_s)
    same = (np.diff(at_s) == 0) & (np.diff(latitude) == 0) & (np.diff(longitude) == 0)
    for n in (np.flatnonzero(same) + 1).tolist():
        flag[n] = "duplicate"
    for sha in sorted(set(shas)):
        own = np.flatnonzero([s == sha for s in shas])
        own = own[np.argsort(row[own], kind="stable")]
        late = np.maximum.accumulate(at_s[own])
        back = np.flatnonzero(at_s[own] < late)
        # More than a twentieth backwards is a file in another order, not a clock.
        if 0 < len(back) <= 0.05 * len(own):
            for n in own[back].tolist():
                flag[n] = flag[n] or "clock_backwards"
    return flag


def _track(track_id: str, segment: int, aircraft: Aircraft, at_s: Floats, latitude: Floats, longitude: Floats) -> Track:
    circling, turned = _turning(at_s, latitude, longitude)
    return Track(
        track_id, segment, f"{track_id}/{segment}", aircraft, at_s, latitude, longitude, circling, turned
    )  # fmt: skip


def _row(track: Track, cut: str, set_aside: int) -> dict[str, Any]:
    return {
        "track_id": track.track_id, "segment": track.segment, "flight_id": track.flight,
        "type_id": track.aircraft.label if track.aircraft.is_type else None,
        "first_at": moment(track.at_s[0]), "last_at": moment(track.at_s[-1]), "fixes": len(track.at_s),
        "set_aside": set_aside, "cut": cut,
    }  # fmt: skip


def _turning(at_s: Floats, latitude: Floats, longitude: Floats) -> tuple[float, float]:
    """Seconds spent circling (270° or more within four minutes), and the largest net turn, degrees."""
    picked = np.flatnonzero(np.diff(np.floor((at_s - at_s[0]) / _HEADING_S), prepend=-1.0) > 0)
    if len(picked) < 4:
        return 0.0, 0.0
    t, lat, lon = at_s[picked], latitude[picked], longitude[picked]
    heading = [bearing_deg(lat[k], lon[k], lat[k + 1], lon[k + 1]) for k in range(len(picked) - 1)]
    turned = np.concatenate([[0.0], np.cumsum([turn_deg(a, b) for a, b in pairwise(heading)])])
    t = t[:-1]
    before = turned[np.searchsorted(t, t - _CIRCLE_S)]
    circling = np.abs(turned - before) >= _CIRCLE_DEG
    covered = np.zeros(len(t), dtype=bool)
    for n in np.flatnonzero(circling).tolist():
        covered |= (t >= t[n] - _CIRCLE_S) & (t <= t[n])
    seconds = float(np.minimum(np.diff(t, append=t[-1]), 120.0)[covered].sum())
    return seconds, float(np.ptp(turned))


def _join_numbers(tracks: list[Track]) -> list[Track]:
    """Segments that follow each other as one aircraft would, where each is the other's only choice."""
    order = sorted(tracks, key=lambda t: (t.at_s[0], t.track_id, t.segment))
    starts = np.array([t.at_s[0] for t in order])
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for n, track in enumerate(order):
        low, high = np.searchsorted(starts, [track.at_s[-1], track.at_s[-1] + _JOIN_S], side="right")
        for m in range(int(low), int(high)):
            if _follows(track, order[m]):
                after.setdefault(n, []).append(m)
                before.setdefault(m, []).append(n)
    name = {n: track.flight for n, track in enumerate(order)}
    for m in range(len(order)):
        if len(before.get(m, [])) == 1 and len(after[before[m][0]]) == 1:
            name[m] = name[before[m][0]]
    return [replace(t, flight=name[n]) for n, t in enumerate(order)]


def _follows(a: Track, b: Track) -> bool:
    # what landed in between is another flight
    if b.up_from >= a.at_s[-1] or a.down_by <= b.at_s[0]:
        return False
    if a.aircraft.is_type and b.aircraft.is_type and a.aircraft != b.aircraft:
        return False
    gap, apart = b.at_s[0] - a.at_s[-1], distance_m(a.latitude[-1], a.longitude[-1], b.latitude[0], b.longitude[0])
    if apart > 1_000.0 + 1.1 * max(a.aircraft.top_speed_ms, b.aircraft.top_speed_ms) * gap:
        return False
    if len(a.at_s) < 2 or apart < 3_000.0:
        return True
    back = max(0, int(np.searchsorted(a.at_s, a.at_s[-1] - _HEADING_S)) - 1)
    was = bearing_deg(a.latitude[back], a.longitude[back], a.latitude[-1], a.longitude[-1])
    goes = bearing_deg(a.latitude[-1], a.longitude[-1], b.latitude[0], b.longitude[0])
    return abs(turn_deg(was, goes)) <= _JOIN_TURN_DEG
