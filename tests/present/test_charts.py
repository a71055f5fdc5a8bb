"""Shapes, measured: as long, as high and as dark as the numbers say."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from dalil.present import charts

SVG = "{http://www.w3.org/2000/svg}"


def shapes(svg: str, kind: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(f"{SVG}{kind}")


def words(svg: str) -> list[str]:
    return [text.text or "" for text in shapes(svg, "text")]


def numbers(svg: str, kind: str, name: str) -> list[float]:
    return [float(shape.get(name) or "nan") for shape in shapes(svg, kind)]


def points(svg: str) -> list[list[tuple[float, float]]]:
    """The points of each line."""
    lines = [(shape.get("points") or "").split() for shape in shapes(svg, "polyline")]
    return [[(float(each.split(",")[0]), float(each.split(",")[1])) for each in line] for line in lines]


def test_bars_are_as_long_as_their_values():
    long, short = (float(box.get("width")) for box in shapes(charts.bars("x", [("a", 40), ("b", 10)]), "rect"))
    assert long == pytest.approx(4 * short, abs=0.2)


def test_text_that_looks_like_markup_stays_text():
    svg = charts.bars('<t> & "u"', [("<script>alert(1)</script>", 1)])
    assert shapes(svg, "script") == []
    assert shapes(svg, "text")[0].text == "<script>alert(1)</script>"


def test_upset_marks_what_each_column_combines():
    svg = charts.upset("x", [(("hospital", "school"), 3), (("hospital",), 5)])
    dark = [dot for dot in shapes(svg, "circle") if dot.get("fill") == charts.INK]
    assert len(shapes(svg, "circle")) == 4
    assert len(dark) == 3
    labels = [text.text for text in shapes(svg, "text")]
    assert labels[:2] == ["hospital  8", "school  3"]


@pytest.mark.parametrize(
    "svg",
    [
        charts.bars("x", []),
        charts.columns("x", []),
        charts.upset("x", []),
        charts.rate_curve("x", [], [], [], []),
        charts.surface("x", []),
        charts.fan("x", []),
    ],
)
def test_nothing_to_draw_is_still_a_drawing(svg):
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"


def test_surface_frames_the_question_set_beforehand():
    svg = charts.surface("x", [(500.0, 75.0, 0.3, False), (1000.0, 150.0, 0.01, True)])
    assert len(shapes(svg, "polyline")) == 1
    assert "0.010" in [text.text for text in shapes(svg, "text")]


def test_the_size_is_said_in_points_and_the_title_to_who_cannot_see() -> None:
    root = ElementTree.fromstring(charts.bars('Attacks, "by" object', [("a", 1), ("b", 2)], width=300))
    assert (root.get("viewBox"), root.get("width"), root.get("height")) == ("0 0 300 32", "300pt", "32pt")
    assert (root.get("role"), root.get("aria-label")) == ("img", 'Attacks, "by" object')


def test_a_long_name_is_cut_and_says_so() -> None:
    assert words(charts.bars("x", [("a" * 40, 1)]))[0] == "a" * 33 + "…"


def test_columns_are_as_high_as_their_values_and_name_them() -> None:
    svg = charts.columns("x", [("2016-09", 3), ("2016-10", 0), ("2016-11", 6)], height=120)
    assert numbers(svg, "rect", "height") == [57.0, 0.0, 114.0]  # of 120 - 6
    titles = [title.text for title in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert titles == ["2016-09: 3", "2016-10: 0", "2016-11: 6"]
    assert words(svg)[0] == "6"


@pytest.mark.parametrize(("number", "labels"), [(3, 3), (10, 10), (11, 6), (40, 10)])
def test_columns_have_as_many_labels_as_there_is_room_for(number: int, labels: int) -> None:
    # 420 points hold ten labels of 42: eleven columns name every second, forty every fourth
    assert len(words(charts.columns("x", [(f"c{n}", 1) for n in range(number)]))) == 1 + labels


def test_upset_draws_the_largest_and_ties_in_order_of_names() -> None:
    rows = [(("b",), 2), (("a",), 2), (("c",), 9)]
    shown = words(charts.upset("x", rows, most=2))
    assert shown[:2] == ["c  9", "a  2"]
    assert "b  2" not in shown


def test_upset_joins_what_a_column_combines() -> None:
    svg = charts.upset("x", [(("a", "c"), 1), (("b",), 3), (("c",), 1)])
    # rows in order of totals: b 3, c 2, a 1; the one line goes from c to a
    (line,) = points(svg)
    assert [y for _, y in line] == [90 + 17 + 12, 90 + 17 + 24]


def test_a_rate_is_a_line_over_the_days_and_claims_stand_upright() -> None:
    days = [f"2016-09-{n:02d}" for n in range(1, 5)]
    svg = charts.rate_curve("x", days, [0, 4, 0, 2], [1, 2, 2, 1], [0, 0.5, 0.001, 0], claimed=[days[1], "2016-12-01"])
    # 102 points are the most, 4 a day; below, half of 34 points say a chance of .5, and .001 is not drawn
    assert numbers(svg, "rect", "height") == [102.0, 51.0, 17.0]
    _, curve, _, claim = points(svg)
    assert [y for _, y in curve] == [110 - 25.5, 110 - 51, 110 - 51, 110 - 25.5]
    assert claim == [(145.0, 8.0), (145.0, 152.0)]
    assert words(svg)[1:] == days


def test_a_surface_is_darker_where_p_is_smaller() -> None:
    svg = charts.surface("x", [(500.0, 75.0, 0.5, False), (500.0, 150.0, 0.1, False), (500.0, 300.0, 0.0, True)])
    fills = [shape.get("fill") for shape in shapes(svg, "rect")]
    # 240 down to 55 between p = 0.2 and 0
    assert fills == ["rgb(240,240,240)", "rgb(148,148,148)", "rgb(55,55,55)"]
    assert words(svg)[-4:] == ["h 500 m", "r 75 m", "r 150 m", "r 300 m"]
    white = [text.text for text in shapes(svg, "text") if text.get("fill") == "#ffffff"]
    assert white == ["0.000"]


def test_a_fan_opens_from_its_first_point_to_its_last() -> None:
    svg = charts.fan("x", [(1.0, 10.0, 20.0, 30.0), (2.0, 10.0, 30.0, 60.0)])
    _, low, middle, high = points(svg)
    assert [y for _, y in low] == [102.0, 102.0]
    assert [y for _, y in middle] == [84.0, 66.0]
    assert [y for _, y in high] == [66.0, 12.0]
    assert words(svg) == ["10", "30", "60", "1", "2"]


def test_a_fan_of_one_point_stands_in_the_middle() -> None:
    _, low, *_ = points(charts.fan("x", [(1.0, 1.0, 2.0, 3.0)], width=300))
    assert low[0][0] == 44 + (300 - 96) / 2
