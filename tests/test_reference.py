"""The reference pages say what the code does."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from pydantic import BaseModel

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
spec = importlib.util.spec_from_file_location("generate", REFERENCE / "generate.py")
assert spec is not None and spec.loader is not None
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


@pytest.mark.parametrize("page", generate.PAGES)
def test_page_is_what_the_declarations_give(page: str) -> None:
    written = (REFERENCE / page).read_text(encoding="utf-8")
    assert written == generate.text_of(page), "run: python docs/reference/generate.py"


@pytest.mark.parametrize(
    ("path", "model"), list(generate.models()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_setting_has_a_meaning(path: str, model: type[BaseModel]) -> None:
    bare = [field.alias or name for name, field in model.model_fields.items() if not field.description]
    assert not bare, f"[{path}]: say what these mean, in which unit, and what they trade, below where they are declared"


def test_each_row_of_the_settings_is_one_line() -> None:
    rows = [line for line in generate.text_of("case.md").splitlines() if line.startswith("|")]
    assert all(line.endswith("|") and line.count(" | ") >= 2 for line in rows if "---" not in line)
