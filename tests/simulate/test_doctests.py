"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ("settings", "grids", "spoken", "narrative", "score.clusters", "score.forecasts")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str):
    found = doctest.testmod(importlib.import_module(f"dalil.simulate.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
