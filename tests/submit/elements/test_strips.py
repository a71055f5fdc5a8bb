"""The small map and the strip of times of a sheet: no more than the sheet itself states."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dalil.submit.content.entries import Account, Entry
from dalil.submit.elements.strips import sheet_map, time_strip
from dalil.submit.elements.wording import Wording

WORDS = Wording("en", ZoneInfo("Asia/Damascus"))


def entry(*points: tuple[float | None, float | None], radius: float | None = 500.0, **row: Any) -> Entry:
    accounts = tuple(Account({"latitude": a, "longitude": b}, "", (), 0) for a, b in points)
    return Entry(1, {"latitude": 36.0, "longitude": 37.0, "radius_m": radius, **row}, accounts, 0, False)


def drawn(*points: tuple[float | None, float | None], radius: float | None = 500.0) -> dict[str, Any]:
    found = sheet_map(entry(*points, radius=radius), WORDS)
    assert found is not None
    return found


def test_without_a_released_position_there_is_no_map() -> None:
    assert sheet_map(entry(latitude=None), WORDS) is None


def test_an_account_north_east_of_the_incident_is_above_and_right() -> None:
    (point,) = drawn((36.001, 37.001))["points"]
    assert point["label"] == "1" and point["x"] > 0.5 and point["y"] < 0.5


@pytest.mark.parametrize("points", [[(36.0, 37.0)], [(36.5, 37.0)], [(36.0, 38.0), (35.0, 36.0)]])
def test_everything_lies_inside_the_frame(points: list[tuple[float, float]]) -> None:
    found = drawn(*points)
    assert all(0 < point[axis] < 1 for point in found["points"] for axis in ("x", "y"))
    assert 0 < found["radius"] < 0.5 and 0 < found["bar"] < 0.5


def test_the_circle_is_to_scale_with_the_bar() -> None:
    found = drawn((36.0, 37.0), radius=500.0)  # 575 m from the middle to the edge; the bar is 200 m
    assert found["bar_text"] == "200 m"
    assert found["radius"] / found["bar"] == pytest.approx(2.5)


def test_an_account_without_a_point_keeps_its_number_and_has_no_mark() -> None:
    assert [point["label"] for point in drawn((None, None), (36.0, 37.0))["points"]] == ["2"]


@pytest.mark.parametrize("radius", [None, 0.0])
def test_a_position_without_a_radius_is_a_point(radius: float | None) -> None:
    assert drawn((36.0, 37.0), radius=radius)["radius"] == 0


def at(hour: int) -> datetime:
    return datetime(2016, 10, 1, hour)


def account(name: str, start: int, end: int) -> Account:
    return Account({"report_id": name, "earliest": at(start), "latest": at(end)}, "", (), 0)


def test_bars_lie_between_the_first_and_the_last_moment() -> None:
    row = {"earliest": at(8), "latest": at(9)}
    strip = time_strip(Entry(1, row, (account("A/1", 6, 10), account("B/2", 8, 9)), 0, False), WORDS)
    assert [(bar["label"], bar["from"], bar["to"]) for bar in strip["rows"]] == [
        ("The incident, as taken", 0.5, 0.75), ("A/1", 0.0, 1.0), ("B/2", 0.5, 0.75),
    ]  # fmt: skip
    assert (strip["first"], strip["last"]) == ("1 October 2016, 09:00", "1 October 2016, 13:00")


def test_a_single_moment_is_a_bar_without_width() -> None:
    row = {"earliest": at(8), "latest": at(8)}
    bars = time_strip(Entry(1, row, (account("A/1", 8, 8),), 0, False), WORDS)["rows"]
    assert [(bar["from"], bar["to"]) for bar in bars] == [(0.0, 0.0), (0.0, 0.0)]


def test_without_a_time_that_leaves_there_is_no_strip() -> None:
    assert time_strip(Entry(1, {"earliest": None, "latest": None}, (), 1, False), WORDS)["rows"] == []
