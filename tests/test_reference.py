"""The reference pages say what the code does."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
spec = importlib.util.spec_from_file_location("generate", REFERENCE / "generate.py")
assert spec is not None and spec.loader is not None
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


@pytest.mark.parametrize("page", generate.PAGES)
def test_page_is_what_the_declarations_give(page: str) -> None:
    written = (REFERENCE / page).read_text(encoding="utf-8")
    assert written == generate.text_of(page), "run: python docs/reference/generate.py"
