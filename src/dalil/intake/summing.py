"""The summary of one file, from what was sealed and what the facts say of its reading."""

from __future__ import annotations

from typing import Any

from dalil.casefile.facts import Facts
from dalil.errors import Refused
from dalil.intake.protected import ProtectedTable
from dalil.intake.registry import Reader
from dalil.intake.summary import REFUSALS_SHOWN, FileSummary
from dalil.vault.seal import SealedFile

__all__ = ["summary_of"]

_WITHHELD = "sealed to the keys of the case; a copy was read without: {}"


def summary_of(
    facts: Facts,
    name: str,
    reader: Reader | None,
    outcome: SealedFile,
    place: tuple[str, int] | None,
    refused: dict[tuple[str, int], Refused],
    protected: ProtectedTable | None,
) -> FileSummary:
    """What became of one file. `place` (chain, number) is its reading in the log, None where it was not read now."""
    if outcome.refused is not None:
        return FileSummary(name, "refused", problem=outcome.refused)
    if protected is not None and reader is None and outcome.entry is not None:
        note = "sealed to the keys of the case; nothing of it is in the vault, the facts or the log in clear"
        kinds = ("identities",)
        return FileSummary(name, "sealed", kinds=kinds, rows=protected.rows, records=protected.rows, note=note)
    if place is None:
        if reader is None and outcome.entry is not None:
            return FileSummary(name, "exhibit", outcome.sha256)
        note = "this file is in the case already, under the same name and from the same organisation: nothing changed"
        before = _refused_before(facts, outcome.sha256) if reader else ""
        note += f"; it was refused then ({before})" if before else ""
        return FileSummary(name, "same", outcome.sha256, reader=reader.name if reader else "", note=note)
    return _read(facts, name, outcome.sha256, place, refused.get(place), protected)


def _refused_before(facts: Facts, sha256: str) -> str:
    """What was expected of a file that was refused as a whole; empty for one that was read."""
    found = facts.rows("SELECT expected FROM refusal WHERE sha256 = ? AND row IS NULL AND whole LIMIT 1", [sha256])
    return f"expected {found[0]['expected']}" if found else ""


def _read(
    facts: Facts,
    name: str,
    sha256: str,
    key: tuple[str, int],
    problem: Refused | None,
    protected: ProtectedTable | None,
) -> FileSummary:
    readings = facts.rows("SELECT * FROM reading WHERE chain = ? AND number = ? ORDER BY kind", list(key))
    unknown = facts.rows('SELECT "column", filled FROM unknown_column WHERE sha256 = ? ORDER BY "column"', [sha256])
    shown: list[dict[str, Any]] = facts.rows(
        """SELECT row, field, expected, found, "do", whole, kind FROM refusal WHERE sha256 = ?
           ORDER BY row, field, expected LIMIT ?""",
        [sha256, REFUSALS_SHOWN],
    )
    values = facts.value("SELECT count(*) FROM refusal WHERE sha256 = ? AND NOT whole", [sha256])
    replaced = facts.value("SELECT count(*) FROM superseded WHERE by_sha256 = ?", [sha256])
    return FileSummary(
        name,
        "refused" if problem else "read",
        sha256,
        readings[0]["reader"],
        tuple(row["kind"] for row in readings if row["kind"]),
        rows=sum(row["rows"] for row in readings),
        records=sum(row["records"] for row in readings),
        refused=sum(row["refused"] for row in readings),
        values_refused=int(values),
        replaced=int(replaced),
        unknown={row["column"]: row["filled"] for row in unknown},
        refusals=tuple(shown),
        problem=problem,
        note=_WITHHELD.format(", ".join(protected.columns) or "names of protected persons") if protected else "",
    )
