"""What `add` did, file by file: from what was sealed, and what the facts say of each reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from dalil.casefile.facts import Facts
from dalil.errors import DalilError, Refused
from dalil.intake.formats.registry import Reader
from dalil.intake.guard.protected import ProtectedTable
from dalil.intake.notations.tables import NOTATIONS
from dalil.vault.log.seal import SealedFile

__all__ = ["AddSummary", "FileSummary", "summary_of", "unread_table"]

REFUSALS_SHOWN = 20  # a screen; a column that is wrong throughout would else fill thousands of lines

COLUMNS_SHOWN = 8  # enough to recognise the table by
_SEALED = "sealed to the keys of the case; nothing of it is in the vault, the facts or the log in clear"
_WITHHELD = "sealed to the keys of the case; a copy was read without: {}"
_WORDS = "the words of each witness are sealed to a key of their own, and in the facts while consent stands"


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file. `status`: read, exhibit, unread_table (an exhibit that is a table), sealed (identities, and what may
    hold people), same (nothing changed), refused (as a whole).

    `records`, `refused` and `superseded` are rows; `values_refused` single values of rows that were kept.
    `unresolved` counts by column what names a report, an exhibit or a site that is not there, or may be several.
    `replaced` are records of earlier files that newer ones of this file took the place of.
    """

    file: str
    status: str
    sha256: str = ""
    reader: str = ""
    kinds: tuple[str, ...] = ()
    rows: int = 0
    records: int = 0
    refused: int = 0
    values_refused: int = 0
    replaced: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    unresolved: dict[str, int] = field(default_factory=dict)
    refusals: tuple[dict[str, Any], ...] = ()  # the first `REFUSALS_SHOWN`; the table `refusal` has all
    problem: DalilError | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape of `dalil add --json`."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "problem"}
        plain |= {"kinds": list(self.kinds), "refusals": list(self.refusals)}
        return plain | ({"problem": self.problem.as_json()} if self.problem else {})


@dataclass(frozen=True, slots=True)
class AddSummary:
    """All files of one `add`, in the order in which they were found."""

    files: tuple[FileSummary, ...]

    def _sum(self, name: str) -> int:
        return sum(getattr(file, name) for file in self.files)

    @property
    def rows(self) -> int:
        """Rows of all tables: records and refused together."""
        return self._sum("rows")

    @property
    def records(self) -> int:
        """Rows that became records."""
        return self._sum("records")

    @property
    def refused(self) -> int:
        """Rows that were refused."""
        return self._sum("refused")

    @property
    def whole_files_refused(self) -> int:
        """Files that were refused as a whole: then `dalil add` exits 1."""
        return sum(file.status == "refused" for file in self.files)

    @property
    def statuses(self) -> Counter[str]:
        """How many files came to which end."""
        return Counter(file.status for file in self.files)

    def exit_code(self, *, strict: bool = False) -> int:
        """0, or 1 when a file was refused as a whole or, with `strict`, a row or value was."""
        refused = self.whole_files_refused or (strict and (self.refused or self._sum("values_refused")))
        return 1 if refused else 0

    def as_json(self) -> dict[str, Any]:
        """The shape of `dalil add --json`."""
        totals = {name: self._sum(name) for name in ("rows", "records", "refused", "values_refused", "replaced")}
        return {"files": [file.as_json() for file in self.files], **totals, "statuses": dict(self.statuses)}


def summary_of(
    facts: Facts,
    name: str,
    reader: Reader | None,
    outcome: SealedFile,
    place: tuple[str, int] | None,
    refused: dict[tuple[str, int], Refused],
    protected: ProtectedTable | None,
    command: str = "",
) -> FileSummary:
    """What became of one file. `place` (chain, number) is its reading in the log, None where it was not read now.

    `command` is what adds this file again.
    """
    if outcome.refused is not None:
        return FileSummary(name, "refused", problem=outcome.refused)
    if protected is not None and reader is None and outcome.entry is not None:
        return _sealed(name, protected, command)
    if place is None:
        if reader is None and outcome.entry is not None:
            return FileSummary(name, "exhibit", outcome.sha256)
        note = "this file is in the case already, under the same name and from the same organisation: nothing changed"
        before = _refused_before(facts, outcome.sha256) if reader else ""
        note += f"; it was refused then ({before})" if before else ""
        return FileSummary(name, "same", outcome.sha256, reader=reader.name if reader else "", note=note)
    return _read(facts, name, outcome.sha256, place, refused.get(place), protected)


def _sealed(name: str, protected: ProtectedTable, command: str) -> FileSummary:
    """What is said of a file that was sealed as it is; `refused`, where its name said what it was to be read as."""
    if not protected.why:
        return FileSummary(
            name, "sealed", kinds=("identities",), rows=protected.rows, records=protected.rows, note=_SEALED
        )
    about = f" ({', '.join(protected.columns[:COLUMNS_SHOWN])})" if protected.columns else ""
    why = f"{protected.why}{about}"
    do = f"{_as_csv(protected.name)}let its first row name the columns, then "
    if protected.kind:
        problem = Refused(
            f"Not read as {protected.kind}, and sealed to the keys of the case, because it may hold people.",
            expected="columns of that kind in the first row", found=why, do=f"{do}{command} --as {protected.kind}",
        )  # fmt: skip
        return FileSummary(name, "refused", problem=problem)
    note = f"{_SEALED}. It may hold people: {why}. To have it read: {do}{command} --as reports (or another kind)"
    note += ", or --as table --mapping MAP.toml"
    return FileSummary(name, "sealed", rows=protected.rows, records=protected.rows, note=note)


def unread_table(summary: FileSummary, command: str) -> FileSummary:
    """What is said of an exhibit that is a table: it was not read, and how it is."""
    how = f"{_as_csv(summary.file)}{command} --as reports (or another kind), or --as table --mapping MAP.toml"
    note = f"a table that no reader knows by its name: kept as an exhibit and not read. To have it read: {how}"
    return replace(summary, status="unread_table", note=note)


def _as_csv(name: str) -> str:
    """What to do first with a table in a notation that is not read."""
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    return "" if suffix in NOTATIONS else "save it as CSV in UTF-8; "


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
    unresolved = facts.rows(
        """SELECT "column", could_be, count(*) AS n FROM unresolved WHERE source_sha256 = ?
           GROUP BY ALL ORDER BY ALL""",
        [sha256],
    )
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
        unresolved={f"{row['column']} ({row['could_be']})": row["n"] for row in unresolved},
        unknown={row["column"]: row["filled"] for row in unknown},
        refusals=tuple(shown),
        problem=problem,
        note=_withheld(protected) if protected else "",
    )


def _withheld(protected: ProtectedTable) -> str:
    if protected.words and not protected.columns:
        return _WORDS
    withheld = _WITHHELD.format(", ".join(protected.columns) or "names of protected persons")
    return f"{withheld}; {_WORDS}" if protected.words else withheld
