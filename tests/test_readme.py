"""The commands of README.md and the tutorial do what they say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dalil.vault.session import log_of

ROOT = Path(__file__).resolve().parents[1]


def commands_of(page: Path) -> list[list[str]]:
    """The lines of the page's `sh` blocks, as argument lists; a line that ends with a backslash goes on."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True) for line in lines if line.strip() and not line.startswith("#")]


def run_in(folder: Path, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    assert command[0] == "dalil", command
    import os

    return subprocess.run(
        [sys.executable, "-c", "from dalil.cli import main; main()", *command[1:]],
        cwd=folder, capture_output=True, text=True, env={**os.environ, "COLUMNS": "80", **environment},
    )  # fmt: skip


def test_readme_commands_run(tmp_path: Path) -> None:
    commands = commands_of(ROOT / "README.md")
    assert len(commands) >= 10
    for command in commands:
        done = run_in(tmp_path, command, DALIL_CONFIG=str(tmp_path / "keys"))
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
    (case,) = tmp_path.glob("*.case")
    assert log_of(case).odd() == [], "an entry that a command wrote has not the form that is stated for its kind"


def test_tutorial_commands_run(tmp_path: Path, real_data: Path) -> None:
    (tmp_path / "data").symlink_to(real_data)
    commands = commands_of(ROOT / "docs" / "tutorial.md")
    assert len(commands) >= 5
    for command in commands:
        done = run_in(tmp_path, command, DALIL_CONFIG=str(tmp_path / "keys"))
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_named_files_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in re.findall(r"`((?:docs|tests|bench)/[\w./-]+\.\w+)`", text):
        assert (ROOT / name).exists(), f"{page} names {name}"
