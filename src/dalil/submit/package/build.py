"""submit(): from a case to a folder that can be handed over. The table of contents of this stage."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.errors import Refused, UsageError
from dalil.submit.content.changes import Before
from dalil.submit.content.collect import collect, with_figures
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.request import Request
from dalil.submit.machine.lists import write_withheld
from dalil.submit.package.bag import TAG_MANIFEST, close_bag, copy_stamps, file_sha256, write_proofs
from dalil.submit.package.contents import bag_info, begin_sheets, write_data, write_verify
from dalil.submit.package.pdf import Presses
from dalil.submit.package.verify import verify_submission
from dalil.submit.release.commitments import withheld
from dalil.submit.release.look import demand_no_looks, look_path, write_looks
from dalil.units import Sha256
from dalil.vault.files.disk import clear_errors

__all__ = ["Submission", "submit"]


@dataclass(frozen=True, slots=True)
class Submission:
    """What was made. `bag_sha256` is the hash of the signed tag manifest: it stands for every byte.

    `to_look_at` things are listed in the file `look` beside it, for a person to judge before it is handed over.
    `sealed_lists_unread` and `sealed_people_gone` are lists and rows whose names could not be looked for.
    """

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
    to_look_at: int
    look: str
    sealed_lists_unread: int
    sealed_people_gone: int


def submit(
    case: Case, facts: Facts, out: Path, request: Request, leaving: Callable[[Sha256], object] = lambda bag: None
) -> Submission:
    """Takes the facts of a case (see `redact.DOCUMENT_TABLES`) and its log. Gives the folder `out`, a signed bag.

    Only what the audience may have is read past the first step. Same log position, settings and versions give the same
    bytes.

    Refuses an unknown audience, an incident of `only` that the audience's register does not have, a folder that holds
    anything, an earlier submission that does not verify, and a paragraph that names somebody who is not to be named.
    Built beside and renamed: whatever stops it, nothing half-made is left. `leaving` gets the hash of the bag before it
    takes its place, to be logged: a submission that no entry names would have left without a word.
    """
    _demand_empty(out)
    demand_no_looks(look_path(out))
    before = _read_before(request.since) if request.since else None
    dossier = collect(case, facts, request)
    # In the same folder: renaming is one step only within a file system.
    beside = out.with_name(f".{out.name}.{uuid4().hex[:8]}")
    with clear_errors("writing the submission", out):
        try:
            with Presses(dossier.at) as presses:
                begin_sheets(beside / "data", dossier, presses)
                dossier = with_figures(dossier, facts, before)
                bag, committed, proven = _build(beside, case, facts, dossier, presses)
            leaving(bag)
            # First the list: nobody must find a submission without it.
            write_looks(look_path(out), dossier.released.looks)
            _take_place(beside, out)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return _made(dossier, str(out), bag, committed, proven)


def _read_before(path: Path) -> Before:
    """Read an earlier submission. Refuses one that does not verify: a comparison with a changed one says nothing."""
    for check in verify_submission(path):
        if not check.passed:
            raise Refused(
                "The earlier submission does not verify.",
                expected=check.expected,
                found=check.found,
                where=f"{path}, check {check.number}: {check.where}",
                do="name the folder as it was handed over",
            )
    figures = json.loads((path / "data/figures.json").read_text(encoding="utf-8"))
    return Before(
        bag_sha256=file_sha256(path / TAG_MANIFEST),
        accounts=_column(path / "data/accounts.csv", "report_id"),
        incidents=_column(path / "data/annex.csv", "incident_id"),
        figures={figure["name"]: figure["value"] for figure in figures},
    )


def _column(path: Path, name: str) -> frozenset[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return frozenset(row[name] for row in csv.DictReader(stream))


def _made(dossier: Dossier, path: str, bag: Sha256, committed: int, proven: int) -> Submission:
    return Submission(
        path=path,
        audience=dossier.released.receiver.name,
        languages=dossier.request.languages,
        bag_sha256=bag,
        incidents=len(dossier.entries),
        volumes=len(dossier.volumes),
        figures=len(dossier.figures),
        figures_in_part=sum(not figure.whole for figure in dossier.figures.values() if figure.query),
        withheld_reports=dossier.released.withheld_reports,
        proven_entries=proven,
        commitments=committed,
        to_look_at=len(dossier.released.looks),
        look=str(look_path(Path(path))),
        sealed_lists_unread=dossier.released.known.unread,
        sealed_people_gone=dossier.released.known.gone,
    )


def _build(folder: Path, case: Case, facts: Facts, dossier: Dossier, presses: Presses) -> tuple[Sha256, int, int]:
    """Write the whole folder. Gives the hash of the tag manifest, and how many commitments and proofs there are."""
    data, released = folder / "data", dossier.released
    committed = write_withheld(data / "withheld.csv", withheld(facts, released), fictional=dossier.settings.fictional)
    write_data(data, dossier, case.store, presses)
    proven = write_proofs(folder, case.writer.keys, dossier.head, case.writer.chains(), _sources(facts, dossier))
    copy_stamps(folder, case.writer.folder, dossier.head)
    write_verify(folder, dossier)
    return close_bag(folder, bag_info(dossier), case.writer.keys), committed, proven


def _sources(facts: Facts, dossier: Dossier) -> list[tuple[str, int]]:
    """The log entries under which the originals of the shown reports, and the exhibits, were sealed."""
    rows = facts.rows(
        "SELECT DISTINCT o.chain, o.number FROM original o JOIN report r ON r.source_sha256 = o.sha256"
        " WHERE r.report_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL",
        [sorted(dossier.released.accounts)],
    )
    sealed = {(seal.chain, seal.number) for exhibit in dossier.exhibits for seal in exhibit.sealed}
    return sorted({(row["chain"], row["number"]) for row in rows} | sealed)


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
