"""One small and one siege conflict, made once for all tests of this room."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dalil.simulate import simulate


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
def rows():
    """A reader of CSV files as lists of dictionaries."""
    return _rows


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
