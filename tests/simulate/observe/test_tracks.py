"""Radar tracks: share, jitter, gaps, split and shared numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from dalil.simulate.observe.tracks import draw_tracks


def test_share_of_flights_seen_by_radar(drawn):
    at, part = drawn
    seen = {track.flight for track in part.tracks}
    # 0.12 of some 5,500: standard error 0.0044.
    assert len(seen) / len(part.flights) == pytest.approx(at.settings.tracks.share, abs=0.015)


def test_fixes_lie_round_the_flight_by_the_jitter(drawn):
    part = drawn[1]
    flights = {flight.number: flight for flight in part.flights}
    off = []
    for track in part.tracks[:100]:
        x, y = flights[track.flight].at(track.t)
        off += [*(track.x - x), *(track.y - y)]
    assert np.std(off) == pytest.approx(150, rel=0.03)


def test_numbers_split_and_are_shared(drawn):
    tracks = drawn[1].tracks
    flights_of, numbers_of = {}, {}
    for track in tracks:
        flights_of.setdefault(track.track_id, set()).add(track.flight)
        numbers_of.setdefault(track.flight, set()).add(track.track_id)
    assert any(len(flights) == 2 for flights in flights_of.values())
    assert max(Counter(map(len, numbers_of.values()))) == 2


@pytest.mark.parametrize("seconds", [60, 130, 200])
def test_a_flight_too_short_for_radar_has_no_empty_track(drawn, seconds):
    at, part = drawn
    flight = part.flights[0]
    short = replace(flight, t=np.array([flight.t[0], flight.t[0] + seconds]), x=flight.x[:2], y=flight.y[:2])
    tracks = draw_tracks(at, [short] * 200, 0)
    assert all(len(track.t) for track in tracks)
    assert bool(tracks) == (seconds > 120)


def test_gaps_are_minutes_long(drawn):
    longest = max(float(np.diff(track.t).max()) for track in drawn[1].tracks if len(track.t) > 1)
    assert 120 <= longest <= 360


def test_off_gives_none(at):
    assert draw_tracks(at(tracks__on="off"), [], 1) == []
