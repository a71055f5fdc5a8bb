"""Exhibits: who holds them, what they show, and that copies are copies."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import ExifTags, Image

from dalil.simulate.tell.exhibits import Exhibit
from dalil.simulate.world.clock import Clock
from dalil.simulate.write.films import write_film
from dalil.simulate.write.pictures import SIZE, mark, scene, write_picture

CLOCK = Clock("Pacific/Auckland", date(2019, 3, 15), 37)


def exhibit(
    file: str = "a.jpg", transform: str = "original", exif: str = "missing", kind: str = "picture", number: int = 6
) -> Exhibit:
    """An exhibit of scene 6, captured on 20 March 2019 at noon."""
    at = CLOCK.instant(datetime(2019, 3, 20, 12))
    return Exhibit(file, "a.jpg", transform, kind, 0, 0, 1, number, at, at + 3_600, exif)


def grey(path: Path) -> np.ndarray:
    """A picture as 32 by 24 grey values."""
    return np.asarray(Image.open(path).convert("L").resize((32, 24)), dtype=float)


def test_a_scene_is_the_same_every_time():
    assert scene(5).tobytes() == scene(5).tobytes() != scene(6).tobytes()
    assert scene(5).size == SIZE


def test_the_words_are_burnt_in():
    assert np.asarray(mark(scene(5))).tobytes() != scene(5).tobytes()


@pytest.mark.parametrize("transform", ["recoded", "resized", "cropped"])
def test_a_copy_looks_like_its_original_and_has_other_bytes(tmp_path: Path, transform: str):
    write_picture(exhibit(), CLOCK, (34.2, 175.0), tmp_path)
    write_picture(exhibit("b.jpg", transform), CLOCK, (34.2, 175.0), tmp_path)
    write_picture(exhibit("c.jpg", number=7), CLOCK, (34.2, 175.0), tmp_path)
    a, b, c = (grey(tmp_path / name) for name in ("a.jpg", "b.jpg", "c.jpg"))
    assert (tmp_path / "a.jpg").read_bytes() != (tmp_path / "b.jpg").read_bytes()
    assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.5
    assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > np.corrcoef(a.ravel(), c.ravel())[0, 1] + 0.1


@pytest.mark.parametrize(
    ("number", "exif", "taken"),
    [
        (6, "right", "2019:03:20 12:00:00"),
        (7, "wrong", "2010:01:01 12:00:00"),
        (6, "wrong", "2019:03:19 12:00:00"),
        (6, "missing", None),
    ],
)
def test_exif_right_wrong_or_missing(tmp_path: Path, number: int, exif: str, taken: str | None):
    write_picture(exhibit(exif=exif, number=number), CLOCK, (34.2, 175.0), tmp_path)
    found = Image.open(tmp_path / "a.jpg").getexif()
    assert found.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) == taken


def test_some_pictures_carry_their_place(tmp_path: Path):
    write_picture(exhibit(exif="right", number=6), CLOCK, (34.5, 175.25), tmp_path)
    gps = Image.open(tmp_path / "a.jpg").getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert [float(v) for v in gps[2]] == [34.0, 30.0, 0.0]
    assert (gps[1], gps[3]) == ("N", "E")


def test_a_film_is_the_same_every_time_and_can_be_played(tmp_path: Path):
    for name in ("a.mp4", "b.mp4"):
        write_film(exhibit(name, kind="video"), 12, tmp_path)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 12


def test_copies_are_held_by_others_and_retold_accounts_bring_the_first(drawn):
    part = drawn[1]
    by_file = {e.file: e for e in part.exhibits}
    assert len(by_file) == len(part.exhibits)
    for e in part.exhibits:
        if e.is_copy:
            assert by_file[e.original].strike == e.strike
            assert e.published_s > by_file[e.original].published_s
            assert e.exif == "missing"
    with_files = {part.reports[e.report].strike for e in part.exhibits if not e.is_copy}
    copied_to = {e.report for e in part.exhibits if e.is_copy}
    retold = [n for n, r in enumerate(part.reports) if r.how == "rereport" and r.strike in with_files]
    assert retold
    assert set(retold) <= copied_to


def test_exif_states_have_their_shares(drawn):
    originals = [e for e in drawn[1].exhibits if not e.is_copy and e.kind == "picture"]
    assert np.mean([e.exif == "missing" for e in originals]) == pytest.approx(0.5, abs=0.08)
    assert np.mean([e.exif == "wrong" for e in originals]) == pytest.approx(0.12, abs=0.05)
