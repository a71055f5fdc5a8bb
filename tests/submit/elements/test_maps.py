from __future__ import annotations

import pytest

from dalil.submit.elements.maps import Frame, draw, frame_of


def test_a_case_without_area_and_points_has_no_map() -> None:
    assert draw([], None) is None


def test_north_is_up_and_east_is_right() -> None:
    frame = Frame(west=36, south=35, east=38, north=37)
    assert frame.place(37, 36) == (0, 0)
    x, y = frame.place(35, 38)
    assert (x, y) == pytest.approx(frame.size)


def test_the_frame_is_the_area_with_a_margin() -> None:
    frame = frame_of([(0.0, 0.0)], (36.5, 35.7, 37.7, 36.7))
    assert frame is not None
    assert frame.holds(35.7, 36.5) and not frame.holds(35.0, 36.5)


def test_one_stray_point_does_not_shrink_the_map() -> None:
    drawing = draw([(36 + n / 1000, 37.0) for n in range(400)] + [(36.2, 179.0)], None)
    assert drawing is not None and drawing["outside"] >= 1


def test_points_outside_are_counted_and_not_drawn() -> None:
    drawing = draw([(36.2, 37.1), (10.0, 10.0)], (36.5, 35.7, 37.7, 36.7))
    assert drawing is not None
    assert drawing["outside"] == 1
    assert drawing["svg"].count("<circle") == 1


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    drawing = draw([], (36.0, 35.0, 38.0, 37.0))
    assert drawing is not None
    # Two degrees of longitude and the margins (8 %) at 36° north are 111.195 · 2.16 · cos 36° = 194.3 km wide.
    kilometres = float(drawing["bar"]["text"].removesuffix(" km"))
    assert drawing["bar"]["share"] == pytest.approx(kilometres / 194.3, rel=0.01)


def test_the_order_of_points_does_not_change_the_drawing() -> None:
    points = [(36.2, 37.1), (36.3, 37.2), (36.1, 37.0)]
    assert draw(points, None) == draw(points[::-1], None)
