"""What `add` did, file by file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dalil.errors import DalilError

__all__ = ["AddSummary", "FileSummary"]

REFUSALS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file. `status`: read, exhibit, sealed (identities), same (nothing changed), refused (as a whole).

    `records`, `refused` and `superseded` are rows; `values_refused` single values of rows that were kept.
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
