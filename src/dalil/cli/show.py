"""show, estimate: what is known, and what it rests on."""

from __future__ import annotations

from pathlib import Path

import typer

from dalil.cli.case import CaseArgument
from dalil.cli.output import Json, command, emit

__all__ = ["register"]


@command
def show(
    case: Path = CaseArgument,
    what: str = typer.Argument(
        help="incidents, incident ID, exhibits, flights, pairs, weights, refusals, figures, statements, estimate, log.",
        metavar="WHAT",
    ),
    which: str | None = typer.Argument(None, help="The id, for `incident`.", metavar="ID"),
    limit: int = typer.Option(40, help="Rows to print as text; --json always gives all."),
    json_: bool = Json,
) -> None:
    """What is known, and what it rests on."""
    from dalil.cli.tables import print_view
    from dalil.commands import show as views

    found = views.show(case, what, which)
    emit(found, lambda: print_view(what, found, limit))


@command
def estimate(
    table: Path = typer.Argument(help="CSV: one 0/1 column a list, last column the count.", metavar="TABLE.csv"),
    method: str = typer.Option("graphs", help="graphs or classes."),
    seed: int = typer.Option(1, help="Seed of the draws."),
    json_: bool = Json,
) -> None:
    """The undocumented from a bare capture table."""
    from dalil.cli.tables import print_estimate
    from dalil.commands import show as views

    found = views.estimate(table, method=method, seed=seed)
    emit(found, lambda: print_estimate(found))


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (show, estimate):
        app.command()(function)
