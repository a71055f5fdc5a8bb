"""new, add, run, rebuild, join: from an empty folder to computed facts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from dalil.cli.output import Json, command, doing, emit, fail, say

__all__ = ["register"]

CaseArgument = typer.Argument(help="The case folder.", metavar="CASE")


class Engine(StrEnum):
    """Where heavy SQL runs."""

    duckdb = "duckdb"
    spark = "spark"


@command
def new(
    case: Path = CaseArgument,
    title: str = typer.Option("", help="What the case is called."),
    zone: str = typer.Option("", help="Time zone of local times, e.g. Asia/Damascus."),
    from_: str = typer.Option("", "--from", help="First day, YYYY-MM-DD."),
    to: str = typer.Option("", "--to", help="Last day, included."),
    area: str = typer.Option("", help="W,S,E,N in degrees."),
    parties: Path | None = typer.Option(None, help="TOML file with a table `parties` for each party."),
    codebook: Path | None = typer.Option(None, help="Code book (TOML), copied into the case."),
    organisation: str = typer.Option("", help="Who keeps this case."),
    settings: Path | None = typer.Option(None, help="A whole case.toml instead of the options above."),
    json_: bool = Json,
) -> None:
    """Make a case folder."""
    from dalil.commands import case as cases

    given = {"title": title, "zone": zone, "from": from_, "to": to, "area": area, "organisation": organisation}
    made = cases.new(case, given, settings=settings, parties=parties, codebook=codebook)
    emit(made, lambda: print(f"Made {made['case']}. Next: dalil add {made['case']} FOLDER"))


@command
def add(
    case: Path = CaseArgument,
    paths: list[Path] = typer.Argument(help="Files and folders to seal and read.", metavar="PATH..."),
    as_: str | None = typer.Option(
        None,
        "--as",
        help="A kind (reports, sightings, …) or a format (airwars, opensky, table, …), where the name does not tell.",
    ),
    organisation: str | None = typer.Option(None, help="Who handed the files in."),
    mapping: Path | None = typer.Option(None, help="TOML mapping for --as table."),
    strict: bool = typer.Option(False, "--strict", help="Exit 1 when any row was refused."),
    json_: bool = Json,
) -> None:
    """Seal originals, read their records, list what was refused and why."""
    from dalil.cli.tables import print_added
    from dalil.commands import case as cases

    with doing() as announce:
        summary = cases.add(case, paths, as_=as_, organisation=organisation, mapping=mapping, announce=announce)
    emit(summary.as_json(), lambda: print_added(case, summary))
    if summary.exit_code(strict=strict):
        fail(1)


@command
def run(
    case: Path = CaseArgument,
    only: str | None = typer.Option(None, help="One stage: locate, link, crossref, attribute or count."),
    engine: Engine = typer.Option(Engine.duckdb, help="Where heavy SQL runs."),
    json_: bool = Json,
) -> None:
    """Compute: locate, link, crossref, attribute, count."""
    from dalil.cli.tables import print_run
    from dalil.commands import run as runs

    with doing() as announce:
        summary = runs.run(case, only=only, engine=engine.value, announce=announce)
    emit(summary, lambda: print_run(case, summary))


@command
def rebuild(case: Path = CaseArgument, json_: bool = Json) -> None:
    """Make the derived tables anew from vault and log."""
    from dalil.commands import run as runs

    with doing() as announce:
        summary = runs.rebuild(case, announce=announce)

    def text() -> None:
        print(f"Rebuilt {summary['tables']} tables from {summary['readings']} readings; facts are complete.")
        if summary["changed"]:
            say("Tables that differ from the ones before: " + ", ".join(summary["changed"]))

    emit(summary, text)


@command
def join(
    case: Path = CaseArgument,
    other: Path = typer.Argument(help="The case to take from.", metavar="OTHER"),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would come in and change; change nothing."),
    json_: bool = Json,
) -> None:
    """Copy chains and originals of another case into this one; nothing is overwritten."""
    from dalil.cli.tables import print_joined
    from dalil.commands.join import join as join_cases

    with doing() as announce:
        summary = join_cases(case, other, dry_run=dry_run, announce=announce)
    emit(summary, lambda: print_joined(case, summary))


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (new, add, run, rebuild, join):
        app.command()(function)
