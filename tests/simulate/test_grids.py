"""Coordinates on the radio: known points."""

from __future__ import annotations

import pytest

from dalil.simulate.grids import dms


@pytest.mark.parametrize(("value", "parts"), [(34.5, (34, 30, 0)), (175.02513, (175, 1, 30)), (-12.999999, (13, 0, 0))])
def test_degrees_minutes_seconds(value: float, parts: tuple[int, int, int]):
    assert dms(value) == parts
