"""Flights fly: no faster than their type, over the target at the moment of the strike, from a base and back."""

from __future__ import annotations

import numpy as np
import pytest

from dalil.simulate.events.flights import draw_flights
from dalil.simulate.events.strikes import draw_strikes


def test_no_leg_is_faster_than_the_type(drawn):
    for flight in drawn[1].flights:
        speed = np.hypot(np.diff(flight.x), np.diff(flight.y)) / np.maximum(np.diff(flight.t), 0.1)
        assert speed.max() <= flight.aircraft.speed


def test_time_never_runs_back(drawn):
    assert all((np.diff(flight.t) >= 0).all() for flight in drawn[1].flights)


def test_the_flight_is_over_the_place_at_the_moment_of_the_strike(drawn):
    part = drawn[1]
    for number, flight in part.carrier.items():
        strike = part.strikes[number]
        x, y = flight.at(np.array([float(strike.at_s)]))
        assert (x[0], y[0]) == pytest.approx((strike.x, strike.y), abs=0.2)


def test_every_air_strike_has_one_flight_of_its_party_and_type(drawn):
    part = drawn[1]
    for strike in part.strikes.values():
        flight = part.carrier.get(strike.number)
        assert (flight is not None) == bool(strike.plan.aircraft)
        if flight:
            assert (flight.party, flight.aircraft.name) == (strike.plan.party, strike.plan.aircraft)
    assert len(part.carrier) == sum(len(flight.strikes) for flight in part.flights)


def test_flights_begin_and_end_at_the_base(drawn):
    for flight in drawn[1].flights:
        for end in (0, -1):
            assert (flight.x[end], flight.y[end]) == (flight.base.x, flight.base.y)
        assert flight.t[-1] - flight.t[0] < flight.aircraft.endurance_s


def test_some_flights_strike_several_places(drawn):
    several = [flight for flight in drawn[1].flights if len(flight.strikes) > 1]
    assert 20 < len(several) < 200
    assert all(len({drawn[1].strikes[n].raid for n in flight.strikes}) == 1 for flight in several)


def test_other_flights_come_at_their_rate(at):
    here = at("siege", calendar__clustering="off")
    flights = draw_flights(here, [], 1)
    # 22 a day over 182 days: 4,004, standard deviation 63.
    assert abs(len(flights) - 4_004) < 250


def test_one_flight_for_each_strike_when_asked(at):
    here = at("siege", war__flights_per_strike="1")
    flights = draw_flights(here, draw_strikes(here, 560, 1, 1), 1)
    assert max(len(flight.strikes) for flight in flights) == 1
