"""A test asks what anybody may ask: no private name of the program, and none of another test.

A private name is one that begins with an underscore. A knob that a test turns by `monkeypatch` is no question.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PUBLIC = {"_replace", "_asdict", "_fields", "_make", "_exit", "_field_defaults"}
"""What the standard library calls so and means for everybody."""

NOT_YET = ("link/pairs/test_gathering.py", "submit/documents/test_letter.py")
"""Files that still do. The list only shrinks."""


def reached(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each private name that is imported, or asked of an imported module."""
    tree = ast.parse(text)
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            ours = node.level > 0 or (node.module or "").split(".")[0] in ("dalil", "tests")
            for alias in node.names:
                modules.add(alias.asname or alias.name)
                if ours and alias.name.startswith("_") and not alias.name.startswith("__"):
                    yield node.lineno, alias.name
        elif isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            name = node.attr
            if name.startswith("_") and not name.startswith("__") and name not in PUBLIC:
                yield node.lineno, f"{node.value.id}.{name}"


def test_no_test_reaches_into_private_names() -> None:
    found = [
        f"{path.relative_to(TESTS).as_posix()}:{line} {name}"
        for path in sorted(TESTS.rglob("*.py"))
        if path.relative_to(TESTS).as_posix() not in NOT_YET
        for line, name in reached(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(["test through public names, or give these one:", *found])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from dalil.a import _b", ["_b"]),
        ("from .other import _b", ["_b"]),
        ("from dalil import a\na._b(1)", ["a._b"]),
        ("import dalil.a as a\na._b", ["a._b"]),
        ("from dalil import a\na.b\na.__doc__\nrow._replace(x=1)", []),
        ("import os\nos._exit(0)", []),
        ("from elsewhere import _b", []),
        ("monkeypatch.setattr(a, '_b', 1)", []),
    ],
)
def test_what_is_found(text: str, names: list[str]) -> None:
    assert [name for _, name in reached(text)] == names
