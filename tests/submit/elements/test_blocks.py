from __future__ import annotations

import pytest

from dalil.submit.elements.blocks import bars, chart_map, contents, table


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("1", {"share": 1.0, "number": False}),
        ("2.5r", {"share": 2.5, "number": True}),
        ("auto", {"share": None, "number": False}),
        ("autor", {"share": None, "number": True}),
    ],
)
def test_columns_say_their_width_and_side(column: str, expected: dict[str, object]) -> None:
    assert table(["a"], [["b"]], [column])["columns"] == [expected]


def test_bars_are_shares_of_the_longest() -> None:
    rows = bars([("a", 5, "5"), ("b", 10, "10"), ("c", 0, "0")], "")["rows"]
    assert [row["share"] for row in rows] == [0.5, 1, 0]


def test_bars_of_nothing_do_not_divide_by_zero() -> None:
    assert bars([("a", 0, "0")], "")["rows"][0]["share"] == 0
    assert bars([], "")["rows"] == []


def test_a_map_keeps_its_drawing() -> None:
    assert chart_map({"svg": "<svg/>", "width": 1}, "c", "alt")["svg"] == "<svg/>"
    assert contents("Contents") == {"is": "contents", "title": "Contents"}
