"""Imports point down only: between rooms, between the sub-rooms of a room, and never round in a circle.

Every import counts, also one inside a function or under TYPE_CHECKING: what is hidden from the start of the program
is not hidden from whoever must understand it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "dalil"

BOTTOM = {
    "errors": 0, "progress": 0, "sanitise": 0, "limited": 1, "stored_results": 0, "limited_host": 2,
    "foreign_formats": 1,
    "units": 1, "kernels": 1, "geo": 2, "messages": 2, "names": 2,
    "records": 2, "unions": 2, "engine": 3, "recheck": 4, "vault": 4, "casefile": 5,
}  # fmt: skip
STAGES = ("intake", "locate", "link", "crossref", "context", "review", "attribute", "count", "simulate")
ABOVE = {"present": 7, "submit": 8, "explorer": 8, "commands": 9, "cli": 10}
LEVEL = {"__init__": -1, **BOTTOM, **dict.fromkeys(STAGES, 6), **ABOVE}

# The sub-rooms of a room from the bottom up; those of one line import nothing of each other. Files that lie in the
# room's own folder stand above all of them, but for those named here. A sub-room may have sub-rooms of its own.
INSIDE: dict[str, tuple[tuple[str, ...], ...]] = {
    "attribute": (("lines",), ("book",), ("evidence",), ("weigh",), ("outputs",)),
    "count": (("scopes",), ("drawn", "figures", "estimate"), ("rates",), ("targeting",)),
    "count.estimate": (("chains",),),
    "crossref": (("chance", "raids", "spread", "window"), ("sky",)),
    "crossref.sky": (("read",), ("radio",), ("flights",), ("search",), ("weigh",)),
    "intake": (("notations",), ("guard", "cells"), ("formats",), ("rows",), ("ingest",)),
    "link": (("reports",), ("pairs", "persons"), ("partition",), ("outputs",)),
    "simulate": (("world",), ("events",), ("observe",), ("tell",), ("write",), ("score",)),
    "submit.release": (("people",),),
    "submit": (("release",), ("content",), ("elements", "machine"), ("documents",), ("package",)),
    "vault": (("files",), ("keys",), ("log",), ("identities",)),
}

# What a reviewer audits alone, with what of its room each may import: files as they come, and nothing else.
ALONE = {"intake.guard": ("intake.notations",), "submit.release": ()}

MOST_FILES = 14
"""Python files a folder: more, and nobody new to it finds the one that matters."""


def _module(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(root: Path) -> dict[str, Path]:
    """Every module below `root` by its dotted name without the package's."""
    return {_module(path, root): path for path in sorted(root.rglob("*.py"))}


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of the package that a file imports; of `from a import b` the file b where there is one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [each if each.removeprefix("dalil.") in known else node.module for each in whole]
        for name in names:
            if name.startswith("dalil.") and name.removeprefix("dalil.") in known:
                yield name.removeprefix("dalil.")


MODULES = modules(SOURCE)
IMPORTS = {name: frozenset(imported(path, MODULES)) - {name} for name, path in MODULES.items()}


def upward(imports: Mapping[str, frozenset[str]]) -> list[str]:
    """Imports between rooms that do not point down."""
    return [
        f"{name} imports {target}"
        for name, targets in imports.items()
        for target in sorted(targets)
        if (room := name.split(".")[0]) != (other := target.split(".")[0]) and LEVEL[other] >= LEVEL[room]
    ]


def _floor(room: str, name: str) -> tuple[str, int]:
    """The sub-room of a module and its place from the bottom; of a file in the room's own folder the top."""
    part = name.removeprefix(room).lstrip(".").split(".")[0]
    floors = {sub: number for number, line in enumerate(INSIDE[room]) for sub in line}
    return (part, floors[part]) if part in floors else ("", len(INSIDE[room]))


def sideways(room: str, imports: Mapping[str, frozenset[str]]) -> list[str]:
    """Imports between the sub-rooms of `room` that do not point down."""
    found = []
    for name, targets in imports.items():
        for target in sorted(targets):
            if f"{name}.".startswith(f"{room}.") and f"{target}.".startswith(f"{room}."):
                (own, floor), (other, below) = _floor(room, name), _floor(room, target)
                if own != other and below >= floor:
                    found.append(f"{name} imports {target}")
    return found


def circle(imports: Mapping[str, frozenset[str]]) -> list[str]:
    """One circle of files, as the way round it; empty where there is none."""
    done: set[str] = set()
    for start in imports:
        way, stack = [start], [iter(sorted(imports[start]))]
        while way and start not in done:
            step = next(stack[-1], None)
            if step is None:
                done.add(way.pop())
                stack.pop()
                if not way:
                    break
            elif step in way:
                return [*way[way.index(step) :], step]
            elif step not in done:
                way.append(step)
                stack.append(iter(sorted(imports[step])))
    return []


PACKAGES = frozenset(name for name, path in MODULES.items() if path.name == "__init__.py")


def test_every_room_has_a_floor() -> None:
    assert {name.split(".")[0] for name in MODULES if name} <= set(LEVEL)


def test_imports_point_down() -> None:
    assert upward({name: targets for name, targets in IMPORTS.items() if name}) == []


def _subs(room: str) -> set[str]:
    return {name.rpartition(".")[2] for name in PACKAGES if name.rpartition(".")[0] == room}


@pytest.mark.parametrize("room", sorted({name.rpartition(".")[0] for name in PACKAGES if "." in name}))
def test_imports_point_down_inside_a_room(room: str) -> None:
    assert room in INSIDE, f"say in INSIDE in which order the sub-rooms of {room} stand: {sorted(_subs(room))}"
    named = {sub for line in INSIDE[room] for sub in line}
    assert _subs(room) <= named
    assert {f"{room}.{sub}" for sub in named} <= set(MODULES)
    assert sideways(room, IMPORTS) == []


def test_no_file_is_in_a_circle() -> None:
    assert circle(IMPORTS) == []


@pytest.mark.parametrize("room", ALONE)
def test_what_is_audited_alone_imports_nothing_beside_it(room: str) -> None:
    inside = {name: targets for name, targets in IMPORTS.items() if f"{name}.".startswith(f"{room}.")}
    assert inside, f"there is no {room}"
    beside = f"{room.split('.')[0]}."
    allowed = tuple(f"{each}." for each in (room, *ALONE[room]))
    assert not [
        f"{name} imports {target}"
        for name, targets in inside.items()
        for target in targets
        if target.startswith(beside) and not f"{target}.".startswith(allowed)
    ]


def test_sky_and_ground_are_independent_witnesses() -> None:
    for side, other in (("sky", "ground"), ("ground", "sky")):
        for name, targets in IMPORTS.items():
            if name.startswith(f"crossref.{side}"):
                assert not [target for target in targets if target.startswith(f"crossref.{other}")]


def test_a_folder_holds_no_more_files_than_one_can_survey() -> None:
    counts = Counter(str(path.parent.relative_to(SOURCE)) for path in MODULES.values())
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_the_checks_can_fail() -> None:
    """The command line does import the commands; turned round, every check sees it."""
    assert any(target.startswith("commands.") for name, targets in IMPORTS.items() for target in targets)
    assert upward({"vault.store": frozenset({"commands.case"})}) == ["vault.store imports commands.case"]
    assert circle({"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"b"})}) == ["b", "c", "b"]


def test_an_import_inside_a_function_counts(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text("def f():\n    from dalil.records import kinds\n", encoding="utf-8")
    assert list(imported(file, MODULES)) == ["records.kinds"]
