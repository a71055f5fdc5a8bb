"""Each command dies right after what it logs: nothing leaves against the log, and the same command completes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_road import NEW, as_json, dalil
from tests.commands.test_withdraw import REPORTS, TESTIMONIES, WORDS, files_with
from tests.conftest import SharedKeys

from dalil.casefile.case import Case
from dalil.vault.duplicate import BEFORE, JOINING
from dalil.vault.session import log_of

DYING = """
import os, sys
from dalil.vault.log.writer import LogWriter
kept, left = LogWriter.write, [int(sys.argv.pop(1))]
def write(self, items):
    made = kept(self, items)
    left[0] -= 1
    if not left[0]:
        os._exit(99)
    return made
LogWriter.write = write
from dalil.cli import main
main()
"""


def dying(number: int, *arguments: object) -> int:
    """The exit status of a command that dies when its `number`-th batch is signed; 99 where it came so far."""
    return subprocess.run(
        [sys.executable, "-c", DYING, str(number), *map(str, arguments)],
        capture_output=True,
        check=False,
        env=os.environ,
    ).returncode


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    folder = tmp_path_factory.mktemp("interrupted")
    (folder / "in").mkdir()
    (folder / "in/reports.csv").write_text(REPORTS)
    (folder / "in/testimonies.csv").write_text(TESTIMONIES)
    with shared_keys.used():
        dalil("new", folder / "x.case", *NEW)
        dalil("add", folder / "x.case", folder / "in", "--organisation", "One")
        dalil("run", folder / "x.case")
    return folder / "x.case"


@pytest.fixture
def case(whole: Path, tmp_path: Path, shared_keys: SharedKeys):
    shutil.copytree(whole, tmp_path / "x.case")
    (tmp_path / "reports-2.csv").write_text(REPORTS.replace("\n1,", "\n7,"))
    with shared_keys.used():
        yield tmp_path / "x.case"


def test_withdraw_dies_between_the_log_and_everything_else(case: Path, tmp_path: Path) -> None:
    assert dying(1, "withdraw", case, "One/W1", "--reason", "asked") == 99
    assert "behind the log" in dalil("show", case, "incidents", ok=3).output
    dalil("submit", case, tmp_path / "out", "--lang", "en", ok=3)  # a testimony fed the results
    assert files_with(case, WORDS["W1"]) == []  # the key too is gone: opening the case to write finished it
    dalil("run", case)
    dalil("submit", case, tmp_path / "out", "--lang", "en")
    assert as_json("verify", case)["passed"] and as_json("verify", tmp_path / "out")["passed"]


def test_a_report_withdrawn_by_a_command_that_died_does_not_leave(case: Path, tmp_path: Path) -> None:
    assert dying(1, "withdraw", case, "One/1", "--reason", "asked") == 99
    dalil("submit", case, tmp_path / "out", "--lang", "en")
    assert "One/1" not in (tmp_path / "out/data/accounts.csv").read_text()


@pytest.mark.parametrize("number", [1, 2])
def test_add_dies_after_sealing_or_after_the_readings(case: Path, number: int) -> None:
    command = ("add", case, case.parent / "reports-2.csv", "--organisation", "One")
    assert dying(number, *command) == 99
    assert "behind the log" in dalil("show", case, "incidents", ok=3).output
    dalil(*command)
    dalil("run", case)
    assert as_json("rebuild", case)["changed"] == []
    figures = {each["name"]: each["value"] for each in as_json("show", case, "figures")}
    assert figures["reports.total"] == 2


def test_submit_dies_once_it_is_logged_and_leaves_no_folder(case: Path, tmp_path: Path) -> None:
    assert dying(1, "submit", case, tmp_path / "out", "--lang", "en") == 99
    assert not (tmp_path / "out").exists()
    with Case.open(case) as opened:
        assert [entry.kind for entry in opened.log.entries("submit")] == ["submit"]
    dalil("submit", case, tmp_path / "out", "--lang", "en")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_run_dies_and_the_results_before_it_stand(case: Path, tmp_path: Path, number: int) -> None:
    assert dying(number, "run", case) == 99
    assert as_json("show", case, "incidents")
    assert as_json("rebuild", case)["changed"] == []
    dalil("submit", case, tmp_path / "out", "--lang", "en")


def test_a_join_that_died_between_two_renames_gives_the_case_back(case: Path) -> None:
    old = case.with_name(f".{case.name}.{BEFORE}-0a1b2c3d")
    shutil.copytree(case, case.with_name(f".{case.name}.{JOINING}-0a1b2c3d"))
    case.rename(old)
    assert as_json("show", case, "incidents")
    assert case.is_dir() and not old.exists()
    dalil("decide", case, "accept", "One/1", "--reason", "seen")  # whoever writes clears the copy away
    assert [path.name for path in case.parent.iterdir() if path.name.startswith(".")] == []


def test_a_copy_that_a_living_join_works_on_is_left_alone(case: Path) -> None:
    copy = case.with_name(f".{case.name}.{JOINING}-0a1b2c3d")
    shutil.copytree(case, copy)
    with Case.open(copy, write=True):
        dalil("decide", case, "accept", "One/1", "--reason", "seen")
        assert copy.is_dir()
    assert len(list(log_of(case).entries("decide"))) == 1
