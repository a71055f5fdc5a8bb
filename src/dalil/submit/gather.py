"""Everything that a submission may say: the door out of the case, and what is read from behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.certificate import Certificate
from dalil.submit.changes import Before, changes_since
from dalil.submit.drawings import DRAWN_TABLES, drawings_of
from dalil.submit.entries import Entry, read_entries
from dalil.submit.exhibits import exhibits_of
from dalil.submit.figures import Reads, read_figures, reads_of, stated_figures, withheld_figures
from dalil.submit.findings import reasons_for
from dalil.submit.matter import Matter, Volume
from dalil.submit.method import read_codebook
from dalil.submit.origins import name_origins
from dalil.submit.paragraphs import demand_nobody_named
from dalil.submit.port import CaseLike, Drawings, ReasonsOf, SkyFigures
from dalil.submit.receiver import receiver_of
from dalil.submit.redact import Released, cut
from dalil.submit.refused import read_refused
from dalil.submit.requests import requests_for
from dalil.submit.said import read_statements
from dalil.submit.selection import select
from dalil.submit.skystrip import sky_of
from dalil.submit.statements import statement_figures
from dalil.vault.entry import Checkpoint

__all__ = ["Order", "gather", "with_figures"]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, as `dalil.submit.submit` takes it; `before` is the earlier submission, read."""

    audience: str
    languages: tuple[str, ...]
    only: tuple[str, ...] = ()
    before: Before | None = None
    own: Mapping[str, str] | None = None
    certificate: Certificate | None = None
    reasons_of: ReasonsOf | None = None
    draw: Drawings | None = None
    sky: SkyFigures | None = None


def gather(case: CaseLike, facts: Facts, settings: Settings, order: Order) -> Matter:
    """Takes the facts of a case (see `redact.DOCUMENT_TABLES`) and its log. Gives what the sheets are made of.

    No sheet cites a figure: `with_figures` reads those while the first sheets are set.

    Refuses an unknown audience, an incident of `only` that its register does not have, a text that names somebody who
    is not to be named.
    """
    receiver = receiver_of(settings, order.audience, case.secret)
    read = (table for each in _reads(facts).values() for table in each.tables)
    released = cut(facts, receiver, {*DRAWN_TABLES, *read})
    _demand_nobody_named(order, released)
    entries, said = read_entries(released, order.only), read_statements(released)
    chosen = entries if order.only else select(entries, settings.submit.annex)
    exhibits = exhibits_of(facts, released, entries)
    name_origins(facts, released, exhibits)
    head = case.head()
    return Matter(
        settings=settings,
        released=released,
        figures={},
        entries=entries,
        volumes=_volumes(chosen, settings.submit.sheets_per_volume),
        head=head,
        fingerprint=case.writer.keys.fingerprint,
        at=_latest(head),
        exhibits=exhibits,
        own=order.own or {},
        certificate=order.certificate,
        asked=bool(order.only),
        requests=requests_for(entries),
        said=said,
        refused=read_refused(released.facts),
        codebook=read_codebook(released.facts),
        reasons=reasons_for(released.facts, chosen, order.languages, order.reasons_of),
        sky=sky_of(facts, released, chosen, order.languages, order.sky),
    )


def with_figures(matter: Matter, facts: Facts, order: Order) -> Matter:
    """Takes figure and figure_text besides. Gives all of what the documents are made of."""
    released, entries = matter.released, matter.entries
    figures = read_figures(facts, released, _reads(facts), (party.id for party in matter.settings.parties))
    figures += statement_figures(released, matter.said, len(figures) + 1)
    figures += withheld_figures(released, sum(entry.coarse for entry in entries), figures)
    changes = changes_since(order.before, entries, figures) if order.before else None
    sheets = sum(len(volume.entries) for volume in matter.volumes)
    counts = {"requests": len(matter.requests), "sheets": sheets, "exhibits": len(matter.exhibits)}
    figures += stated_figures(counts | (changes.counts if changes else {}), len(figures) + 1)
    return replace(
        matter,
        figures={figure.name: figure for figure in figures},
        changes=changes,
        drawings=drawings_of(released, figures, order.languages, order.draw),
    )


def _reads(facts: Facts) -> dict[str, Reads]:
    """What the queries of the case's figures read."""
    return reads_of(
        row["query"] for row in facts.rows("SELECT query FROM figure WHERE query IS NOT NULL ORDER BY name")
    )


def _demand_nobody_named(order: Order, released: Released) -> None:
    for language, text in (order.own or {}).items():
        demand_nobody_named(text, released.mask, f"the paragraphs in {language}")
    if order.certificate:
        demand_nobody_named(order.certificate.subject, released.mask, "the name in the certificate")


def _volumes(entries: Sequence[Entry], size: int) -> list[Volume]:
    starts = range(0, len(entries), size)
    return [Volume(number, entries[start : start + size]) for number, start in enumerate(starts, 1)]


def _latest(head: Sequence[Checkpoint]) -> datetime:
    if not head:
        return datetime.fromtimestamp(0, UTC)
    return max(datetime.fromisoformat(point.time) for point in head)
