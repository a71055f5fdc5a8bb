"""join: another organisation's chains and originals into a case, tried on a copy that then takes its place."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case, is_case
from dalil.casefile.facts import Facts
from dalil.commands.run import rebuild
from dalil.errors import UsageError
from dalil.progress import Announce, silent
from dalil.records import TABLES
from dalil.vault.duplicate import duplicate, take_place
from dalil.vault.join import join_case

__all__ = ["join"]


def join(path: Path, other: Path, *, dry_run: bool = False, announce: Announce = silent) -> dict[str, Any]:
    """Copy the chains and originals of `other` into the case: the union is valid, nothing is overwritten.

    All is done on a copy, which takes the place of the case when it has been computed anew; with `dry_run` it is only
    said what would come in and how many rows of which tables would be there. What entries of keys that case.toml does
    not list would do to the whole case, they do not do: `without_effect` counts them.
    """
    if not is_case(other):
        raise UsageError("This is not a case.", expected="a folder with case.toml and log/", where=str(other))
    if path.resolve() == other.resolve():
        raise UsageError("A case cannot be joined with itself.", where=str(other))
    with Case.open(path, write=True) as case, duplicate(path) as copy:
        before = _rows(case)
        announce("looking at every entry and file of the other case")
        with Case.open(copy, write=True) as joined:
            summary = join_case(copy, other, joined.writer)
        rebuild(copy, announce=announce)
        with Case.open(copy) as joined:
            after = _rows(joined)
        if not dry_run:
            take_place(copy, path)
    changes = {name: [before.get(name, 0), count] for name, count in after.items() if before.get(name, 0) != count}
    return asdict(summary) | {"dry_run": dry_run, "tables": changes}


def _rows(case: Case) -> dict[str, int]:
    """How many rows each table has; none where nothing is computed."""
    if not case.facts_path.exists():
        return {}
    with case.facts(checked=False) as facts:
        return {name: _count(facts, name) for name in TABLES}


def _count(facts: Facts, table: str) -> int:
    return int(facts.value(f'SELECT count(*) FROM "{table}"'))
