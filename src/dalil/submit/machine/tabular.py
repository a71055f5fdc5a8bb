"""Tables and JSON as machines read them, with the word that marks a simulated case in each."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dalil.recheck.cells import FICTIONAL, as_text, cell_of

__all__ = ["FICTIONAL", "as_text", "cell_of", "write_json", "write_rows"]


def write_rows(path: Path, head: Iterable[str], rows: Iterable[Iterable[Any]], *, fictional: bool) -> int:
    """A table as CSV: UTF-8, comma, CRLF, header; cells as they are given. Of a simulated case every row says so.

    Returns how many rows there are.
    """
    mark, count = [FICTIONAL] if fictional else [], 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*head, *mark])
        for count, row in enumerate(rows, 1):  # noqa: B007  (the last one counts)
            writer.writerow([*row, *mark])
    return count


def write_json(path: Path, content: Any) -> None:
    """UTF-8, one value a line, keys in the order given."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
