"""Reading a code book, and saying what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from dalil.attribute.book.check import problems
from dalil.attribute.book.model import Codebook, Problem
from dalil.casefile.settings import Settings
from dalil.errors import Refused

__all__ = ["check", "read_codebook"]


def read_codebook(text: str, settings: Settings) -> Codebook:
    """Read the book, or raise `Refused` with its first fault."""
    book, found = _read(text, settings)
    faults = [problem for problem in found if problem.error]
    # Gaps are used as they stand; only faults stop a run.
    if book is None or faults:
        first = faults[0]
        raise Refused(
            f"The code book cannot be used: {first.what}", where=first.where, found=f"{len(faults)} fault(s)",
            do="dalil codebook check lists them all; docs/reference/codebook.md says what it may hold",
        )  # fmt: skip
    return book


def check(text: str, settings: Settings) -> list[Problem]:
    """All that `dalil codebook check` has to say: errors first, then gaps."""
    return _read(text, settings)[1]


def _read(text: str, settings: Settings) -> tuple[Codebook | None, list[Problem]]:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Problem("file", f"not valid TOML: {error}", error=True)]
    try:
        book = Codebook.model_validate(raw)
    except ValidationError as error:
        return None, [_invalid(each, raw) for each in error.errors()]
    return book, sorted(problems(book, settings), key=lambda problem: (not problem.error, problem.where))


def _invalid(error: Any, raw: Mapping[str, Any]) -> Problem:
    """A key that is missing, not known or of another kind; a variable is named by its id, not by its number."""
    where = _named(list(error["loc"]), raw)
    if error["type"] == "missing":
        return Problem(where, "missing", error=True)
    if error["type"] == "extra_forbidden":
        return Problem(where, "no such key; docs/reference/codebook.md lists them all", error=True)
    return Problem(
        where, f"{error['msg'][0].lower()}{error['msg'][1:]}; found {str(error['input'])[:60]!r}", error=True
    )


def _named(keys: Sequence[str | int], raw: Mapping[str, Any]) -> str:
    parts = [str(key) for key in keys]
    if len(keys) > 1 and keys[0] == "variables" and isinstance(keys[1], int):
        variable = raw["variables"][keys[1]]
        parts[1] = str(variable.get("id") or f"number {keys[1] + 1}") if isinstance(variable, Mapping) else parts[1]
    return ".".join(parts)
