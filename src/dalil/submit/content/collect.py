"""Everything that a submission may say: the door out of the case, and what is read from behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.intake import known_people
from dalil.present.reasons import Reasons, reasons_of
from dalil.submit.content.changes import Before, changes_since
from dalil.submit.content.dossier import Dossier, Volume
from dalil.submit.content.drawings import DRAWN_TABLES, drawings_of
from dalil.submit.content.entries import HELD, Entry, read_entries, select
from dalil.submit.content.exhibits import exhibits_of
from dalil.submit.content.figures import read_figures, stated_figures, withheld_figures
from dalil.submit.content.origins import name_origins
from dalil.submit.content.record_requests import requests_for
from dalil.submit.content.request import Request
from dalil.submit.content.sky import sky_of
from dalil.submit.content.statements import read_statements, statement_figures
from dalil.submit.release.people.mask import demand_nobody_named
from dalil.submit.release.queries import Reads, reads_of
from dalil.submit.release.receiver import receiver_of
from dalil.submit.release.redact import Released, cut
from dalil.vault.log.entry import Checkpoint

__all__ = ["collect", "read_codebook", "read_refused", "reasons_for", "with_figures"]

_JUDGED = ("judgement", "not given")
"""How a citation of the code book begins that names no source."""


def collect(case: Case, facts: Facts, request: Request) -> Dossier:
    """Takes the facts of a case (see `redact.DOCUMENT_TABLES`) and its log. Gives what the sheets are made of.

    No sheet cites a figure: `with_figures` reads those while the first sheets are set.

    Refuses an unknown audience, an incident of `only` that its register does not have, a text that names somebody who
    is not to be named.
    """
    settings = case.settings
    receiver = receiver_of(settings, request.audience, case.secret)
    # What a figure counts must leave with it, cut in the same way, or nobody could make it again.
    read = (table for each in _reads(facts).values() for table in each.tables)
    released = cut(facts, receiver, {*DRAWN_TABLES, *read}, known_people(case))
    # Before anything is written: whoever is named by a person's own words cannot be taken back.
    _demand_nobody_named(request, released)
    entries = read_entries(released, request.only)
    # Incidents that were asked for by name all have a sheet; the rule of the case is for the register as a whole.
    chosen = entries if request.only else select(entries, settings.submit.annex)
    exhibits = exhibits_of(facts, released, entries)
    # After the exhibits have numbers, and before reasons are written from the cut tables.
    name_origins(facts, released, exhibits)
    head = case.head()
    return Dossier(
        settings=settings,
        released=released,
        figures={},
        entries=entries,
        volumes=_volumes(chosen, settings.submit.sheets_per_volume),
        head=head,
        fingerprint=case.writer.keys.fingerprint,
        at=_latest(head),
        request=request,
        exhibits=exhibits,
        requests=requests_for(entries),
        said=read_statements(released, entries, settings.parties),
        refused=read_refused(released.facts),
        codebook=read_codebook(released.facts),
        reasons=reasons_for(released.facts, chosen, request.languages),
        sky=sky_of(facts, released, chosen, request.languages),
    )


def with_figures(dossier: Dossier, facts: Facts, before: Before | None) -> Dossier:
    """Takes figure and figure_text besides. Gives all that documents are made of, compared with `before`."""
    released, entries = dossier.released, dossier.entries
    figures = read_figures(facts, released, _reads(facts), (party.id for party in dossier.settings.parties))
    figures += statement_figures(released, dossier.said, len(figures) + 1)
    # After all figures of the case: it counts those that leave in part.
    figures += withheld_figures(released, sum(entry.coarse for entry in entries), figures)
    changes = changes_since(before, entries, figures) if before else None
    sheets = sum(len(volume.entries) for volume in dossier.volumes)
    counts = {"requests": len(dossier.requests), "sheets": sheets, "exhibits": len(dossier.exhibits)}
    figures += stated_figures(counts | (changes.counts if changes else {}), len(figures) + 1)
    return replace(
        dossier,
        figures={figure.name: figure for figure in figures},
        changes=changes,
        drawings=drawings_of(released, figures, dossier.request.languages),
    )


def _reads(facts: Facts) -> dict[str, Reads]:
    """What the queries of the case's figures read."""
    return reads_of(
        row["query"] for row in facts.rows("SELECT query FROM figure WHERE query IS NOT NULL ORDER BY name")
    )


def _demand_nobody_named(request: Request, released: Released) -> None:
    for language, text in (request.own).items():
        demand_nobody_named(text, released.mask, f"the paragraphs in {language}")
    if request.certificate:
        demand_nobody_named(request.certificate.subject, released.mask, "the name in the certificate")


def _volumes(entries: Sequence[Entry], size: int) -> list[Volume]:
    starts = range(0, len(entries), size)
    return [Volume(number, entries[start : start + size]) for number, start in enumerate(starts, 1)]


def _latest(head: Sequence[Checkpoint]) -> datetime:
    if not head:
        return datetime.fromtimestamp(0, UTC)
    return max(datetime.fromisoformat(point.time) for point in head)


def reasons_for(facts: Facts, entries: Sequence[Entry], languages: Sequence[str]) -> dict[str, Mapping[str, Reasons]]:
    """By language and incident, from the cut tables; none of findings that a person holds back or that do not leave."""
    # Not asked for at all: what is not read cannot be printed by mistake.
    found = [entry for entry in entries if entry.finding and entry.finding["reasons"] and entry.review != HELD]
    return {language: reasons_of(facts, [entry.id for entry in found], language) for language in languages}


def read_refused(facts: Facts) -> list[dict[str, Any]]:
    """Takes the cut count_refusal."""
    return facts.rows("SELECT name, scope, reason, text FROM count_refusal ORDER BY ALL")


def read_codebook(facts: Facts) -> list[dict[str, Any]]:
    """The code book as used, from the cut tables. What a citation says is the book's own and is not read here."""
    judged = "|".join(_JUDGED)
    return facts.rows(
        "SELECT variable, value, party, pseudo_count, posterior_count,"
        f" coalesce(regexp_matches(lower(citation), '^({judged})'), true) AS judged"
        " FROM codebook_parameter WHERE party IS NOT NULL ORDER BY variable, value, party"
    )
