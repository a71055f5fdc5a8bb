"""All that the documents of one submission may speak of: already cut to its audience."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dalil.casefile.settings import Settings
from dalil.present.graphics import Graphic
from dalil.present.reasons import Reasons
from dalil.submit.content.changes import Changes
from dalil.submit.content.entries import Entry
from dalil.submit.content.exhibits import Exhibit
from dalil.submit.content.figures import Figure
from dalil.submit.content.record_requests import RecordRequest
from dalil.submit.content.request import Request
from dalil.submit.content.sky import SkySeen
from dalil.submit.content.statements import PartyStatements
from dalil.submit.release.media import Copy
from dalil.submit.release.redact import Released
from dalil.vault.log.entry import Checkpoint

__all__ = ["Dossier", "Volume"]


@dataclass(frozen=True, slots=True)
class Volume:
    """Some sheets in one file: `number` from 1."""

    number: int
    entries: Sequence[Entry]

    def file(self, language: str) -> str:
        """Its name in the folder data."""
        return f"sheets.{language}.{self.number:03d}.pdf"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was released, and where the log stood. `at` is the time of the log's position, with its zone; `request` is
    what was asked for; `copies` are what of the exhibits was written, by reference; `reasons` stand behind the grades,
    by language and incident; `drawings` are by language, `sky` by incident; `refused` are rows of count_refusal,
    `codebook` of codebook_parameter. All is read: what fills a document asks no database."""

    settings: Settings
    released: Released
    figures: dict[str, Figure]
    entries: Sequence[Entry]
    volumes: Sequence[Volume]
    head: Sequence[Checkpoint]
    fingerprint: str
    at: datetime
    request: Request = field(default_factory=Request)
    exhibits: Sequence[Exhibit] = ()
    requests: Sequence[RecordRequest] = ()
    said: PartyStatements = field(default_factory=PartyStatements)
    refused: Sequence[dict[str, Any]] = ()
    codebook: Sequence[dict[str, Any]] = ()
    changes: Changes | None = None
    drawings: Mapping[str, Sequence[Graphic]] = field(default_factory=dict)
    copies: Mapping[str, Copy] = field(default_factory=dict)
    reasons: Mapping[str, Mapping[str, Reasons]] = field(default_factory=dict)
    sky: Mapping[str, SkySeen] = field(default_factory=dict)

    @property
    def position(self) -> str:
        """The position of the log, short: the chains with their sizes."""
        return ", ".join(f"{point.chain[:8]}:{point.size}" for point in self.head)

    @property
    def organisations(self) -> list[str]:
        """Those whose accounts are shown under their name."""
        return sorted({a.row["organisation"] for e in self.entries for a in e.accounts if a.row["organisation"]})

    def by(self, family: str) -> list[Figure]:
        """How many incidents of the case fall under each part of a family, such as `object`; in the order of names."""
        return [figure for figure in self.figures.values() if figure.family == family and figure.unit == "incidents"
                and figure.kind == "total" and not figure.scope]  # fmt: skip

    def states(self, people: str, family: str) -> bool:
        """True where a figure of the case on `people` by this family has a value: a column of dashes says nothing."""
        return any(figure.family == family and not figure.scope and name.startswith(f"{people}.")
                   and figure.value is not None for name, figure in self.figures.items())  # fmt: skip

    def exhibits_on(self, entry: Entry) -> list[str]:
        """The numbers of the exhibits that a sheet cites."""
        return [exhibit.reference for exhibit in self.exhibits if entry.sheet in exhibit.sheets]
