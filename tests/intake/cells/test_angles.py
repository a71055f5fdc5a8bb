from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.intake.cells.angles import Both, parse_angle
from dalil.intake.cells.faults import Fault


@pytest.mark.parametrize(
    "text",
    [
        "36.202",
        "36,202",
        "٣٦٫٢٠٢",
        "36.202 N",
        "N36.202",
        "36.202° شمال",
        "36°12'07.2\"",
        "36° 12′ 7.2″ N",
        "36 12 7.2",
        "36:12:07.2",
        "36d12m7.2s",
        "36 deg 12 min 7.2 sec N",
        "N 36 12 7.2",
        "36 12.12",
        "36°12.12'N",
        "36 درجة 12 دقيقة 7.2 ثانية",
        "36°12’07.2”",
        "+36.202",
    ],
)
def test_spellings_of_one_latitude(text: str) -> None:
    assert parse_angle(text, "latitude") == pytest.approx(36.202, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("36 12 7 S", "latitude", -36.201944444),
        ("-36 12 7", "latitude", -36.201944444),
        ("-0 30 0", "latitude", -0.5),
        ("37.16 غرب", "longitude", -37.16),
        ("37.16 ق", "longitude", 37.16),
        (36.5, "latitude", 36.5),
        (36, "latitude", 36.0),
    ],
)
def test_hemispheres_and_signs(text: object, axis: str, value: float) -> None:
    assert parse_angle(text, axis) == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize(
    "text",
    [
        "36.2, 37.16",
        "36.2 37.16",
        "36.2N 37.16E",
        "E37.16 N36.2",
        "36°12'00\"N 37°09'36\"E",
        "36 12 0 37 9 36",
        "36.2; 37.16",
    ],
)
def test_a_point_in_one_cell(text: str) -> None:
    assert parse_angle(text, "latitude") == Both(36.2, 37.16)


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("4239.00416", "longitude"),
        ("91", "latitude"),
        ("181 W", "longitude"),
        ("nan", "latitude"),
        ("inf", "latitude"),
        ("north", "latitude"),
        ("36.2 X", "latitude"),
        ("36 75 0", "latitude"),
        ("36.5 12 7", "latitude"),
        ("1 2 3 4 5", "latitude"),
        ("37.1 E", "latitude"),
        ("36.2N 37.1N", "latitude"),
        ("36 12 -7", "latitude"),
    ],
)
def test_what_is_no_angle_is_refused(text: str, axis: str) -> None:
    with pytest.raises(Fault):
        parse_angle(text, axis)


def test_a_longitude_in_the_column_of_latitudes_is_named() -> None:
    with pytest.raises(Fault, match="a latitude") as caught:
        parse_angle("37°09'E", "latitude")
    assert "exchanged" in caught.value.do


@given(st.floats(-89.99, 89.99))
def test_degrees_minutes_seconds_come_back(value: float) -> None:
    seconds = round(abs(value) * 3600, 3)
    degrees, rest = divmod(seconds, 3600)
    text = f"{degrees:.0f}°{rest // 60:02.0f}'{rest % 60:06.3f}\"{'S' if value < 0 else 'N'}"
    if "60.000" not in text:
        assert parse_angle(text, "latitude") == pytest.approx(value, abs=2e-7)
