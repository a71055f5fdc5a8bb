"""submit(): from a case to a folder that can be handed over. The table of contents of this stage."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from dalil import __version__
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import UsageError
from dalil.messages import LANGUAGES
from dalil.submit.annex import annex
from dalil.submit.bag import close_bag, verify_commands, write_proofs
from dalil.submit.commit import withheld, write_withheld
from dalil.submit.entries import Entry, read_entries
from dalil.submit.figures import read_figures, reads_of, withheld_figures
from dalil.submit.letter import letter
from dalil.submit.machine import write_csv, write_figures, write_geojson, write_tables
from dalil.submit.matter import Matter, Volume
from dalil.submit.port import CaseLike
from dalil.submit.receiver import receiver_of
from dalil.submit.redact import Released, cut
from dalil.submit.sheets import sheets
from dalil.submit.typeset import Document, typeset
from dalil.submit.wording import Wording
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
) -> Submission:
    """Takes the facts of a case (see `redact.DOCUMENT_TABLES`) and its log. Gives the folder `out`, a signed bag.

    Only what `audience` may have is read past the first step. Same log position, settings and versions give the same
    bytes. Refuses an unknown audience or language, an incident of `only` that the audience's register does not have,
    and a folder that holds anything. Built beside and renamed: whatever stops it, nothing half-made is left.
    """
    _demand_languages(languages)
    _demand_empty(out)
    receiver = receiver_of(settings, audience, case.secret)
    queries = [row["query"] for row in facts.rows("SELECT query FROM figure WHERE query IS NOT NULL ORDER BY name")]
    reads = reads_of(queries)
    released = cut(facts, receiver, {table for each in reads.values() for table in each.tables})
    figures = read_figures(facts, released.facts, receiver, reads)
    entries = read_entries(released, tuple(only))
    figures += withheld_figures(released, sum(entry.coarse for entry in entries), figures)
    head = case.head()
    matter = Matter(
        settings=settings,
        released=released,
        figures={figure.name: figure for figure in figures},
        entries=entries,
        volumes=_volumes(entries, settings.submit.sheets_per_volume),
        head=head,
        fingerprint=case.writer.keys.fingerprint,
        at=_latest(head),
    )
    beside = out.with_name(f".{out.name}.{uuid4().hex[:8]}")
    with clear_errors("writing the submission", out):
        try:
            (beside / "data").mkdir(parents=True)
            _write_data(beside / "data", matter, languages)
            committed = write_withheld(
                beside / "data/withheld.csv", withheld(facts, released), fictional=settings.fictional
            )
            proven = write_proofs(beside, case.writer.keys, head, case.writer.chains(), _sources(facts, released))
            _write_verify(beside, matter, languages)
            bag = close_bag(beside, _info(matter), case.writer.keys)
            _take_place(beside, out)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Submission(
        path=str(out),
        audience=audience,
        languages=tuple(languages),
        bag_sha256=bag,
        incidents=len(entries),
        volumes=len(matter.volumes),
        figures=len(figures),
        figures_in_part=sum(not figure.whole for figure in figures if figure.query),
        withheld_reports=released.withheld_reports,
        proven_entries=proven,
        commitments=committed,
    )


def _write_data(folder: Path, matter: Matter, languages: Sequence[str]) -> None:
    fictional, figures = matter.settings.fictional, list(matter.figures.values())
    write_csv(folder / "annex.csv", matter.entries, fictional=fictional)
    write_geojson(folder / "incidents.geojson", matter.entries, fictional=fictional)
    write_figures(folder / "figures.json", figures, fictional=fictional)
    write_tables(folder / "tables", matter.released, reads_of(f.query for f in figures), fictional=fictional)
    documents = []
    for language in languages:
        words = Wording(language, matter.settings.timezone)
        documents.append(Document("document", partial(annex, matter, words), folder / f"annex.{language}.pdf"))
        documents.append(Document("document", partial(letter, matter, words), folder / f"letter.{language}.pdf"))
        for volume in matter.volumes:
            fill = partial(sheets, matter, volume, words)
            documents.append(Document("sheets", fill, folder / volume.file(language)))
    typeset(documents, matter.at)


def _write_verify(folder: Path, matter: Matter, languages: Sequence[str]) -> None:
    for language in languages:
        words = Wording(language, matter.settings.timezone)
        fictional = f"{words.text('fictional')}\n\n" if matter.settings.fictional else ""
        text = words.text(
            "verify.text", fictional=fictional, fingerprint=matter.fingerprint, commands=verify_commands(matter.head)
        )
        (folder / f"VERIFY.{language}.txt").write_text(text, encoding="utf-8")


def _info(matter: Matter) -> dict[str, str]:
    words = Wording("en", matter.settings.timezone)
    audience = matter.released.receiver.rules.title or matter.released.receiver.name
    described = words.text("bag.description", title=words.own(matter.settings.title), audience=words.own(audience))
    fictional = {"Fictional": words.text("fictional")} if matter.settings.fictional else {}
    return {
        "Bag-Software-Agent": f"dalil {__version__}",
        "Bagging-Date": f"{matter.at:%Y-%m-%d}",
        "External-Description": described,
        "Dalil-Log-Position": matter.position,
        **fictional,
    }


def _sources(facts: Facts, released: Released) -> list[tuple[str, int]]:
    """The log entries under which the originals of the shown reports were sealed."""
    rows = facts.rows(
        "SELECT DISTINCT o.chain, o.number FROM original o JOIN report r ON r.source_sha256 = o.sha256"
        " WHERE r.report_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL",
        [sorted(released.accounts)],
    )
    return [(row["chain"], row["number"]) for row in rows]


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
