"""What verify says it checks, with which key, and what a terminal obeys of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.test_release import REPORTS
from tests.cli.test_road import NEW, as_json, dalil
from tests.conftest import SharedKeys


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    """A case `x.case` and its submission `out`. Only to be read."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "reports.csv").write_text(REPORTS)
    with shared_keys.used():
        dalil("new", folder / "x.case", *NEW)
        dalil("add", folder / "x.case", folder / "reports.csv")
        dalil("run", folder / "x.case")
        dalil("submit", folder / "x.case", folder / "out", "--lang", "en")
    return folder


def test_it_says_first_what_it_checks(made: Path) -> None:
    assert dalil("verify", made / "x.case").output.startswith(f"A case: {made / 'x.case'}")
    assert dalil("verify", made / "out").output.startswith(f"A submission: {made / 'out'}")


@pytest.mark.parametrize("into", ["out", "x.case"])
def test_a_folder_that_is_both_is_refused(made: Path, tmp_path: Path, into: str) -> None:
    """A true case laid beside a forged submission would else be checked in its place."""
    both = shutil.copytree(made / into, tmp_path / "both")
    other = made / ("x.case" if into == "out" else "out")
    shutil.copytree(other, both, dirs_exist_ok=True)
    done = dalil("verify", both, ok=2)
    assert "a case and a submission at once" in done.output and "nothing of it was checked" in done.output


def test_the_fingerprint_stands_first_and_compared_with_nothing(made: Path) -> None:
    report = as_json("verify", made / "out")
    assert len(report["key"]) == 32 and report["compared_with"] == ""
    assert [chain["own"] for chain in report["chains"]] == [True]
    said = dalil("verify", made / "out").output
    assert f"Signed with the key {report['key']}" in said and "Not compared with anything" in said
    assert "No check covers:" in said and len(report["not_covered"]) == 4


def test_the_right_key_passes_and_another_fails(made: Path) -> None:
    key = as_json("verify", made / "out")["key"]
    spelled = " ".join(key[at : at + 4] for at in range(0, 32, 4)).upper()
    for given in (key, spelled, made / "out/PROOF/public-key.pem"):
        report = as_json("verify", made / "out", "--key", given)
        assert report["passed"] and report["compared_with"] == key
        assert report["checks"][-1]["number"] == 16
    report = as_json("verify", made / "out", "--key", "0" * 32, ok=1)
    assert [check["number"] for check in report["checks"] if not check["passed"]] == [16]
    assert as_json("verify", made / "x.case", "--key", key)["passed"]
    assert not as_json("verify", made / "x.case", "--key", "0" * 32, ok=1)["passed"]


def test_a_key_that_is_none_is_called_wrong(made: Path) -> None:
    for given in ("12345", "nowhere.pem", made / "reports.csv"):
        assert "neither a fingerprint nor a public key" in dalil("verify", made / "out", "--key", given, ok=2).output


def test_names_of_files_steer_no_terminal(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made / "out", tmp_path / "out")
    for name in ("x\x1b[2Jy", "x\u202eypj.exe", "x\n  4  ok    forged", "x\x9by"):
        (folder / "data" / name).write_text("")
        done = dalil("verify", folder, ok=1)
        assert not {"\x1b", "\u202e", "\x9b"} & set(done.output)
        assert "\n  4  ok    forged" not in done.output
        raw = dalil("verify", folder, "--json", ok=1).stdout
        assert not {"\x1b", "\u202e", "\x9b"} & set(raw)
        found = [check for check in json.loads(raw)["checks"] if not check["passed"]]
        assert found[0]["number"] == 2 and name in found[0]["where"]
        (folder / "data" / name).unlink()
