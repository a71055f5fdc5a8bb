"""What posts log: detection, clocks, labels."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from dalil.simulate.events.flights import draw_flights
from dalil.simulate.events.rumours import draw_rumours
from dalil.simulate.events.strikes import draw_strikes
from dalil.simulate.observe.sightings import draw_sightings


@pytest.fixture(scope="module")
def watch(at):
    """Draws the lines of a small conflict with parameters changed."""

    def lines(**changed: str):
        here = at("small", 3, observers__double_entry="0", observers__copied_label="0", **changed)
        strikes = {s.number: s for s in draw_strikes(here, 40, 1, 1)}
        flights = draw_flights(here, list(strikes.values()), 1)
        rumours = draw_rumours(here, strikes.values())
        return {f.number: f for f in flights}, draw_sightings(here, flights, strikes, rumours, 1)

    return lines


def test_detection_is_the_share_asked_for(watch):
    sure, some = len(watch(observers__detect="1")[1]), len(watch(observers__detect="0.5")[1])
    # Short passes are logged less than `detect` says, at both settings alike: the ratio holds, within 3 standard
    # errors of some 2,000 lines (0.012 each).
    assert some / sure == pytest.approx(0.5, abs=0.04)


def test_nothing_is_logged_when_switched_off_or_blind(watch):
    assert watch(observers__on="off")[1] == []
    assert watch(observers__detect="0")[1] == []
    assert watch(observers__outage="1")[1] == []


def test_what_is_logged_was_in_range(watch):
    flights, lines = watch()
    for line in lines:
        x, y = flights[line.flight].at(np.array([float(line.true_s)]))
        apart = np.hypot(x[0] - line.post.x, y[0] - line.post.y)
        assert apart <= line.view_range_m + 50 + flights[line.flight].aircraft.speed  # range and time are rounded


def test_the_clock_of_a_post_is_off_by_its_offset(watch):
    _, lines = watch()
    for line in lines:
        assert abs(line.seen_s - line.true_s - line.post.clock_offset_s) <= 31
        assert abs(line.post.clock_offset_s) <= 240
        assert line.logged_s >= line.seen_s


def test_labels_are_wrong_at_the_rate_asked_for(watch):
    flights, lines = watch(observers__untyped="0", observers__wrong_type="0.1", observers__detect="1")
    known = [line for line in lines if line.aircraft]
    wrong = [
        line.aircraft not in (flights[line.flight].aircraft.name, *flights[line.flight].aircraft.other)
        for line in known
    ]
    # Some 4,000 lines: standard error 0.005.
    assert np.mean(wrong) == pytest.approx(0.1, abs=0.02)


def test_a_wrong_type_is_mostly_of_the_family(watch, at):
    flights, lines = watch(observers__untyped="0", observers__wrong_type="1")
    types = at().conflict.types
    written = {word: kind for kind in types.values() for word in (kind.name, *kind.other)}
    swing = [written[line.aircraft].name for line in lines if flights[line.flight].aircraft.name == "Su-24"]
    assert Counter(swing).most_common(1)[0][0] == "Su-34"
    assert "Su-24" not in swing


def test_a_shared_type_bears_the_name_of_the_party_it_is_known_for(watch, at):
    flights, lines = watch(observers__owner_missing="0", observers__owner_by_type="1", observers__wrong_type="0")
    known = at().conflict.parties["toruvia"].aliases
    own = [
        line
        for line in lines
        if flights[line.flight].aircraft.name == "Su-24" and flights[line.flight].party == "naharat"
    ]
    assert own
    assert all(line.operator in known for line in own)


def test_night_and_weather_shorten_the_range(watch, at):
    calendar = at("small", 3).calendar
    _, lines = watch()
    by_light = {
        dark: [n.view_range_m / n.post.view_range_m for n in lines if calendar.dark(n.true_s) is dark]
        for dark in (True, False)
    }
    assert max(by_light[False]) == pytest.approx(1.0, abs=0.01)
    assert np.mean(by_light[True]) < np.mean(by_light[False])


def test_double_entries_are_known(drawn):
    lines = drawn[1].sightings
    again = [line for line in lines if line.repeats]
    assert 0.01 < len(again) / len(lines) < 0.03
    by_number = {line.number: line for line in lines}
    assert all(by_number[line.repeats].seen_s == line.seen_s for line in again)


def test_copied_labels_repeat_the_story_and_half_show_it(at):
    here = at("siege", 2, observers__copied_label="1", observers__copied_declared="0.5")
    strikes = {s.number: s for s in draw_strikes(here, 560, 1, 1)}
    flights = draw_flights(here, list(strikes.values()), 1)
    rumours = draw_rumours(here, strikes.values())
    copied = [line for line in draw_sightings(here, flights, strikes, rumours, 1) if line.copied]
    stories = {rumour.aircraft for rumour in rumours.values()}
    assert len(copied) > 150
    assert all(line.aircraft in stories for line in copied)
    late = np.mean([line.logged_s - line.seen_s > 7_000 for line in copied])
    assert late == pytest.approx(0.5, abs=0.12)  # standard error below 0.04
