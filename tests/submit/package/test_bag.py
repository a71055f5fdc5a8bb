from __future__ import annotations

import re
import subprocess
from pathlib import Path

import bagit
import pytest
from tests.submit.conftest import StandIn

from dalil.submit.package.bag import MANIFEST, TAG_MANIFEST, copy_stamps


def test_the_reference_tool_takes_the_bag(submitted: Path) -> None:
    assert bagit.Bag(str(submitted)).validate()


def commands(folder: Path, language: str) -> str:
    """The lines of VERIFY.txt that are to be typed, as they stand."""
    text = (folder / f"VERIFY.{language}.txt").read_text(encoding="utf-8")
    return text.split("---8<---\n")[1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_commands_of_verify_txt_run_as_they_stand(submitted: Path, language: str) -> None:
    ran = subprocess.run(
        ["sh", "-e"], input=commands(submitted, language), cwd=submitted, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    fingerprint = ran.stdout.split()[-1]
    assert fingerprint in (submitted / f"VERIFY.{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["data/annex.csv", "bag-info.txt", MANIFEST, TAG_MANIFEST, "PROOF/tagmanifest.sig"])
def test_they_find_a_changed_file(copied: Path, name: str) -> None:
    content = (copied / name).read_bytes()
    (copied / name).write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    ran = subprocess.run(["sh", "-e"], input=commands(copied, "en"), cwd=copied, capture_output=True, text=True)
    assert ran.returncode != 0


@pytest.mark.parametrize("name", ["data/extra", "extra", "PROOF/extra"])
def test_they_find_a_file_that_is_not_listed(copied: Path, name: str) -> None:
    (copied / name).write_text("x")
    ran = subprocess.run(["sh", "-e"], input=commands(copied, "en"), cwd=copied, capture_output=True, text=True)
    assert ran.returncode != 0


def test_manifests_are_in_the_form_that_sha256sum_reads(submitted: Path) -> None:
    for name in (MANIFEST, TAG_MANIFEST):
        lines = (submitted / name).read_text().splitlines()
        assert lines == sorted(lines, key=lambda line: line[66:].split("/"))
        assert all(re.fullmatch(r"[0-9a-f]{64}  [ -~]+", line) for line in lines)


def test_time_stamps_over_the_position_go_with_the_proofs(case: StandIn, tmp_path: Path) -> None:
    (point,) = case.head()
    mine, later = (f"{point.chain}.{size}.0a1b2c3d.tsr" for size in (point.size, point.size + 1))
    for name in (mine, later):
        (case.writer.folder / name).write_bytes(b"stamp")
    (tmp_path / "out" / "PROOF").mkdir(parents=True)
    copy_stamps(tmp_path / "out", case.writer.folder, [point])
    assert [path.name for path in (tmp_path / "out" / "PROOF").iterdir()] == [mine]
