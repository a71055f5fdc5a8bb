"""Exhibits: numbered, never named; copied only where a rule of the audience lets originals out.

An exhibit leaves when its own consent names the audience and a shown account names its file; where either is anonymous,
without source, account or copy. Its bytes leave only for
an audience with the class `original_hash`: a copy is its hash, its device data and its faces, all at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dalil.casefile.facts import Facts
from dalil.records import KINDS, Sensitivity
from dalil.submit.entries import Entry
from dalil.submit.machine import FICTIONAL, as_text
from dalil.submit.mask import Mask
from dalil.submit.port import StoreLike
from dalil.submit.receiver import ANONYMOUS
from dalil.submit.redact import Released
from dalil.units import parse_sha256

__all__ = ["Exhibit", "copy_exhibits", "exhibits_of", "write_exhibits"]

_COLUMNS = ("kind", "published_at", "captured_at", "capture_method", "source_url", "account", "obtained_from",
            "earlier_custody", "author", "captured_by")  # fmt: skip
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")

# Each exhibit with the reports that name its file. A file name is its organisation's own.
_NAMED = """
SELECT e.*, list(DISTINCT r.report_id ORDER BY r.report_id) AS reports,
       bool_or(coalesce(list_contains(e.consent, '{anonymous}') OR r.anonymous, false)) AS unnamed
FROM exhibit e JOIN (SELECT report_id, organisation, unnest(exhibits) AS file,
                            list_contains(consent, '{anonymous}') AS anonymous FROM report) r
     ON r.file = e.file AND (e.organisation IS NULL OR e.organisation = r.organisation)
WHERE coalesce(list_has_any(e.consent, {words}), false)
GROUP BY ALL ORDER BY min(r.report_id), e.file, e.sha256
"""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit by its number in this submission; `details` are the columns that the audience may have."""

    number: int
    sheets: tuple[str, ...]
    details: dict[str, Any]
    sha256: str
    suffix: str

    @property
    def reference(self) -> str:
        """How a sheet cites it: X-0007."""
        return f"X-{self.number:04d}"

    @property
    def copy(self) -> str:
        """What its copy is called."""
        return f"exhibits/{self.reference}{self.suffix}"


def exhibits_of(facts: Facts, released: Released, entries: Sequence[Entry]) -> list[Exhibit]:
    """Takes exhibit and report of the case. Gives those that leave, numbered by the first report that names them."""
    receiver, columns = released.receiver, KINDS["exhibits"].by_name
    sheet_of = {str(a.row["report_id"]): entry.sheet for entry in entries for a in entry.accounts}
    found: list[Exhibit] = []
    for row in facts.rows(_NAMED.format(words=receiver.words, anonymous=ANONYMOUS)):
        shown = (released.shown["report"].get(report, "") for report in row["reports"])
        sheets = tuple(sorted({sheet_of[report] for report in shown if report in sheet_of}))
        if sheets:
            allowed = receiver.may_anonymous if row["unnamed"] else receiver.may
            may = [name for name in _COLUMNS if allowed(columns[name])]
            suffix = Path(row["file"]).suffix.lower()
            found.append(
                Exhibit(
                    len(found) + 1,
                    sheets,
                    {name: _hidden(row[name], released.mask) for name in may},
                    "" if row["unnamed"] else row["sha256"] or "",
                    suffix if _SUFFIX.fullmatch(suffix) else "",
                )
            )
    return found


def _hidden(value: Any, mask: Mask) -> Any:
    return mask.apply(value) if isinstance(value, str) else value


def write_exhibits(path: Path, exhibits: Sequence[Exhibit], *, copied: bool, fictional: bool) -> None:
    """exhibits.csv: number, sheets, what the audience may know, and the copy where one leaves."""
    extra = [FICTIONAL] if fictional else []
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["exhibit", "sheets", *_COLUMNS, "copy", *extra])
        for each in exhibits:
            details = [as_text(_plain(each.details.get(name))) for name in _COLUMNS]
            copy = each.copy if copied and each.sha256 else ""
            writer.writerow([each.reference, ";".join(each.sheets), *details, copy, *extra])


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    return "" if value is None else str(value)


def copy_exhibits(folder: Path, exhibits: Sequence[Exhibit], store: StoreLike, released: Released) -> bool:
    """Copy the originals, checked against their hash on the way, where the audience may have them. True when it may."""
    if Sensitivity.ORIGINAL_HASH not in released.receiver.rules.classes:
        return False
    for each in exhibits:
        if each.sha256:
            (folder / "exhibits").mkdir(exist_ok=True)
            store.copy_out(parse_sha256(each.sha256), folder / each.copy)
    return True
