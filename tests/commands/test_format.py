"""A case whose facts an earlier version wrote: every command says what to run, and that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dalil.casefile.case import Case, create
from dalil.casefile.facts import FACTS_FORMAT
from dalil.casefile.template import case_toml
from dalil.commands.case import add
from dalil.commands.run import rebuild, run
from dalil.commands.show import show
from dalil.errors import Refused

SETTINGS = {"title": "T", "zone": "Asia/Damascus", "from": "2016-07-01", "to": "2016-12-31"}
REPORTS = (
    "report_id,organisation,earliest,place,latitude,longitude,kind\n"
    "1,Alpha,2016-10-01T08:00:00Z,Sakhour,36.2,37.1,airstrike\n"
)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A case with one report, whose facts say that the version before wrote them."""
    path = tmp_path / "x.case"
    create(path, case_toml(SETTINGS))
    (tmp_path / "reports.csv").write_text(REPORTS, encoding="utf-8")
    add(path, [tmp_path / "reports.csv"], as_=None, organisation="Alpha", mapping=None)
    older(path)
    return path


def older(path: Path) -> None:
    connection = duckdb.connect(str(path / "facts.duckdb"))
    connection.execute("UPDATE meta SET format = ?", [FACTS_FORMAT - 1])
    connection.close()


@pytest.mark.parametrize(
    "command",
    [
        lambda path: show(path, "incidents", None),
        lambda path: run(path),
        lambda path: add(path, [path.parent / "reports.csv"], as_=None, organisation="Beta", mapping=None),
    ],
    ids=["show", "run", "add"],
)
def test_each_command_says_what_to_run(before: Path, command: Callable[[Path], object]) -> None:
    with pytest.raises(Refused, match="another version") as caught:
        command(before)
    assert caught.value.do.startswith(f"run: dalil rebuild {before}")
    assert caught.value.found == f"({FACTS_FORMAT - 1}, 'none')"


def test_a_run_that_was_refused_is_not_in_the_log(before: Path) -> None:
    with pytest.raises(Refused):
        run(before)
    with Case.open(before) as case:
        assert list(case.log.entries("run")) == []


def test_after_rebuild_everything_is_there_again(before: Path) -> None:
    rebuild(before)
    with Case.open(before) as case, case.facts() as facts:
        assert facts.value("SELECT format FROM meta") == FACTS_FORMAT
        assert facts.rows("SELECT report_id, place FROM report") == [{"report_id": "Alpha/1", "place": "Sakhour"}]
