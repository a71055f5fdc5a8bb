"""The first word of the program comes at once, and every command can be asked for help."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from dalil.cli import app

HEAVY = (
    "duckdb",
    "pyarrow",
    "numpy",
    "scipy",
    "numba",
    "pandas",
    "splink",
    "ibis",
    "pydantic",
    "typst",
    "cryptography",
)
COMMANDS = (
    "new", "add", "run", "rebuild", "join", "show", "estimate", "decide", "submit", "verify", "simulate", "score",
    "demo", "keys", "codebook", "disclose", "withdraw", "stamp", "read-out",
)  # fmt: skip


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys\nfrom dalil.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "simulate" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    done = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "80"})
    assert done.exit_code == 0
    assert max(len(line) for line in done.output.splitlines()) <= 80


def test_the_list_of_commands_is_whole() -> None:
    done = CliRunner().invoke(app, ["--help"])
    assert all(f" {name} " in done.output for name in COMMANDS)
