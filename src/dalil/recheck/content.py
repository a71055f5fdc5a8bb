"""The child's part of verifying a submission: all that its files say, held against each other.

Run by `dalil.limited_host`. Given is JSON: `folder`, and `files`, the ordinary files below it by name. Written is JSON:
the faults with the numbers of their checks, and what was counted. A file that is not what it must be is a fault.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from dalil.recheck.cells import FICTIONAL
from dalil.recheck.figures import FIGURES, open_tables, remake_figures
from dalil.recheck.network import leave_network
from dalil.recheck.reading import Fault, Json, Unreadable, parse_json, read_bytes, read_json, read_rows
from dalil.recheck.register import ANNEX, GEOJSON, check_register
from dalil.recheck.sentences import check_sentences

__all__ = ["main"]

_JSON = (".json", ".jsonl", ".geojson", ".jsonld")
_COPIES = "data/exhibits/"  # files of others, which may be anything
_REMADE, _REGISTER, _NAMES, _MARKS, _SENTENCES = 7, 8, 12, 13, 14  # numbers of the checks


@dataclass(slots=True)
class _Content:
    """A submission while it is read; what the checks found of it."""

    root: Path
    files: frozenset[str]
    parsed: dict[str, Json] = field(default_factory=dict)
    marks: dict[str, bool] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    counted: dict[str, Any] = field(default_factory=dict)


def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None:
    """For the child: see the module."""
    leave_network()
    os.chdir("/")  # the folder that the user stands in may be gone
    asked = json.loads(given.read())
    content = _Content(Path(asked["folder"]), frozenset(asked["files"]))
    for number, where, check in (
        (_NAMES, "data", _names),
        (_REMADE, FIGURES, _figures),
        (_SENTENCES, FIGURES, _sentences),
        (_REGISTER, GEOJSON, _register),
        (_MARKS, "data", _marks),
    ):
        _guarded(content, number, where, check)
    found = {"faults": list(map(astuple, content.faults)), "marks": content.marks, **content.counted}
    out.write(json.dumps(found).encode())


def _guarded(content: _Content, number: int, where: str, check: Callable[[_Content], None]) -> None:
    try:
        check(content)
    except Unreadable as error:
        content.faults.append(Fault(number, error.expected, error.found, error.where))
    except Exception as error:  # noqa: BLE001 - the border of a parser's child process
        # Only its kind: its text may hold a cell of the file.
        content.faults.append(Fault(number, "content that can be read", type(error).__name__, where))


def _names(content: _Content) -> None:
    wanted = [name for name in sorted(content.files) if name.endswith(_JSON) and not name.startswith(_COPIES)]
    content.counted["json_files"] = len(wanted)
    for name in wanted:
        try:
            twice = _lines(content, name) if name.endswith(".jsonl") else _whole(content, name)
        except Unreadable as error:
            content.faults.append(Fault(_NAMES, error.expected, error.found, error.where))
            continue
        content.faults += [Fault(_NAMES, "each name once", f"“{each}” twice", where) for where, each in twice]


def _whole(content: _Content, name: str) -> list[tuple[str, str]]:
    content.parsed[name] = parsed = read_json(content.root / name, name)
    return [(name, each) for each in parsed.twice]


def _lines(content: _Content, name: str) -> list[tuple[str, str]]:
    found = []
    for number, line in enumerate(read_bytes(content.root / name, name).splitlines(), 1):
        where = f"{name}, line {number}"
        parsed = parse_json(line, where)
        found += [(where, each) for each in parsed.twice]
        # A proof holds its entry and checkpoint as text.
        for inner in parsed.value.values() if isinstance(parsed.value, dict) else ():
            if isinstance(inner, str) and inner.startswith("{"):
                found += [(where, each) for each in parse_json(inner.encode(errors="replace"), where).twice]
    return found


def _json(content: _Content, name: str) -> Any:
    """The value of a file that was parsed; it is parsed again, to say why not, where it could not be."""
    return (content.parsed.get(name) or read_json(content.root / name, name)).value


def _figures(content: _Content) -> None:
    tables = open_tables(content.root, sorted(content.files))
    content.marks |= tables.fictional
    made = remake_figures(tables, _json(content, FIGURES))
    content.faults += made.faults
    content.counted |= {"same": made.same, "stated": made.stated, "partly": made.partly}


def _sentences(content: _Content) -> None:
    figures = _json(content, FIGURES)
    spoken = check_sentences(figures if isinstance(figures, list) else [])
    content.faults += spoken.faults
    content.counted |= {"sentences": spoken.compared, "languages": sorted(spoken.unknown)}


def _register(content: _Content) -> None:
    found = check_register(read_rows(content.root / ANNEX, ANNEX), _json(content, GEOJSON))
    content.faults += found.faults
    content.counted |= {"incidents": found.incidents, "columns": list(found.columns)}


def _marks(content: _Content) -> None:
    """Which files say that the case is simulated: whole tables, each of whose rows says so, and JSON."""
    for name in sorted(content.files):
        if name.startswith("data/") and name.endswith(".csv") and not name.startswith(_COPIES):
            rows = read_rows(content.root / name, name)
            if rows:
                content.marks[name] = _all_or_none(name, [row.get(FICTIONAL) == FICTIONAL for row in rows])
    figures, geojson = _json(content, FIGURES), _json(content, GEOJSON)
    if isinstance(figures, list) and figures:
        said = [isinstance(each, dict) and each.get(FICTIONAL.lower()) == FICTIONAL for each in figures]
        content.marks[FIGURES] = _all_or_none(FIGURES, said)
    content.marks[GEOJSON] = isinstance(geojson, dict) and geojson.get(FICTIONAL) is True


def _all_or_none(where: str, said: Iterable[bool]) -> bool:
    found = set(said)
    if len(found) > 1:
        raise Unreadable(f"{FICTIONAL} in all of its lines or in none", "in some of them", where)
    return True in found
