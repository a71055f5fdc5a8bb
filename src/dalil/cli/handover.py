"""submit, verify: what a commission receives, and how anyone checks it."""

from __future__ import annotations

from pathlib import Path

import typer

from dalil.cli.output import Json, command, emit, fail
from dalil.cli.work import CaseArgument

__all__ = ["register"]


@command
def submit(
    case: Path = CaseArgument,
    out: Path = typer.Argument(help="Folder to make; it must not hold anything.", metavar="OUT"),
    to: str = typer.Option("commission", help="The audience, as case.toml names it."),
    lang: str = typer.Option("en,ar", help="Languages, separated by commas."),
    only: str = typer.Option("", help="Incident ids separated by commas, for a follow-up question."),
    json_: bool = Json,
) -> None:
    """Make the submission."""
    from dalil import desk
    from dalil.cli.tables import print_submission

    made = desk.submit(case, out, audience=to, languages=lang.split(","), only=only.split(",") if only else [])
    emit(made, lambda: print_submission(made))


@command
def verify(path: Path = typer.Argument(help="A case or a submission.", metavar="PATH"), json_: bool = Json) -> None:
    """Check a case or a submission: every check numbered, what was expected and found."""
    from dalil import desk
    from dalil.cli.tables import print_checks

    report = desk.verify(path)
    emit(report, lambda: print_checks(report))
    if not report["passed"]:
        fail(1)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (submit, verify):
        app.command()(function)
