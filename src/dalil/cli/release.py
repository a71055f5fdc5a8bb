"""submit, verify: what a commission receives, and how anyone checks it."""

from __future__ import annotations

from pathlib import Path

import typer

from dalil.cli.case import CaseArgument
from dalil.cli.output import Json, ask_passphrase, command, doing, emit, fail, say

__all__ = ["register"]


@command
def submit(
    case: Path = CaseArgument,
    out: Path = typer.Argument(help="Folder to make; it must not hold anything.", metavar="OUT"),
    to: str = typer.Option("commission", help="The audience, as case.toml names it."),
    lang: str = typer.Option("en,ar", help="Languages, separated by commas."),
    only: str = typer.Option("", help="Incident ids separated by commas, for a follow-up question."),
    since: Path | None = typer.Option(None, help="An earlier submission: say what changed, and what is recalled."),
    own: list[str] = typer.Option([], help="LANG=FILE.md: a person's own paragraphs for the letter."),
    sign: Path | None = typer.Option(None, help="PKCS#12 file that signs the PDF files (see dalil certificate)."),
    json_: bool = Json,
) -> None:
    """Make the submission."""
    from dalil.cli.tables import print_submission
    from dalil.commands import release

    asked = release.requested(audience=to, languages=lang, only=only, since=since, own=own)
    for lacking in release.in_english(asked.languages):
        say(lacking)
    with doing() as announce:
        announce("writing and setting the submission")
        made = release.submit(case, out, asked, sign)
    emit(made, lambda: print_submission(made))


@command
def certificate(
    out: Path = typer.Argument(help="PKCS#12 file to write; keep it outside the case.", metavar="OUT.p12"),
    name: str = typer.Option(..., help="Organisation or pseudonym: it stands in every file that is signed."),
    json_: bool = Json,
) -> None:
    """Make a certificate of your own to sign PDF files with; DALIL_CERTIFICATE_PASSPHRASE in scripts."""
    from dalil.commands import release

    passphrase = ask_passphrase("the certificate", "DALIL_CERTIFICATE_PASSPHRASE")
    made = release.make_certificate(out, name=name, passphrase=passphrase)
    emit(made, lambda: print(f"Made {out}. Give its SHA-256 to whoever will check: {made['fingerprint']}"))


@command
def disclose(
    case: Path = CaseArgument,
    submission: Path = typer.Argument(help="The submission that withheld them.", metavar="SUBMISSION"),
    out: Path = typer.Argument(help="File to write.", metavar="OUT.json"),
    chosen: list[str] = typer.Argument(help="TABLE/ID/FIELD as withheld.csv lists them.", metavar="CHOSEN..."),
    to: str = typer.Option("commission", help="The audience that the submission was for."),
    json_: bool = Json,
) -> None:
    """Release values that were withheld; `verify` proves that they are those committed to."""
    from dalil.commands import release

    made = release.disclose(case, submission, out, chosen, audience=to)
    check = f"dalil verify {submission} --disclosure {out}"
    emit(made, lambda: print(f"Disclosed {made['disclosed']} values in {out}. Check it with: {check}"))


@command
def withdraw(
    case: Path = CaseArgument,
    name: str = typer.Argument(help="organisation/witness, a testimony, or organisation/report_id.", metavar="WHO"),
    reason: str = typer.Option("", help="Kept, salted, in the vault."),
    json_: bool = Json,
) -> None:
    """Withdraw consent: nothing of it leaves any more, and the key of identity and words is destroyed."""
    from dalil.commands.withdraw import withdraw as take_back

    made = take_back(case, name, reason=reason)

    def text() -> None:
        found = made["withdrawn"]
        print(f"Withdrawn: {len(found['testimonies'])} testimonies, {len(found['reports'])} reports.")
        if made["identity_destroyed"]:
            print("The key is destroyed: nobody can open the identity or the words again.")
        elif not made["key_alive"]:
            print("No identity and no words were sealed under that name: there was no key to destroy.")
        for person, why in made["key_alive"].items():
            print(f"NOT destroyed, the key of {person}: {why}")
        print("What remains:")
        for each in made["remains"]:
            print(f"  - {each}")
        if made["run_again"]:
            print(f"The results still rest on it: dalil run {case}")

    emit(made, text)
    if made["key_alive"]:
        fail(1)


@command
def stamp(
    case: Path = CaseArgument,
    url: str = typer.Option("", help="Address of an RFC 3161 authority; without one the request waits."),
    roots: Path | None = typer.Option(None, help="PEM file of the certificates it must lead to."),
    json_: bool = Json,
) -> None:
    """Have the position of the log time-stamped by somebody outside; offline it is queued."""
    from dalil.commands import release

    outcomes = release.stamp(case, url, roots)

    def text() -> None:
        for each in outcomes:
            print(f"{each['chain'][:8]} at {each['size']} entries: {each['state']} {each['at'] or each['reason']}")
        if not outcomes:
            print("Everything is stamped by this authority already.")

    emit(outcomes, text)
    if any(each["state"] == "refused" for each in outcomes):
        fail(1)


@command
def read_out(
    case: Path = CaseArgument,
    exhibit: str = typer.Argument(help="File name or SHA-256 of the original, also of a sealed one.", metavar="NAME"),
    destination: Path = typer.Argument(help="File to write.", metavar="FILE"),
    json_: bool = Json,
) -> None:
    """Copy an original out, byte for byte, and log that it was; a sealed one is opened with your keys."""
    from dalil.commands import read_out as reading_out

    made = reading_out.read_out(case, exhibit, destination)

    def text() -> None:
        print(f"{made['sha256']}  {made['written']}")
        if made["sealed"]:
            print("It names persons, and is in clear now: only you may read it. Delete it when it is not needed.")
        if made["gone"]:
            print(f"{made['gone']:,} of its rows are gone: consent was withdrawn, and their keys were destroyed.")

    emit(made, text)


@command
def verify(
    path: Path = typer.Argument(help="A case or a submission.", metavar="PATH"),
    disclosure: Path | None = typer.Option(None, help="Values released since, to check against the submission."),
    roots: Path | None = typer.Option(None, help="PEM file of the certificates that time stamps must lead to."),
    key: str | None = typer.Option(None, help="Fingerprint or PEM file of the key, had from elsewhere."),
    json_: bool = Json,
) -> None:
    """Check a case or a submission: every check numbered, what was expected and found."""
    from dalil.cli.tables import print_checks
    from dalil.commands.verify import verify as check

    with doing() as announce:
        announce("hashing every file, checking every signature")
        report = check(path, disclosure, roots, key)
    emit(report, lambda: print_checks(report))
    if not report["passed"]:
        fail(1)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (submit, certificate, verify, disclose, withdraw, stamp, read_out):
        app.command()(function)
