"""Pictures drawn, not taken: a street, smoke, rubble, and the words that say it is invented."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageDraw, ImageFont

from dalil.simulate.tell.exhibits import Exhibit
from dalil.simulate.world.clock import Clock

SIZE = (320, 240)  # pixels: a perceptual hash reads 32 × 32 of them, and pictures are drawn by the hundred
# The Arabic word in presentation forms and visual order, so that no shaping library decides about the bytes.
_MARK = "FICTIONAL / \ufef2\ufedf\ufe8e\ufef4\ufea7"


def scene(number: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """The scene of a seed: the same number gives the same pixels."""
    rng = np.random.default_rng(number)
    width, height = size
    sky = np.linspace(rng.integers(90, 200), rng.integers(150, 250), height)[:, None, None]
    tint = rng.uniform(0.75, 1.05, 3)
    ground = rng.normal(0, 6, (height, width, 1))
    image = Image.fromarray(np.clip(sky * tint + ground, 0, 255).astype(np.uint8).repeat(1, axis=1))
    draw = ImageDraw.Draw(image)
    _street(rng, draw, width, height)
    _smoke(rng, draw, width, height)
    _rubble(rng, draw, width, height)
    return image


def mark(image: Image.Image) -> Image.Image:
    """The picture with the words FICTIONAL / خيالي burnt in."""
    label = _label()
    # Far enough from the edges to survive the cropping of a copy.
    image.paste(label, (image.width // 10, image.height - label.height - image.height // 14))
    return image


def write_picture(exhibit: Exhibit, clock: Clock, place: tuple[float, float], folder: Path) -> None:
    """Draw one exhibit, an original or the copy that its transform makes, into `folder`."""
    image = mark(scene(exhibit.scene))
    path = folder / exhibit.file
    if exhibit.transform == "cropped":
        edge = 0.01 * (1 + exhibit.scene % 7)  # of each side: a perceptual hash survives the least only
        box = (edge * SIZE[0], edge * SIZE[1], (1 - edge) * SIZE[0], (1 - edge) * SIZE[1])
        image = image.crop(tuple(map(round, box))).resize(SIZE, Image.Resampling.BILINEAR)  # type: ignore[arg-type]
    elif exhibit.transform == "resized":
        image = image.resize((SIZE[0] * 3 // 5, SIZE[1] * 3 // 5), Image.Resampling.BILINEAR)
    quality = {"original": 85, "recoded": 45, "cropped": 75, "resized": 65}[exhibit.transform]
    if path.suffix == ".png":
        image.save(path, optimize=False)
    else:
        image.save(path, quality=quality, exif=_exif(exhibit, clock, place))


def _exif(exhibit: Exhibit, clock: Clock, place: tuple[float, float]) -> Image.Exif:
    exif = Image.Exif()
    if exhibit.exif == "missing":
        return exif
    when = clock.local(exhibit.captured_s)
    if exhibit.exif == "wrong":
        # A camera whose clock was never set, or runs a day behind.
        when = (
            when.replace(year=2010, month=1, day=1) if exhibit.scene % 2 else clock.local(exhibit.captured_s - 86_400)
        )
    text = when.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.Make] = "FICTIONAL"
    exif[ExifTags.Base.DateTime] = text
    exif[ExifTags.Base.ImageDescription] = "FICTIONAL"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = text
    if exhibit.scene % 3 == 0:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        for tag, value, sides in ((1, place[0], "NS"), (3, place[1], "EW")):
            gps[tag] = sides[value < 0]
            gps[tag + 1] = _sexagesimal(abs(value))
    return exif


def _sexagesimal(value: float) -> tuple[float, float, float]:
    minutes = (value % 1) * 60
    return float(int(value)), float(int(minutes)), round((minutes % 1) * 60, 2)


def _street(rng: np.random.Generator, draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    x = -int(rng.integers(0, 30))
    while x < width:
        wide, high = int(rng.integers(30, 80)), int(rng.integers(60, 170))
        shade = int(rng.integers(90, 210))
        colour = (shade, max(0, shade - int(rng.integers(0, 30))), max(0, shade - int(rng.integers(10, 50))))
        top = height - 40 - high
        draw.rectangle((x, top, x + wide, height), fill=colour)
        for wx in range(x + 6, x + wide - 8, 14):
            for wy in range(top + 8, height - 50, 18):
                if rng.random() < 0.7:
                    draw.rectangle((wx, wy, wx + 7, wy + 10), fill=(shade // 3,) * 3)
        x += wide + int(rng.integers(0, 14))
    draw.rectangle((0, height - 34, width, height), fill=(int(rng.integers(70, 130)),) * 3)


def _smoke(rng: np.random.Generator, draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    x, y, shade = int(rng.integers(40, width - 40)), height - 70, int(rng.integers(30, 110))
    for _ in range(26):
        radius = int(rng.integers(8, 26))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(shade + int(rng.integers(0, 25)),) * 3)
        x, y = x + int(rng.integers(-12, 16)), y - int(rng.integers(2, 12))


def _rubble(rng: np.random.Generator, draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for _ in range(60):
        x, y = int(rng.integers(0, width)), height - int(rng.integers(0, 34))
        size, shade = int(rng.integers(2, 9)), int(rng.integers(60, 190))
        draw.polygon([(x, y), (x + size, y - size), (x + 2 * size, y)], fill=(shade, shade - 10, shade - 25))


@cache
def _label() -> Image.Image:
    """The words on black, once."""
    font = ImageFont.truetype(
        str(resources.files("fontpkg_amiri").joinpath("files/Amiri-Bold.ttf")), 20, layout_engine=ImageFont.Layout.BASIC
    )
    left, top, right, bottom = (int(v) for v in font.getbbox(_MARK))
    image = Image.new("RGB", (right - left + 8, bottom - top + 8), (0, 0, 0))
    ImageDraw.Draw(image).text((4 - left, 4 - top), _MARK, fill=(255, 235, 120), font=font)
    return image
