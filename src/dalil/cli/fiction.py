"""simulate, score, demo: a fictional conflict whose truth is known."""

from __future__ import annotations

from pathlib import Path

import typer

from dalil.cli.case import CaseArgument
from dalil.cli.output import Json, command, emit, say

__all__ = ["register"]


@command
def simulate(
    out: Path = typer.Argument(help="Folder to make.", metavar="OUT"),
    seed: int = typer.Option(..., help="The same seed gives the same bytes."),
    preset: str = typer.Option("small", help="small, siege or large."),
    set_: list[str] = typer.Option([], "--set", help="NAME=VALUE; docs/reference/simulate.md lists the names."),
    json_: bool = Json,
) -> None:
    """A fictional conflict: raw files as organisations would hand them in, and the truth apart."""
    from dalil.commands import fiction

    made = fiction.simulate(out, seed=seed, preset=preset, assignments=set_)
    emit(made, lambda: print(f"A fictional conflict in {out}: {made['incidents']} attacks, {made['reports']} reports."))


@command
def score(
    case: Path = CaseArgument,
    truth: Path = typer.Argument(help="The truth/ folder of a simulation.", metavar="TRUTH"),
    html: Path | None = typer.Option(None, help="Also write an offline page."),
    json_: bool = Json,
) -> None:
    """How well the run recovered the truth."""
    from dalil.cli.tables import print_scores
    from dalil.commands import fiction

    found = fiction.score(case, truth, html=html)
    emit(found, lambda: print_scores(found))


@command
def demo(
    folder: Path = typer.Argument(Path("demo-output"), help="Where to put it.", metavar="DIR"), json_: bool = Json
) -> None:
    """A fictional case from nothing to a verified submission, and what to open."""
    from dalil.commands import fiction

    made = fiction.demo(folder, tell=say)

    def text() -> None:
        print("Open:")
        for label, path in made["open"].items():
            print(f"  {label:22} {path}")

    emit(made, text)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (simulate, score, demo):
        app.command()(function)
