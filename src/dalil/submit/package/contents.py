"""What the folder `data` holds, file by file, and the words beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from dalil import __version__
from dalil.errors import Refused
from dalil.recheck.signatures import signed_by
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.exhibits import may_have_hashes
from dalil.submit.documents.annex import annex
from dalil.submit.documents.letter import letter
from dalil.submit.documents.method import method
from dalil.submit.documents.sheets import sheets
from dalil.submit.documents.summary import PUBLIC, summary, summary_text
from dalil.submit.elements.wording import Wording
from dalil.submit.machine.codes import write_codes
from dalil.submit.machine.crate import write_crate, write_load
from dalil.submit.machine.lists import copy_exhibits, write_drawings, write_exhibits, write_requests
from dalil.submit.machine.provenance import PROVENANCE, provenance
from dalil.submit.machine.register import write_accounts, write_csv, write_figures, write_geojson, write_tables
from dalil.submit.machine.tabular import FICTIONAL, write_json
from dalil.submit.package.bag import stamp_commands, verify_commands
from dalil.submit.package.pdf import Document, Presses, pages_of
from dalil.submit.package.sign import NOBODY, SIGNED_BY, sign_documents
from dalil.submit.release.queries import reads_of
from dalil.vault.files.store import Store

__all__ = ["bag_info", "begin_sheets", "write_data", "write_verify"]


def begin_sheets(folder: Path, dossier: Dossier, presses: Presses) -> None:
    """Make `data` and begin with the first volumes: they cite no figure, and take the longest."""
    folder.mkdir(parents=True)
    presses.begin(document for language in dossier.request.languages for document in _sheets(folder, dossier, language))


def write_data(folder: Path, dossier: Dossier, store: Store, presses: Presses) -> None:
    """Every file of `data`; withheld.csv is there already, and the sheets that were begun come to be."""
    fictional, figures = dossier.settings.fictional, list(dossier.figures.values())
    write_csv(folder / "annex.csv", dossier.entries, fictional=fictional)
    write_accounts(folder / "accounts.csv", dossier.entries, fictional=fictional)
    write_geojson(folder / "incidents.geojson", dossier.entries, fictional=fictional)
    write_codes(folder / "codes.csv", fictional=fictional)
    write_figures(folder / "figures.json", figures, fictional=fictional)
    write_tables(folder / "tables", dossier.released, reads_of(f.query for f in figures), fictional=fictional)
    # Before any list of exhibits: it says of each whether a copy was made, and why not.
    dossier = replace(dossier, copies=copy_exhibits(folder, dossier.exhibits, store, dossier.released))
    if dossier.exhibits:
        hashes = may_have_hashes(dossier.released)
        write_exhibits(folder / "exhibits.csv", dossier.exhibits, dossier.copies, hashes=hashes, fictional=fictional)
    if dossier.requests:
        write_requests(folder / "requests.csv", dossier.requests, fictional=fictional)
    if dossier.changes:
        mark = {FICTIONAL: True} if fictional else {}
        write_json(folder / "changes.json", {**mark, **dossier.changes.as_json()})
    write_drawings(folder / "drawings", dossier.drawings, fictional=fictional)
    presses.put(
        document for language in dossier.request.languages for document in _documents(folder, dossier, language)
    )
    # Pages can be counted, and files signed, only when all of them are there.
    presses.finish()
    _demand_budget(folder, dossier)
    if dossier.request.certificate:
        sign_documents(sorted(folder.glob("*.pdf")), dossier.request.certificate)
    if dossier.exhibits:
        write_json(folder / PROVENANCE, provenance(dossier))
    # Last, for it lists every file of the folder.
    write_crate(folder, dossier, dossier.settings.title)
    write_load(folder, dossier)


def _documents(folder: Path, dossier: Dossier, language: str) -> list[Document]:
    words = Wording(language, dossier.settings.timezone)
    summaries = []
    if dossier.released.receiver.name == PUBLIC:
        summaries.append(Document("document", partial(summary, dossier, words), folder / f"summary.{language}.pdf"))
        (folder / f"summary.{language}.txt").write_text(summary_text(dossier, words), encoding="utf-8")
    return [
        *summaries,
        Document("document", partial(annex, dossier, words), folder / f"annex.{language}.pdf"),
        Document("document", partial(method, dossier, words), folder / f"method.{language}.pdf"),
        Document("document", partial(letter, dossier, words), folder / f"letter.{language}.pdf"),
        *_sheets(folder, dossier, language),
    ]


def _sheets(folder: Path, dossier: Dossier, language: str) -> list[Document]:
    words = Wording(language, dossier.settings.timezone)
    return [
        Document(
            "sheets",
            partial(sheets, dossier, volume, words),
            folder / volume.file(language),
            weight=len(volume.entries) * (1.6 if words.rtl else 1.0),
        )
        for volume in dossier.volumes
    ]


def _demand_budget(folder: Path, dossier: Dossier) -> None:
    """Raise `Refused` where the letter, with its sheets where a rule chose them, has more pages than the budget.

    Without a rule the sheets are the whole register, and the budget is the letter's alone.
    """
    budget, chosen = (
        dossier.settings.submit.page_budget,
        dossier.settings.submit.annex.chooses and not dossier.request.only,
    )
    for language in dossier.request.languages:
        files = [f"letter.{language}.pdf", *(volume.file(language) for volume in dossier.volumes if chosen)]
        pages = {name: pages_of(folder / name) for name in files}
        if sum(pages.values()) > budget:
            raise Refused(
                "The submission is longer than its page budget.",
                expected=f"at most {budget} pages (submit.page_budget)",
                found=f"{sum(pages.values())} pages: " + ", ".join(f"{name} {n}" for name, n in pages.items()),
                where="case.toml, submit",
                do="choose fewer incidents in submit.annex, shorten the paragraphs, or raise submit.page_budget",
            )


def write_verify(folder: Path, dossier: Dossier) -> None:
    """VERIFY.txt, in the first language asked for, and VERIFY.<language>.txt in each: the same commands, explained."""
    for number, language in enumerate(dossier.request.languages):
        words = Wording(language, dossier.settings.timezone)
        fictional = f"{words.text('fictional')}\n\n" if dossier.settings.fictional else ""
        text = words.text(
            "verify.text", fictional=fictional, fingerprint=dossier.fingerprint, commands=verify_commands(dossier.head)
        )
        stamps = stamp_commands(folder)
        text += "\n" + (words.text("verify.stamps", commands=stamps) if stamps else words.text("verify.no_stamps"))
        names = ["VERIFY.txt"] * (number == 0) + [f"VERIFY.{language}.txt"]
        for name in names:
            (folder / name).write_text(text, encoding="utf-8")


def bag_info(dossier: Dossier) -> dict[str, str]:
    """bag-info.txt."""
    words = Wording("en", dossier.settings.timezone)
    audience = dossier.released.receiver.title("en")
    described = words.text("bag.description", title=words.own(dossier.settings.title), audience=words.own(audience))
    fictional = {"Fictional": words.text("fictional")} if dossier.settings.fictional else {}
    certificate = dossier.request.certificate
    return {
        SIGNED_BY: signed_by(certificate.subject, certificate.fingerprint) if certificate else NOBODY,
        "Bag-Software-Agent": f"dalil {__version__}",
        "Bagging-Date": f"{dossier.at:%Y-%m-%d}",
        "External-Description": described,
        "Dalil-Log-Position": dossier.position,
        **fictional,
    }
