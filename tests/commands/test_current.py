"""Facts behind their log: caught up before anything leaves, or refused; results of other facts never leave."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.test_release import REPORTS
from tests.cli.test_road import NEW, as_json, dalil
from tests.conftest import SharedKeys

from dalil.casefile.case import Case
from dalil.casefile.facts import reading


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    """A case that was run."""
    folder = tmp_path_factory.mktemp("current")
    (folder / "reports.csv").write_text(REPORTS)
    with shared_keys.used():
        dalil("new", folder / "x.case", *NEW)
        dalil("add", folder / "x.case", folder / "reports.csv")
        dalil("run", folder / "x.case")
    return folder / "x.case"


@pytest.fixture
def case(whole: Path, tmp_path: Path, shared_keys: SharedKeys):
    shutil.copytree(whole, tmp_path / "x.case")
    with shared_keys.used():
        yield tmp_path / "x.case"


@pytest.fixture
def left_behind(case: Path) -> Path:
    """A withdrawal stands in the log; a kill or a full disk kept it from the facts."""
    shutil.copy(case / "facts.duckdb", case.parent / "before.duckdb")
    dalil("withdraw", case, "One/2", "--reason", "asked")
    shutil.copy(case.parent / "before.duckdb", case / "facts.duckdb")
    return case


def consent(case: Path) -> object:
    with reading(case / "facts.duckdb") as facts:
        return facts.value("SELECT consent FROM report WHERE report_id = 'One/2'")


@pytest.mark.parametrize("what", [("incidents",), ("figures",), ("refusals",)])
def test_show_refuses_facts_behind_the_log(left_behind: Path, what: tuple[str, ...]) -> None:
    done = dalil("show", left_behind, *what, ok=3)
    assert "without 1 withdrawals" in done.output and f"dalil rebuild {left_behind}" in done.output


def test_submit_catches_up_and_lets_nothing_out_that_was_withdrawn(left_behind: Path, tmp_path: Path) -> None:
    assert consent(left_behind) == ["commission"]
    dalil("submit", left_behind, tmp_path / "out", "--lang", "en")
    assert consent(left_behind) == []
    assert "Low Street" not in (tmp_path / "out/data/annex.csv").read_text()


@pytest.mark.parametrize("command", [("run",), ("rebuild",), ("decide", "accept", "One/1", "--reason", "seen")])
def test_every_command_that_writes_catches_up(left_behind: Path, command: tuple[str, ...]) -> None:
    dalil(command[0], left_behind, *command[1:])
    assert consent(left_behind) == []
    assert as_json("show", left_behind, "incidents")


def test_an_add_whose_facts_were_not_written_is_completed_by_whatever_comes_next(case: Path, tmp_path: Path) -> None:
    shutil.copy(case / "facts.duckdb", tmp_path / "before.duckdb")
    (tmp_path / "reports-2.csv").write_text(REPORTS.replace("\n1,", "\n7,").replace("\n2,", "\n8,"))
    dalil("add", case, tmp_path / "reports-2.csv")
    shutil.copy(tmp_path / "before.duckdb", case / "facts.duckdb")
    assert "1 readings" in dalil("show", case, "incidents", ok=3).output
    # caught up, and then the results are of fewer records
    assert "no run of all stages" in dalil("submit", case, tmp_path / "out", ok=3).output
    assert not (tmp_path / "out").exists()
    dalil("run", case)
    figures = {each["name"]: each["value"] for each in as_json("show", case, "figures")}
    assert figures["reports.total"] == 4


def test_without_facts_nothing_leaves_and_run_reads_everything_first(case: Path, tmp_path: Path) -> None:
    (case / "facts.duckdb").unlink()
    done = dalil("submit", case, tmp_path / "out", ok=3)
    assert f"dalil run {case}" in done.output and not (tmp_path / "out").exists()
    (case / "facts.duckdb").unlink()
    dalil("run", case)
    assert len(as_json("show", case, "incidents")) == 2


def test_a_case_that_was_never_run_makes_no_submission(tmp_path: Path, shared_keys: SharedKeys) -> None:
    (tmp_path / "reports.csv").write_text(REPORTS)
    with shared_keys.used():
        dalil("new", tmp_path / "x.case", *NEW)
        dalil("add", tmp_path / "x.case", tmp_path / "reports.csv")
        assert "no run of all stages" in dalil("submit", tmp_path / "x.case", tmp_path / "out", ok=3).output
        dalil("run", tmp_path / "x.case", "--only", "link")
        assert "no run of all stages" in dalil("submit", tmp_path / "x.case", tmp_path / "out", ok=3).output


def test_a_decision_must_be_in_the_results_that_leave(case: Path, tmp_path: Path) -> None:
    dalil("decide", case, "apart", "One/1", "One/2", "--reason", "other places")
    assert "1 decisions" in dalil("submit", case, tmp_path / "out", ok=3).output
    dalil("run", case)
    dalil("submit", case, tmp_path / "out", "--lang", "en")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("to = 2016-12-31", "to = 2016-11-30", "no run of all stages"),  # everything is read anew
        ("zone = ", 'codebook = "other.toml"\nzone = ', "another code book"),
        ("title = ", "[count]\nseed = 7\n", "another count"),
        ('title = "Invented"', 'title = "Another title"', ""),
    ],
)
def test_other_settings_than_those_of_the_results(
    case: Path, tmp_path: Path, before: str, after: str, found: str
) -> None:
    text = (case / "case.toml").read_text()
    assert before in text
    if after.startswith("["):
        text, before, after = f"{text}\n", f"{text}\n", f"{text}\n{after}"
    (case / "other.toml").write_text("# nothing known\n")
    (case / "case.toml").write_text(text.replace(before, after, 1))
    done = dalil("submit", case, tmp_path / "out", "--lang", "en", ok=3 if found else 0)
    assert found in done.output and (tmp_path / "out").exists() is not bool(found)


def test_the_position_of_the_bag_is_that_of_its_results(case: Path, tmp_path: Path) -> None:
    dalil("submit", case, tmp_path / "out", "--lang", "en")
    with Case.open(case) as opened, opened.facts() as facts:
        noted = facts.mark("position")["entries"]
        lacking = [e.kind for e in opened.log.entries() if e.number >= noted[e.chain]]
    assert set(lacking) <= {"run", "declare", "learned", "submit"}
    assert json.loads((tmp_path / "out/data/incidents.geojson").read_text())["features"]
