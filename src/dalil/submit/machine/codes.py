"""codes.csv: the closed vocabularies of a submission, in words, with the HURIDOCS code where one says the same."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from dalil.messages import LANGUAGES, catalogue
from dalil.submit.machine.tabular import write_rows

__all__ = ["huridocs", "write_codes"]

_FAMILIES = ("kind", "object", "weapon", "group", "fate", "grade", "line")


@cache
def huridocs() -> dict[str, dict[str, dict[str, Any]]]:
    """By family and code: `list` (number of the micro-thesaurus), `code` (twelve digits), `term`."""
    text = resources.files(__package__).joinpath("huridocs.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return {family: codes for family, codes in found.items() if isinstance(codes, dict)}


def write_codes(path: Path, *, fictional: bool) -> None:
    """One row for each code: family, code, its words by language, HURIDOCS list, code and term."""
    names = ("huridocs_list", "huridocs_code", "huridocs_term")
    write_rows(path, ["family", "code", *LANGUAGES, *names], _rows(), fictional=fictional)


def _rows() -> Iterator[list[str]]:
    # Also codes that HURIDOCS has and the catalogue lacks: a reader who maps vocabularies misses none.
    known = {*_spoken(), *((family, code) for family, codes in huridocs().items() for code in codes)}
    for family, code in sorted(known):
        key = f"term.{family}.{code}"
        words = [catalogue(language).sentences.get(key, "") for language in LANGUAGES]
        entry = huridocs().get(family, {}).get(code, {})
        yield [family, code, *words, *(str(entry.get(name, "")) for name in ("list", "code", "term"))]


def _spoken() -> Iterator[tuple[str, str]]:
    """Every code that the catalogue has words for, of the families that a reader of the tables meets."""
    for key in catalogue("en").sentences:
        _, _, rest = key.partition("term.")
        family, _, code = rest.partition(".")
        if key.startswith("term.") and family in _FAMILIES:
            yield family, code
