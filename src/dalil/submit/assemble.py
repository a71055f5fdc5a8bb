"""submit(): from a case to a folder that can be handed over. The table of contents of this stage."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import UsageError
from dalil.messages import LANGUAGES
from dalil.submit.bag import close_bag, copy_stamps, write_proofs
from dalil.submit.certificate import Certificate
from dalil.submit.changes import Before, changes_since, read_before
from dalil.submit.commit import withheld, write_withheld
from dalil.submit.contents import bag_info, write_data, write_verify
from dalil.submit.drawings import DRAWN_TABLES, drawings_of
from dalil.submit.entries import Entry, read_entries
from dalil.submit.exhibits import exhibits_of
from dalil.submit.figures import read_figures, reads_of, stated_figures, withheld_figures
from dalil.submit.findings import reasons_for
from dalil.submit.matter import Matter, Volume
from dalil.submit.origins import name_origins
from dalil.submit.paragraphs import demand_nobody_named
from dalil.submit.port import CaseLike, Drawings, ReasonsOf
from dalil.submit.receiver import receiver_of
from dalil.submit.redact import cut
from dalil.submit.requests import requests_for
from dalil.submit.selection import select
from dalil.submit.statements import statement_figures
from dalil.units import Sha256
from dalil.vault.disk import clear_errors
from dalil.vault.entry import Checkpoint

__all__ = ["Submission", "submit"]


@dataclass(frozen=True, slots=True)
class Submission:
    """What was made. `bag_sha256` is the hash of the signed tag manifest: it stands for every byte."""

    path: str
    audience: str
    languages: tuple[str, ...]
    bag_sha256: Sha256
    incidents: int
    volumes: int
    figures: int
    figures_in_part: int
    withheld_reports: int
    proven_entries: int
    commitments: int


def submit(
    case: CaseLike,
    facts: Facts,
    settings: Settings,
    out: Path,
    *,
    audience: str,
    languages: Sequence[str] = ("en",),
    only: Sequence[str] = (),
    since: Path | None = None,
    own: Mapping[str, str] | None = None,
    certificate: Certificate | None = None,
    reasons_of: ReasonsOf | None = None,
    draw: Drawings | None = None,
) -> Submission:
    """Takes the facts of a case (see `redact.DOCUMENT_TABLES`) and its log. Gives the folder `out`, a signed bag.

    Only what `audience` may have is read past the first step. Same log position, settings and versions give the same
    bytes. `since` is an earlier submission to compare with; `own` are a person's paragraphs for the letter, Markdown by
    language; `certificate` signs the PDF files, and without one they are not signed and the letter says so;
    `reasons_of` gives the reasons behind grades (`dalil.attribute.reasons_of`), `draw` the drawings of figures
    (`dalil.count.graphics.graphics`).

    Refuses an unknown audience or language, an incident of `only` that the audience's register does not have, a folder
    that holds anything, an earlier submission that does not verify, and a paragraph that names somebody who is not to
    be named. Built beside and renamed: whatever stops it, nothing half-made is left.
    """
    _demand_languages(languages)
    _demand_empty(out)
    before = read_before(since) if since else None
    matter = _matter(case, facts, settings, audience, tuple(only), before, own or {}, certificate)
    shown = [entry for volume in matter.volumes for entry in volume.entries]
    matter = replace(
        matter,
        reasons=reasons_for(matter.released.facts, shown, languages, reasons_of),
        drawings=drawings_of(matter.released, matter.figures.values(), languages, draw),
    )
    beside = out.with_name(f".{out.name}.{uuid4().hex[:8]}")
    with clear_errors("writing the submission", out):
        try:
            bag, committed, proven = _build(beside, case, facts, matter, languages)
            _take_place(beside, out)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Submission(
        path=str(out),
        audience=audience,
        languages=tuple(languages),
        bag_sha256=bag,
        incidents=len(matter.entries),
        volumes=len(matter.volumes),
        figures=len(matter.figures),
        figures_in_part=sum(not figure.whole for figure in matter.figures.values() if figure.query),
        withheld_reports=matter.released.withheld_reports,
        proven_entries=proven,
        commitments=committed,
    )


def _matter(
    case: CaseLike,
    facts: Facts,
    settings: Settings,
    audience: str,
    only: tuple[str, ...],
    before: Before | None,
    own: Mapping[str, str],
    certificate: Certificate | None,
) -> Matter:
    """Everything that may be said: the door, and what is read from behind it."""
    queries = [row["query"] for row in facts.rows("SELECT query FROM figure WHERE query IS NOT NULL ORDER BY name")]
    reads = reads_of(queries)
    receiver = receiver_of(settings, audience, case.secret)
    released = cut(facts, receiver, {*DRAWN_TABLES, *(table for each in reads.values() for table in each.tables)})
    for language, text in own.items():
        demand_nobody_named(text, released.mask, f"the paragraphs in {language}")
    if certificate:
        demand_nobody_named(certificate.subject, released.mask, "the name in the certificate")
    figures = read_figures(facts, released, reads, (party.id for party in settings.parties))
    entries = read_entries(released, only)
    figures += statement_figures(released, len(figures) + 1)
    figures += withheld_figures(released, sum(entry.coarse for entry in entries), figures)
    head = case.head()
    chosen = entries if only else select(entries, settings.submit.annex)
    exhibits = exhibits_of(facts, released, entries)
    name_origins(facts, released, exhibits)
    requests = requests_for(entries)
    changes = changes_since(before, entries, figures) if before else None
    counts = {"requests": len(requests), "sheets": len(chosen), "exhibits": len(exhibits)}
    figures += stated_figures(counts | (changes.counts if changes else {}), len(figures) + 1)
    return Matter(
        settings=settings,
        released=released,
        figures={figure.name: figure for figure in figures},
        entries=entries,
        volumes=_volumes(chosen, settings.submit.sheets_per_volume),
        head=head,
        fingerprint=case.writer.keys.fingerprint,
        at=_latest(head),
        exhibits=exhibits,
        own=own,
        certificate=certificate,
        asked=bool(only),
        requests=requests,
        changes=changes,
    )


def _build(
    folder: Path, case: CaseLike, facts: Facts, matter: Matter, languages: Sequence[str]
) -> tuple[Sha256, int, int]:
    """Write the whole folder. Gives the hash of the tag manifest, and how many commitments and proofs there are."""
    data, released = folder / "data", matter.released
    data.mkdir(parents=True)
    committed = write_withheld(data / "withheld.csv", withheld(facts, released), fictional=matter.settings.fictional)
    write_data(data, matter, languages, case.store)
    proven = write_proofs(folder, case.writer.keys, matter.head, case.writer.chains(), _sources(facts, matter))
    copy_stamps(folder, case.writer.folder, matter.head)
    write_verify(folder, matter, languages)
    return close_bag(folder, bag_info(matter), case.writer.keys), committed, proven


def _sources(facts: Facts, matter: Matter) -> list[tuple[str, int]]:
    """The log entries under which the originals of the shown reports, and the exhibits, were sealed."""
    rows = facts.rows(
        "SELECT DISTINCT o.chain, o.number FROM original o JOIN report r ON r.source_sha256 = o.sha256"
        " WHERE r.report_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL",
        [sorted(matter.released.accounts)],
    )
    sealed = {(seal.chain, seal.number) for exhibit in matter.exhibits for seal in exhibit.sealed}
    return sorted({(row["chain"], row["number"]) for row in rows} | sealed)


def _volumes(entries: Sequence[Entry], size: int) -> list[Volume]:
    starts = range(0, len(entries), size)
    return [Volume(number, entries[start : start + size]) for number, start in enumerate(starts, 1)]


def _latest(head: Sequence[Checkpoint]) -> datetime:
    if not head:
        return datetime.fromtimestamp(0, UTC)
    return max(datetime.fromisoformat(point.time) for point in head)


def _demand_languages(languages: Sequence[str]) -> None:
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise UsageError(
            "A submission cannot be written in this language.",
            expected="one or more of " + ", ".join(LANGUAGES),
            found=", ".join(unknown) or "none",
        )


def _demand_empty(out: Path) -> None:
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise UsageError(
            "The target is not an empty folder.",
            expected="a folder that does not exist yet, or holds nothing",
            where=str(out),
            do="name another folder; nothing is ever overwritten",
        )


def _take_place(beside: Path, out: Path) -> None:
    if out.exists():
        out.rmdir()
    beside.rename(out)
