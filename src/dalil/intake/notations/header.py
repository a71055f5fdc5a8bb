"""The header of a table: names that can be told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dalil.errors import Refused
from dalil.intake.notations.source_file import SourceFile

__all__ = ["clean_header", "column_key"]

_GAPS = re.compile(r"[\s\-]+")


@lru_cache(maxsize=10_000)
def column_key(name: str) -> str:
    """How names of columns are compared: lower case, `_` for spaces and hyphens.

    >>> column_key(" Report ID ")
    'report_id'
    """
    return _GAPS.sub("_", name.strip().lower())


def clean_header(cells: Sequence[Any], file: SourceFile) -> list[str]:
    """The names as compared; an empty one gets its number. Refuses a header that is empty or names a column twice."""
    names = [column_key(str(cell)) if cell not in (None, "") else f"(column {n})" for n, cell in enumerate(cells, 1)]
    if not any(cell not in (None, "") for cell in cells):
        raise Refused("The first row holds no names of columns.", expected="a header", where=file.name)
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise Refused(
            "Two columns have the same name.",
            expected="each column once",
            found=", ".join(twice),
            where=f"{file.name}, header",
            do="rename or remove one of them",
        )
    return names
