"""Whatever goes wrong ends in a sentence and an exit status, never in a traceback."""

from __future__ import annotations

import json

import pytest
import typer

from dalil.cli.output import command, plain
from dalil.errors import CannotProceed, Refused, UsageError


def raising(error: BaseException, **options: object) -> int:
    @command
    def fails(json_: bool = False) -> None:
        raise error

    with pytest.raises(typer.Exit) as ended:
        fails(**options)  # type: ignore[arg-type]
    return ended.value.exit_code


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("x"), 1), (UsageError("x"), 2), (CannotProceed("x"), 3), (KeyboardInterrupt(), 3),
        (PermissionError(13, "Permission denied", "/f"), 3), (ZeroDivisionError("secret cell"), 3),
    ],
)  # fmt: skip
def test_exit_status_follows_the_kind_of_error(error: BaseException, status: int) -> None:
    assert raising(error) == status


def test_an_unforeseen_error_does_not_show_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    raising(ValueError("could not convert 'a name'"))
    assert "a name" not in capsys.readouterr().err


def test_a_missing_layer_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(ModuleNotFoundError("No module named 'pyspark'", name="pyspark")) == 3
    assert "dalil[spark]" in capsys.readouterr().err


def test_with_json_the_error_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    raising(Refused("x", expected="y"), json_=True)
    assert json.loads(capsys.readouterr().out)["expected"] == "y"


def test_what_has_no_json_form_is_an_error() -> None:
    with pytest.raises(TypeError):
        plain(object())


class InterruptException(Exception):
    """As DuckDB names it."""


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), InterruptException("INTERRUPT Error")])
def test_ctrl_c_in_a_query_is_no_fault(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(error) == 3
    assert capsys.readouterr().err.startswith("Stopped.")
