"""The keys of every command's JSON are those that docs/reference/commands.md fixes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cases import new
from tests.conftest import SharedKeys
from typer.testing import CliRunner

from dalil.cli import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
FIXED = {
    name: set(re.findall(r"`(\w+)`", keys))
    for name, keys in re.findall(r"^- ([a-z, -]+?(?:, each of `\w+`)?): (`.*)$", PAGE.read_text("utf-8"), flags=re.M)
}
REPORTS = (
    "report_id,organisation,earliest,latitude,longitude,kind,killed_civilians_min,exhibits,consent\n"
    "1,One,2016-07-05T14:00,36.2,37.1,airstrike,2,a.txt,commission\n"
    "2,One,2016-08-05,36.3,37.2,artillery,,,commission\n"
    "3,One,never,36.3,37.2,artillery,,,commission\n"
)


def printed(*arguments: object, status: int = 0) -> Any:
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> dict[str, Any]:
    with shared_keys.used():
        return every_document(tmp_path_factory.mktemp("contract"))


def every_document(folder: Path) -> dict[str, Any]:
    """What each command printed, by the name it has on the page."""
    case, raw, out = folder / "x.case", folder / "raw", folder / "out"
    raw.mkdir()
    (raw / "reports.csv").write_text(REPORTS)
    (raw / "a.txt").write_text("an exhibit")
    (raw / "statements.csv").write_text("statement_id,party,made_on,act,text\nS1,north,2016-10-01,denies,Not us.\n")
    table = folder / "table.csv"
    table.write_text("a,b,c,count\n1,0,0,40\n0,1,0,40\n0,0,1,40\n1,1,0,15\n1,0,1,15\n0,1,1,15\n1,1,1,8\n")
    made = {"new": printed("new", case, *new()), "add": printed("add", case, raw)}
    made["run"] = printed("run", case)
    for view in ("incidents", "figures", "exhibits", "refusals", "statements", "weights", "log"):
        made[f"show {view}"] = printed("show", case, view)[0]
    made["submit"] = printed("submit", case, out, "--lang", "en")
    made["verify"] = printed("verify", out)
    made["read-out"] = printed("read-out", case, "a.txt", folder / "copy.txt")
    made["decide"] = printed("decide", case, "merge", "One/1", "One/2", "--reason", "r")
    made["withdraw"] = printed("withdraw", case, "One/2")
    made["rebuild"] = printed("rebuild", case)
    made["keys show"] = printed("keys", "show")
    made["estimate"] = printed("estimate", table)
    made["error"] = printed("show", folder, "log", status=2)
    made["add, each of `files`"] = made["add"]["files"][0]
    made["verify, each of `checks`"] = made["verify"]["checks"][0]
    return made


def test_the_page_is_read() -> None:
    assert len(FIXED) >= 19


@pytest.mark.parametrize("name", sorted(FIXED))
def test_keys_are_those_of_the_page(documents: dict[str, Any], name: str) -> None:
    missing = FIXED[name] - set(documents[name])
    assert not missing


@pytest.mark.parametrize("name", ["new", "show incidents", "show figures", "submit", "decide"])
def test_no_key_is_left_off_the_page(documents: dict[str, Any], name: str) -> None:
    assert set(documents[name]) == FIXED[name]
