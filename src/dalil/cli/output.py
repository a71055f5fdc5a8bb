"""How every command speaks: one JSON document or text on standard output, messages on standard error."""

from __future__ import annotations

import functools
import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import typer

from dalil.errors import CannotProceed, DalilError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Json", "ask_passphrase", "command", "doing", "emit", "fail", "say"]

P = ParamSpec("P")
R = TypeVar("R")

_STEERING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # JSON escapes the others
_STOPPED = "Stopped. What was acknowledged is kept; the same command again completes it."
_REBUILD = "close other programs and run the command again; where tables stay incomplete: dalil rebuild CASE"
_state = {"debug": False, "json": False}


def _set_json(value: bool) -> bool:
    _state["json"] = _state["json"] or value
    return value


Json = typer.Option(False, "--json", help="One JSON document on standard output.", callback=_set_json)


def set_debug(value: bool) -> None:
    """Show tracebacks."""
    _state["debug"] = value


def plain(value: object) -> object:
    """`value` as JSON types: times end in Z, paths are text, records become objects."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def emit(document: Any, text: Callable[[], None]) -> None:
    """Print `document` when `--json` was given, else call `text`."""
    if _state["json"]:
        text_ = json.dumps(document, ensure_ascii=False, default=plain, indent=1)
        # Still the same JSON, and nothing that a terminal would obey.
        sys.stdout.write(_STEERING.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text_) + "\n")
    else:
        text()


def say(message: str) -> None:
    """A message for the person, on standard error."""
    print(message, file=sys.stderr)


def ask_passphrase(what: str, variable: str) -> str:
    """A new passphrase for `what`: from the environment's `variable` in scripts, else typed twice on the terminal.

    Never an argument: other users of the machine see the arguments of every command, and the shell keeps them.
    """
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise CannotProceed(
            f"A passphrase for {what} is needed, and there is no terminal to ask on.",
            do=f"set {variable}, or run the command in a terminal",
        )
    import getpass

    typed = getpass.getpass(f"New passphrase for {what} (empty for none): ")
    if getpass.getpass("The same once more: ") != typed:
        raise UsageError("The two passphrases differ.", do="nothing was changed; run the command again")
    return typed


def fail(code: int) -> None:
    """End with this exit status."""
    raise typer.Exit(code)


def _report(error: DalilError) -> None:
    if _state["json"]:
        json.dump(error.as_json(), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    say(str(error))


_LAYERS = {
    "pyspark": "spark",
    "rfc3161_client": "sign",
    "av": "media",
    "PIL": "media",
    "pdqhash": "media",
}


def _missing_layer(module: str) -> CannotProceed:
    """What to install when a library is not there: dependencies come in layers, and not everybody needs all."""
    layer = _LAYERS.get(module.partition(".")[0], "analysis")
    return CannotProceed(
        "A part of Dalil is not installed.", found=f"no module {module}", do=f"pip install 'dalil[{layer}]'"
    )


def _interrupted(error: Exception) -> bool:
    """Ctrl-C as DuckDB hands it on when it comes in the middle of a query."""
    return type(error).__name__ == "InterruptException" or str(error) == "Query interrupted"


def _lacks_memory(error: Exception) -> bool:
    """Python's own, or DuckDB's, which is not loaded to ask."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException"


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors of `function` into a clear word and the exit status of the contract.

    This is the one place with a broad `except`: a fault of the program is said to be one, and `--debug` shows it.
    """

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        _state["json"] = bool(kwargs.get("json_"))
        try:
            return function(*args, **kwargs)
        except DalilError as error:
            if _state["debug"]:
                raise
            _report(error)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            say(_STOPPED)
            raise typer.Exit(3) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except ModuleNotFoundError as error:
            if _state["debug"] or (error.name or "").startswith("dalil"):
                raise
            _report(_missing_layer(error.name or ""))
            raise typer.Exit(3) from None
        except OSError as error:
            if _state["debug"]:
                raise
            _report(CannotProceed(f"{error.strerror or error}.", where=str(error.filename or "")))
            raise typer.Exit(3) from None
        except Exception as error:
            if _interrupted(error):
                say(_STOPPED)
                raise typer.Exit(3) from None
            if _state["debug"]:
                raise
            if _lacks_memory(error):
                _report(CannotProceed("There is not enough memory.", do=_REBUILD))
                raise typer.Exit(3) from None
            # The text of an unforeseen error may hold a cell of the input, so only its kind is shown.
            _report(CannotProceed(f"A fault in Dalil itself ({type(error).__name__}).", do="run again with --debug"))
            raise typer.Exit(3) from None

    return wrapped


@contextmanager
def doing() -> Iterator[Callable[[str], None]]:
    """What is being done and for how long, on standard error while it lasts; silent where that is not a terminal.

    Yields a function that takes what is done now.
    """
    if not sys.stderr.isatty():
        yield lambda _what: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("")
        yield lambda what: shown.update(task, description=what)
