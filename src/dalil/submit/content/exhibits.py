"""Exhibits: numbered, never named; copied only where a rule of the audience lets them out.

An exhibit leaves when its own consent names the audience and a shown account names its file; where either is anonymous,
without source, account, custody or copy. Its original bytes leave only for an audience with the class `original_hash`:
they are its hash, its device data and its faces, all at once. Without it, copies without metadata leave where the
audience's `media` names them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dalil.casefile.facts import Facts
from dalil.records import KINDS, Column, Sensitivity
from dalil.submit.content.entries import Entry
from dalil.submit.release.free_text import Cleaner
from dalil.submit.release.receiver import ANONYMOUS
from dalil.submit.release.redact import Released

__all__ = ["EXHIBIT_COLUMNS", "Exhibit", "Sealing", "exhibits_of", "may_have_hashes"]

EXHIBIT_COLUMNS = ("kind", "published_at", "captured_at", "capture_method", "source_url", "account", "obtained_from",
            "earlier_custody", "author", "captured_by")  # fmt: skip
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")

# Each exhibit with the reports that name its file. A file name is its organisation's own.
_NAMED = """
SELECT e.*, list(DISTINCT r.report_id ORDER BY r.report_id) AS reports, list(DISTINCT r.organisation) AS givers,
       bool_or(coalesce(list_contains(e.consent, '{anonymous}') OR r.anonymous, false)) AS unnamed
FROM exhibit e JOIN (SELECT report_id, organisation, unnest(exhibits) AS file,
                            list_contains(consent, '{anonymous}') AS anonymous FROM report) r
     ON r.file = e.file AND (e.organisation IS NULL OR e.organisation = r.organisation)
WHERE coalesce(list_has_any(e.consent, {words}), false)
GROUP BY ALL ORDER BY min(r.report_id), e.file, e.sha256
"""


@dataclass(frozen=True, slots=True)
class Sealing:
    """An entry of the log under which an original was sealed; `at` is naive UTC."""

    chain: str
    number: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit by its number in this submission; `details` are the columns that the audience may have.

    `sha256` is the original's and does not leave by itself, nor does `file`; `record` is the id under which
    withheld.csv commits to it, `reports` those that name it, under the ids that they leave with.
    """

    number: int
    sheets: tuple[str, ...]
    details: dict[str, Any]
    sha256: str
    suffix: str
    record: str = ""
    sealed: tuple[Sealing, ...] = ()
    file: str = ""
    reports: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """How a sheet cites it: X-0007."""
        return f"X-{self.number:04d}"

    @property
    def copy(self) -> str:
        """What its copy is called."""
        return f"exhibits/{self.reference}{self.suffix}"


def exhibits_of(facts: Facts, released: Released, entries: Sequence[Entry]) -> list[Exhibit]:
    """Takes exhibit, original and report of the case. Gives those that leave, numbered by the first report that names
    them."""
    receiver = released.receiver
    # An exhibit that no shown account names has nothing to stand beside, and stays in.
    sheet_of = {str(a.row["report_id"]): entry.sheet for entry in entries for a in entry.accounts}
    found: list[Exhibit] = []
    sealings = _sealings(facts)
    for row in facts.rows(_NAMED.format(words=receiver.words, anonymous=ANONYMOUS)):
        shown = [released.shown["report"].get(report, "") for report in row["reports"]]
        sheets = tuple(sorted({sheet_of[report] for report in shown if report in sheet_of}))
        if sheets:
            made = _exhibit(released, row, len(found) + 1, sheets)
            # By those who cite it: that another organisation holds the same file is theirs to say.
            sealed = [seal for giver, seal in sealings.get(made.sha256, ()) if giver in ("", *row["givers"])]
            reports = tuple(name for name in shown if name in sheet_of)
            found.append(replace(made, reports=reports, sealed=tuple(sealed)))
    return found


def _exhibit(released: Released, row: dict[str, Any], number: int, sheets: tuple[str, ...]) -> Exhibit:
    receiver, columns = released.receiver, KINDS["exhibits"].by_name
    allowed = receiver.may_anonymous if row["unnamed"] else receiver.may
    # A hash is found on the network with the account that published the file.
    sha256 = "" if row["unnamed"] else row["sha256"] or ""
    suffix = Path(row["file"]).suffix.lower()
    return Exhibit(
        number,
        sheets,
        {
            name: _cleaned(row[name], columns[name], released.cleaner)
            for name in EXHIBIT_COLUMNS
            if allowed(columns[name])
        },
        sha256,
        suffix if _SUFFIX.fullmatch(suffix) else "",
        record=receiver.alias("exhibit", row["file"]),
        file=row["file"],
    )


def _sealings(facts: Facts) -> dict[str, list[tuple[str, Sealing]]]:
    """By hash of an original: who handed it in, and the entry that sealed it."""
    found: dict[str, list[tuple[str, Sealing]]] = defaultdict(list)
    for row in facts.rows(
        "SELECT sha256, coalesce(organisation, '') AS giver, chain, number, sealed_at FROM original"
        " WHERE sha256 IN (SELECT sha256 FROM exhibit) ORDER BY sha256, chain, number"
    ):
        found[row["sha256"]].append((row["giver"], Sealing(row["chain"], row["number"], row["sealed_at"])))
    return found


def _cleaned(value: Any, column: Column, cleaner: Cleaner) -> Any:
    return cleaner.cell("exhibit", column, value) if isinstance(value, str) else value


def may_have_hashes(released: Released) -> bool:
    """True where the audience may have originals and their hashes."""
    return Sensitivity.ORIGINAL_HASH in released.receiver.rules.classes
