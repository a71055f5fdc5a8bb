"""Radar images before and after: speckle everywhere, a changed return where a building was destroyed.

Intensities are gamma distributed (speckle of `_LOOKS` looks); a destroyed footprint loses its bright corner
return and scatters anew, by a few decibels either way. Written as 32-bit TIFF in decibels with GeoTIFF tags.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, TiffImagePlugin

from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.write.tables import Tables

PIXEL_M = 10.0  # of Sentinel-1 ground range images
DATES_BEFORE, DATES_AFTER = 6, 4
_LOOKS = 4.0  # the mean of as many intensities: speckle of half their mean
_CHANGE_DB = 3.5  # decibels at a destroyed building: less than speckle of one date, more than that of a mean of several


@dataclass(frozen=True, slots=True)
class Scene:
    """One stack: its middle in metres, the footprints (row, column, side in pixels) and which were destroyed."""

    number: int
    x: float
    y: float
    footprints: np.ndarray  # (n, 3) int
    destroyed: np.ndarray  # (n,) bool


def write_radar(at: Setting, strikes: list[Strike], out: Path, tables: Tables) -> None:
    """`media.rasters` stacks around places that were struck, under raw/imagery, and truth/damage.csv."""
    m = at.settings.media
    if not m.on or not m.rasters or not strikes:
        return
    rng, folder = at.streams["rasters"], out / "raw" / "imagery"
    folder.mkdir(parents=True, exist_ok=True)
    deadly = sorted(strikes, key=lambda s: (-s.plan.toll.civilians, s.number))[: m.rasters]
    for number, strike in enumerate(deadly, 1):
        scene = _scene(rng, number, strike, strikes, m.raster_size)
        _write_stack(at, rng, scene, strike, m.raster_size, folder)
        _write_footprints(at, scene, m.raster_size, folder)
        for building, gone in enumerate(scene.destroyed, 1):
            row = {
                "scene": f"SAR{number}",
                "building_id": f"SAR{number}-{building:04d}",
                "destroyed": str(bool(gone)).lower(),
            }
            tables.truth("damage", row)


def _scene(rng: np.random.Generator, number: int, strike: Strike, strikes: list[Strike], size: int) -> Scene:
    """Footprints on a jittered grid; those within 60 m of any strike are mostly destroyed, others seldom."""
    step = 12
    rows, columns = np.meshgrid(np.arange(6, size - 10, step), np.arange(6, size - 10, step), indexing="ij")
    spot = np.stack([rows.ravel(), columns.ravel()], axis=1) + rng.integers(-2, 3, (rows.size, 2))
    side = rng.integers(2, 6, rows.size)
    x = strike.x + (spot[:, 1] + side / 2 - size / 2) * PIXEL_M
    y = strike.y - (spot[:, 0] + side / 2 - size / 2) * PIXEL_M
    hit = np.zeros(len(x), dtype=bool)
    for other in strikes:
        hit |= np.hypot(x - other.x, y - other.y) < 60
    destroyed = np.where(hit, rng.random(len(x)) < 0.85, rng.random(len(x)) < 0.01)
    return Scene(number, strike.x, strike.y, np.column_stack([spot, side]), destroyed)


def _write_stack(at: Setting, rng: np.random.Generator, scene: Scene, strike: Strike, size: int, folder: Path) -> None:
    base = np.exp(rng.normal(np.log(0.08), 0.35, (size, size)))
    for row, column, side in scene.footprints:
        base[row : row + side, column : column + side] *= rng.uniform(3, 9)
    after = base.copy()
    for (row, column, side), gone in zip(scene.footprints, scene.destroyed, strict=True):
        if gone:
            # Rubble is mostly darker than a wall and street, sometimes brighter.
            change = _CHANGE_DB * rng.choice([-1.0, -1.0, 1.0]) + rng.normal(0, 0.8)
            after[row : row + side, column : column + side] *= 10 ** (change / 10)
    for step in range(-DATES_BEFORE, DATES_AFTER + 1):
        if step == 0:
            continue
        # Passes twelve days apart, as of a satellite pair, none on the day itself.
        day = at.calendar.clock.local(strike.at_s + (12 * step + (6 if step < 0 else -6)) * 86_400).date()
        truth = base if step < 0 else after
        intensity = truth * rng.gamma(_LOOKS, 1 / _LOOKS, truth.shape)
        decibels = np.round(10 * np.log10(intensity), 2).astype(np.float32)
        when = "before" if step < 0 else "after"
        _geotiff(at, decibels, scene, size, folder / f"SAR{scene.number}_{when}_{day:%Y%m%d}.tif")


def _geotiff(at: Setting, image: np.ndarray, scene: Scene, size: int, path: Path) -> None:
    north, west = at.world.plane.degrees(scene.x - size / 2 * PIXEL_M, scene.y + size / 2 * PIXEL_M)
    south, east = at.world.plane.degrees(scene.x + size / 2 * PIXEL_M, scene.y - size / 2 * PIXEL_M)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = "FICTIONAL: a radar image made by a simulator, decibels"
    tags[33550] = ((east - west) / size, (north - south) / size, 0.0)  # ModelPixelScale
    tags.tagtype[33550] = 12
    tags[33922] = (0.0, 0.0, 0.0, west, north, 0.0)  # ModelTiepoint
    tags.tagtype[33922] = 12
    tags[34735] = (1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326)  # geographic, pixel is area, EPSG:4326
    tags.tagtype[34735] = 3
    Image.fromarray(image).save(path, tiffinfo=tags)


def _write_footprints(at: Setting, scene: Scene, size: int, folder: Path) -> None:
    features: list[dict[str, Any]] = []
    for number, (row, column, side) in enumerate(scene.footprints, 1):
        x, y = scene.x + (column - size / 2) * PIXEL_M, scene.y - (row - size / 2) * PIXEL_M
        width = side * PIXEL_M
        ring = [(x, y), (x + width, y), (x + width, y - width), (x, y - width), (x, y)]
        corners = [at.world.plane.degrees(px, py)[::-1] for px, py in ring]
        features.append({
            "type": "Feature",
            "id": f"SAR{scene.number}-{number:04d}",
            "properties": {"note": "FICTIONAL"},
            "geometry": {"type": "Polygon", "coordinates": [corners]},
        })  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "name": "FICTIONAL", "features": features})
    (folder / f"SAR{scene.number}_footprints.geojson").write_text(text + "\n", encoding="utf-8")
