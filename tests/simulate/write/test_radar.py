"""Radar images: speckle, damage, and where they lie."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dalil.simulate.events.strikes import draw_strikes
from dalil.simulate.write.radar import DATES_AFTER, DATES_BEFORE, write_radar
from dalil.simulate.write.tables import Tables


@pytest.fixture(scope="module")
def imagery(at, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One stack."""
    here, out = at(media__rasters="1"), tmp_path_factory.mktemp("radar")
    with Tables(out) as tables:
        write_radar(here, draw_strikes(here, 40, 1, 1), out, tables)
    return out


def stack(imagery: Path, when: str) -> np.ndarray:
    """The images before or after, decibels."""
    return np.stack(
        [np.asarray(Image.open(path)) for path in sorted((imagery / "raw/imagery").glob(f"SAR1_{when}_*.tif"))]
    )


def test_dates_before_and_after(imagery: Path):
    assert len(stack(imagery, "before")) == DATES_BEFORE
    assert len(stack(imagery, "after")) == DATES_AFTER


def test_speckle_is_that_of_four_looks(imagery: Path):
    before = 10 ** (stack(imagery, "before") / 10)
    # Coefficient of variation of a gamma of shape 4 is 0.5; over six dates its estimate is a little low.
    assert np.median(before.std(axis=0, ddof=1) / before.mean(axis=0)) == pytest.approx(0.47, abs=0.05)


def test_only_destroyed_footprints_change(imagery: Path):
    change = stack(imagery, "after").mean(axis=0) - stack(imagery, "before").mean(axis=0)
    with (imagery / "truth/damage.csv").open() as stream:
        destroyed = {row["building_id"] for row in csv.DictReader(stream) if row["destroyed"] == "true"}
    features = json.loads((imagery / "raw/imagery/SAR1_footprints.geojson").read_text())["features"]
    tags = Image.open(next((imagery / "raw/imagery").glob("SAR1_after_*.tif"))).tag_v2
    moved, still = [], []
    for feature in features:
        ring = np.array(feature["geometry"]["coordinates"][0])
        columns = np.rint((ring[:, 0] - tags[33922][3]) / tags[33550][0]).astype(int)
        lines = np.rint((tags[33922][4] - ring[:, 1]) / tags[33550][1]).astype(int)
        inside = change[lines.min() : lines.max(), columns.min() : columns.max()]
        (moved if feature["id"] in destroyed else still).append(abs(float(inside.mean())))
    assert len(moved) >= 1
    assert np.mean(moved) > 2.0
    assert np.mean(still) < 0.6


def test_the_middle_of_the_stack_is_the_place_that_was_struck(imagery: Path, at):
    here = at(media__rasters="1")
    worst = max(draw_strikes(here, 40, 1, 1), key=lambda s: (s.plan.toll.civilians, -s.number))
    tags = Image.open(next((imagery / "raw/imagery").glob("SAR1_after_*.tif"))).tag_v2
    latitude = tags[33922][4] - 128 * tags[33550][1]
    longitude = tags[33922][3] + 128 * tags[33550][0]
    x, y = here.world.plane.metres(latitude, longitude)
    assert np.hypot(x - worst.x, y - worst.y) < 10
    assert "FICTIONAL" in tags[270]
