"""decide, keys: a person's judgement, and the keys it is signed with."""

from __future__ import annotations

from pathlib import Path

import typer

from dalil.cli.case import CaseArgument
from dalil.cli.output import Json, ask_passphrase, command, emit, fail

__all__ = ["register"]


@command
def decide(
    case: Path = CaseArgument,
    kind: str = typer.Argument(help="merge, apart, hold, accept, standard or retract.", metavar="KIND"),
    a: str = typer.Argument(
        help="Report ids separated by ; or an incident id; for retract the decision id.", metavar="A"
    ),
    b: str | None = typer.Argument(None, help="The other side, for merge and apart.", metavar="B"),
    reason: str = typer.Option(
        ...,
        help="Why; it is kept, salted, in the vault. To hold or accept one line of evidence alone, begin with its"
        " name: `flight: the log is of another day`.",
    ),
    by: str = typer.Option("", help="Pseudonym of who decides; by default the label of the key."),
    json_: bool = Json,
) -> None:
    """A person's judgement, signed and logged; it outlives every re-run."""
    from dalil.commands import case as cases

    made = cases.decide(case, kind, a, b, reason=reason, by=by)
    emit(made, lambda: print(f"Logged as {made['decision_id']}. Next: dalil run {case}"))


keys = typer.Typer(help="The keys that sign and open; kept outside every case.", no_args_is_help=True)


@keys.command("show")
@command
def keys_show(json_: bool = Json) -> None:
    """The fingerprint and recipient of your keys; they are made on first use."""
    from dalil.commands import case as cases

    found = cases.keys_show()
    emit(found, lambda: print("\n".join(f"{name:12} {value}" for name, value in found.items())))


@keys.command("passphrase")
@command
def keys_passphrase(json_: bool = Json) -> None:
    """Put the keys under a passphrase: asked for on the terminal, or DALIL_NEW_PASSPHRASE in scripts."""
    from dalil.commands import case as cases

    cases.keys_passphrase(lambda: ask_passphrase("your keys", "DALIL_NEW_PASSPHRASE"))
    emit({"changed": True}, lambda: print("The keys are under the new passphrase."))


codebook = typer.Typer(help="The code book: what observations say about parties.", no_args_is_help=True)


@codebook.command("check")
@command
def codebook_check(
    case: Path = CaseArgument,
    book: Path | None = typer.Argument(None, help="By default the case's own.", metavar="CODEBOOK"),
    json_: bool = Json,
) -> None:
    """Gaps, unknown values and sums of a code book; exits 1 when it has an error."""
    from dalil.commands import case as cases

    problems = cases.codebook_check(book or case / "codebook.toml", case)

    def text() -> None:
        for problem in problems:
            print(f"{'ERROR' if problem['error'] else 'note '}  {problem['where']}: {problem['what']}")
        print(f"{len(problems)} things to look at." if problems else "Nothing to look at.")

    emit(problems, text)
    if any(problem["error"] for problem in problems):
        fail(1)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(decide)
    app.add_typer(keys, name="keys")
    app.add_typer(codebook, name="codebook")
