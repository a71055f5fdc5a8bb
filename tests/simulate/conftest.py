"""One small and one siege conflict, made once for all tests of this room."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dalil.simulate import simulate
from dalil.simulate.events.people import Names
from dalil.simulate.events.strikes import Setting
from dalil.simulate.run import setting_of
from dalil.simulate.tell.naming import Counters
from dalil.simulate.tell.slices import Slice, draw_slice
from dalil.simulate.world.loading import load


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the small preset, seed 1, without media."""
    out = tmp_path_factory.mktemp("small") / "out"
    simulate(out, 1, "small", {"media": "off"})
    return out


@pytest.fixture(scope="session")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the siege preset, seed 1, without media."""
    out = tmp_path_factory.mktemp("siege") / "out"
    simulate(out, 1, "siege", {"media": "off"})
    return out


@pytest.fixture(scope="session")
def rows() -> Callable[[Path], list[dict[str, str]]]:
    """A reader of CSV files as lists of dictionaries."""
    return _rows


@pytest.fixture(scope="session")
def at() -> Callable[..., Setting]:
    """Makes the setting of a preset and a seed, with parameters changed (`war__raid_size="1"`)."""
    return _at


@pytest.fixture(scope="session")
def drawn() -> tuple[Setting, Slice]:
    """Everything that the siege preset draws under seed 2, in memory."""
    here = _at("siege", 2)
    names = Names.invented(here.streams["names"])
    return here, draw_slice(here, here.settings.war.incidents, names, Counters.fresh(4))


def _at(preset: str = "small", seed: int = 1, **changed: str) -> Setting:
    return setting_of(load(preset, {name.replace("__", "."): value for name, value in changed.items()}), seed)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
