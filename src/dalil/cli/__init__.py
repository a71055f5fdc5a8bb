"""The command line: one file for each group of commands, no logic. Heavy libraries load when a command runs."""

from __future__ import annotations

import typer

from dalil import __version__
from dalil.cli import case, decide, fiction, release, show
from dalil.cli.output import set_debug

__all__ = ["app", "main"]

app = typer.Typer(
    name="dalil",
    help="Dalil (دليل, evidence): from what organisations recorded about attacks on civilians to a submission that"
    " anyone can check.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"dalil {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", help="Print the version.", callback=_version, is_eager=True),
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
) -> None:
    """Options that stand before the command."""
    set_debug(debug)


for group in (case, show, decide, release, fiction):
    group.register(app)


def main() -> None:
    """Entry point of `dalil`."""
    app()
