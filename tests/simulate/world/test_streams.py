"""Each concern has a generator of its own: one switched off leaves the others as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.simulate import simulate
from dalil.simulate.world.streams import NAMES, Streams


def test_streams_differ_by_name_seed_and_slice():
    first = {
        Streams(1)["plan"].integers(2**62),
        Streams(1)["times"].integers(2**62),
        Streams(2)["plan"].integers(2**62),
        Streams(1, 1)["plan"].integers(2**62),
    }
    assert len(first) == 4


def test_a_stream_does_not_depend_on_which_were_used_before():
    streams = Streams(5)
    streams["names"].random(100)
    assert streams["plan"].random() == Streams(5)["plan"].random()


def test_names_are_not_repeated():
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("off", "kept"),
    [
        ("radio", ["skywatch/sightings.csv", "lantern/victims.csv", "cedar/reports.csv"]),
        ("tracks", ["skywatch/sightings.csv", "skywatch/transmissions.csv", "marjan/reports.csv"]),
        ("media", ["skywatch/sightings.csv", "cedar/victims.csv", "rescue/testimonies.csv"]),
    ],
)
def test_switching_one_feature_off_leaves_the_others(tmp_path: Path, small: Path, off: str, kept: list[str]):
    simulate(tmp_path / "out", 1, "small", {"media": "off", off: "off"})
    for name in kept:
        assert (tmp_path / "out" / "raw" / name).read_bytes() == (small / "raw" / name).read_bytes(), name
