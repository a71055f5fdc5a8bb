"""Nothing that is simulated can be taken for real: every file says so, and no name is that of a real place."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np

from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.country import build_world
from dalil.simulate.world.loading import load
from dalil.simulate.world.streams import Streams
from dalil.simulate.world.syllables import invent_many


def test_every_text_file_says_that_it_is_fictional(siege: Path):
    for path in [*siege.rglob("*.csv"), *siege.rglob("*.geojson"), *siege.rglob("*.toml"), siege / "README.txt"]:
        if path.parent.name == "truth":
            continue
        assert "fictional" in path.read_text(encoding="utf-8").lower(), path


def test_every_row_of_those_tables_does(siege: Path, rows):
    for folder in ("lantern", "cedar", "marjan", "rescue"):
        for row in rows(siege / "raw" / folder / "testimonies.csv"):
            assert "[Fictional]" in row["translation"]
        for row in rows(siege / "raw" / folder / "identities.csv"):
            assert "fictional" in row["note"].lower()
            assert row["contact"].startswith("+999 ")


def test_the_country_lies_in_the_open_sea(siege: Path, rows):
    for row in rows(siege / "raw" / "reference" / "places.csv"):
        assert 33.4 < float(row["latitude"]) < 35.0
        assert 174.0 < float(row["longitude"]) < 176.0


def test_no_place_bears_the_name_of_a_real_one(real_data: Path):
    real = set()
    with gzip.open(real_data / "syria_gazetteer" / "places.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            real |= {value.strip().lower() for name, value in row.items() if name and "name" in name and value}
    for seed in range(5):
        world = build_world(load("siege"), load_conflict(), Streams(seed))
        for place in world.places:
            assert place.name.latin.lower() not in real
            assert place.name.arabic not in real


def test_invented_names_are_all_different():
    names = invent_many(np.random.default_rng(1), 300, 2)
    assert len({name.latin for name in names}) == 300
