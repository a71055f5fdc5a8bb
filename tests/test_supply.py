"""What Dalil stands on: what the check of licences and known faults finds, on made-up data and on the lock."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def check(house: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("supply_check", house / "supply" / "check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def licences(**packages: dict[str, str]) -> dict[str, object]:
    return {"allowed": ["MIT", "BSD-3-Clause"], "package": packages}


def test_a_package_that_nobody_looked_at_is_named(check: ModuleType) -> None:
    found = list(check.licence_problems({"made-up": ["1.0"]}, licences()))
    assert len(found) == 1 and found[0].startswith("made-up: no entry")


def test_an_entry_whose_package_is_gone_is_named(check: ModuleType) -> None:
    found = list(check.licence_problems({}, licences(**{"made-up": {"licence": "MIT"}})))
    assert len(found) == 1 and "no longer in requirements.lock" in found[0]


@pytest.mark.parametrize(("licence", "because", "problems"), [
    ("MIT", "", 0), ("MIT AND (BSD-3-Clause OR MIT)", "", 0), ("AGPL-3.0-only", "", 1), ("MIT AND GPL-3.0-only", "", 1),
    ("GPL-3.0-only", "run as a program of its own", 0),
])  # fmt: skip
def test_licences_that_are_not_allowed_need_a_reason(
    check: ModuleType, licence: str, because: str, problems: int
) -> None:
    entry = {"licence": licence} | ({"because": because} if because else {})
    assert len(list(check.licence_problems({"made-up": ["1"]}, licences(**{"made-up": entry})))) == problems


def test_a_package_that_states_another_licence_is_named(check: ModuleType) -> None:
    found = list(check.licence_problems({"pytest": ["9"]}, licences(pytest={"licence": "BSD-3-Clause"})))
    assert len(found) == 1 and "pytest: states MIT" in found[0]


@pytest.mark.parametrize(("version", "faults"), [("1.3.9", 0), ("1.4.0", 1), ("1.4.1", 1), ("1.4.2", 0)])
def test_a_locked_version_with_a_published_fault_is_named(check: ModuleType, version: str, faults: int) -> None:
    advisory = {"package": "made-up", "id": "X-1", "affected": ">=1.4.0,<1.4.2", "fixed": "1.4.2", "what": "a fault"}
    assert len(list(check.fault_problems({"made-up": [version]}, [advisory]))) == faults


def test_the_lock_is_understood_and_notice_is_as_it_should_be(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["check.py"])
    assert check.main() == 0, capsys.readouterr().out


def test_no_encoder_from_outside_ffmpeg_is_called() -> None:
    av = pytest.importorskip("av")
    from dalil.simulate.write.films import CODEC

    assert av.codec.Codec(CODEC, "w").name == CODEC
    assert not CODEC.startswith("lib")
