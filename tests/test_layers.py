"""Imports point down only, and stages never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "dalil"
BOTTOM = {
    "announce": 0, "bare": 0, "errors": 0, "units": 1, "grids": 2, "kernels": 2, "records": 2, "names": 2,
    "messages": 2,
}  # fmt: skip
MIDDLE = {"engine": 3, "vault": 4, "casefile": 5}
STAGES = (
    "intake", "link", "crossref", "context", "review", "attribute", "count", "submit", "explorer", "simulate",
)  # fmt: skip
ABOVE = {"pipeline": 7, "handover": 8, "desk": 9, "cli": 10}
LEVEL = {"__init__": -1, **BOTTOM, **MIDDLE, **dict.fromkeys(STAGES, 6), **ABOVE}


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imported_modules(path: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {module for module in modules if module.startswith("dalil.")}


FILES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    room = _room(path)
    assert room in LEVEL, f"{room} has no floor: give it one here and in the plan of the house"
    for module in _imported_modules(path):
        target = module.split(".")[1]
        if target == room or target not in LEVEL:
            continue
        assert LEVEL[target] < LEVEL[room], f"{path.relative_to(SOURCE)} imports {module}"


def test_sky_and_ground_are_independent_witnesses() -> None:
    for path in (SOURCE / "crossref").rglob("*.py"):
        side = path.relative_to(SOURCE / "crossref").parts[0]
        other = {"sky": "ground", "ground": "sky"}.get(side)
        if other:
            assert not any(module.startswith(f"dalil.crossref.{other}") for module in _imported_modules(path))


def test_the_walk_sees_imports() -> None:
    """The check can fail: the command line does import the pipeline, upwards of the stages."""
    seen = set().union(*(_imported_modules(path) for path in FILES if _room(path) == "cli"))
    assert any(module.startswith("dalil.desk") for module in seen)
