"""SVG written by hand, letter by letter."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from dalil.present.canvas import Canvas, element


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ({"x": 3, "y": 3.0}, '<rect x="3" y="3.0"/>'),
        ({"width": 0.26, "height": "99%"}, '<rect width="0.3" height="99%"/>'),
        ({"stroke_width": "0.8", "viewBox": "0 0 1 1", "class_": "protected"},
         '<rect stroke-width="0.8" viewBox="0 0 1 1" class="protected"/>'),
        ({"fill": None, "x": 1}, '<rect x="1"/>'),
        ({"aria_label": 'a & "b" <c>'}, "<rect aria-label='a &amp; \"b\" &lt;c&gt;'/>"),
    ],
)  # fmt: skip
def test_attributes(attributes: dict[str, str | float | None], written: str) -> None:
    assert element("rect", **attributes) == written


def test_an_element_with_nothing_inside_is_closed_apart_where_that_is_said() -> None:
    assert element("rect", "") == "<rect></rect>"
    assert element("g", element("a"), "b", id="c") == '<g id="c"><a/>b</g>'


def test_shapes_stand_in_order_and_groups_hold_them() -> None:
    canvas = Canvas(viewBox="0 0 9 9")
    canvas.open("g", clip_path="url(#map)")
    canvas.line((0, 1), (2.25, 3), stroke="#000")
    canvas.close("g")
    canvas.text(1, 2.0, "a")
    assert canvas.svg("\n").split("\n") == [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">',
        '<g clip-path="url(#map)">',
        '<polyline points="0.0,1.0 2.2,3.0" fill="none" stroke="#000"/>',
        "</g>",
        '<text x="1" y="2.0">a</text>',
        "</svg>",
    ]


def test_words_of_records_stay_words() -> None:
    canvas = Canvas(aria_label="'\"><script/>")
    canvas.text(0, 0, "<script>alert(1)</script> & more")
    root = ElementTree.fromstring(canvas.svg())
    assert [node.tag.rpartition("}")[2] for node in root.iter()] == ["svg", "text"]
    assert root[0].text == "<script>alert(1)</script> & more"
    assert root.get("aria-label") == "'\"><script/>"
