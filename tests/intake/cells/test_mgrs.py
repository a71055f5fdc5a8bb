from __future__ import annotations

import pytest

from dalil.geo.grids import point_of_utm
from dalil.intake.cells.angles import is_mgrs, point_of_mgrs


# Centres of the squares, computed with NGA's GEOTRANS (package mgrs 1.5).
@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "radius_m"),
    [
        ("38SMB4488", 33.334235085, 44.403627848, 707.1068),
        ("38S MB 44 88", 33.334235085, 44.403627848, 707.1068),
        ("33UXP04", 48.249511414, 16.414441404, 7071.068),
        ("56HLH3421250948", -33.868774072, 151.207612735, 0.7071),
        ("18SUJ2337106519", 38.889805116, -77.036537282, 0.7071),
        ("37SDA0712", 36.252982374, 37.970395861, 707.1068),
        ("21KXB12345678", -16.668818685, -55.946437760, 7.0711),
        ("19FDV1234512345", -54.928168062, -70.367876805, 0.7071),
    ],
)
def test_known_squares(text: str, latitude: float, longitude: float, radius_m: float) -> None:
    point, radius = point_of_mgrs(text)
    assert point.latitude == pytest.approx(latitude, abs=1e-8)
    assert point.longitude == pytest.approx(longitude, abs=1e-8)
    assert radius == pytest.approx(radius_m, rel=1e-4)


def test_the_central_meridian_at_the_equator_is_exact() -> None:
    point = point_of_utm(37, True, 500_000.0, 0.0)
    assert (point.latitude, point.longitude) == (pytest.approx(0.0, abs=1e-12), pytest.approx(39.0, abs=1e-12))


def test_the_length_of_a_meridian_quadrant() -> None:
    # 10,001,965.729 m from equator to pole on WGS 84, times the scale of UTM
    assert point_of_utm(37, True, 500_000.0, 10_001_965.729 * 0.9996).latitude == pytest.approx(90.0, abs=1e-8)


@pytest.mark.parametrize("text", ["61SMB4488", "38SAB4488", "00SMB4488"])
def test_squares_that_do_not_exist(text: str) -> None:
    with pytest.raises(ValueError):
        point_of_mgrs(text)


@pytest.mark.parametrize(
    ("text", "is_one"), [("38SMB448", False), ("38IMB4488", False), ("38smb4488", True), ("36.2", False)]
)
def test_the_form_of_a_reference(text: str, is_one: bool) -> None:
    assert is_mgrs(text) is is_one
