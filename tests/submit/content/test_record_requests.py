from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dalil.submit.content.entries import Entry
from dalil.submit.content.record_requests import requests_for


def entry(grade: str | None = None, **more: Any) -> Entry:
    row = {"latitude": 36.2123, "longitude": 37.1876, "radius_m": 100.0, "kind": "airstrike",
           "earliest": datetime(2016, 10, 1, 8), "latest": datetime(2016, 10, 1, 9), **more}  # fmt: skip
    return Entry(7, row, (), 0, False, finding={"grade": grade} if grade else None)


def test_a_request_is_wider_than_what_is_known() -> None:
    (request,) = requests_for([entry()])
    assert (request.since, request.until) == (datetime(2016, 10, 1, 7, 30), datetime(2016, 10, 1, 9, 30))
    assert (request.latitude, request.longitude, request.radius_m) == (36.21, 37.19, 15_000)
    assert request.sheet == "S-0007"


@pytest.mark.parametrize(
    "more",
    [
        {"latitude": None},
        {"earliest": None},
        {"latest": datetime(2016, 10, 1, 15)},
        {"kind": "artillery"},
        {"grade": "high"},
    ],
)
def test_no_request_where_records_of_flights_would_settle_nothing(more: dict[str, Any]) -> None:
    assert requests_for([entry(**more)]) == []


@pytest.mark.parametrize("more", [{"kind": None}, {"grade": "not_attributed"}, {"radius_m": None}])
def test_open_questions_are_asked(more: dict[str, Any]) -> None:
    assert len(requests_for([entry(**more)])) == 1
