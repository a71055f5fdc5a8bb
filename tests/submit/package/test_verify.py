"""Forged submissions: each change is found, and by the check that is there for it."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dalil.errors import UsageError
from dalil.submit.package.bag import MANIFEST, TAG_MANIFEST, close_bag
from dalil.submit.package.verify import TITLES, verify_submission
from dalil.vault.keys.own import Keys


def failed(path: Path) -> set[int]:
    """The numbers of the checks that do not hold."""
    return {check.number for check in verify_submission(path) if not check.passed}


def remake_hashes(folder: Path) -> None:
    """What a forger does who has everything but the key."""
    signature = (folder / "PROOF/tagmanifest.sig").read_bytes()
    info = dict(line.split(": ", 1) for line in (folder / "bag-info.txt").read_text().splitlines())
    for name in ("bagit.txt", "bag-info.txt", MANIFEST, TAG_MANIFEST, "PROOF/tagmanifest.sig"):
        (folder / name).unlink()
    close_bag(folder, info, Keys.make())
    (folder / "PROOF/tagmanifest.sig").write_bytes(signature)


def test_a_submission_passes_every_check(submitted: Path) -> None:
    checks = verify_submission(submitted)
    assert [check.number for check in checks] == list(TITLES)[:-1]  # the last where a key is given
    assert failed(submitted) == set()
    assert (
        checks[5].found == "1 entries of the chain of this key, 0 of other chains"
        and checks[6].found == "8 figures made again, 1 of them in part; 9 can only be stated"
    )


def test_it_works_where_the_case_is_not(submitted: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "with space"
    shutil.copytree(submitted, elsewhere)
    assert failed(elsewhere) == set()


def test_one_byte_changed_anywhere_is_found(copied: Path) -> None:
    files = sorted(path for path in copied.rglob("*") if path.is_file() and path.stat().st_size)
    draw = random.Random(7)
    for _ in range(60):
        path = draw.choice(files)
        whole = path.read_bytes()
        at = draw.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ draw.randint(1, 255)]) + whole[at + 1 :])
        assert failed(copied), f"{path}, byte {at}"
        path.write_bytes(whole)
    assert not failed(copied)


def _capitals(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text[:64].upper() + text[64:])


def _append(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("ab") as stream:
            stream.write(b" ")

    return change


def _swap(folder: Path) -> None:
    letter, annex = folder / "data/letter.en.pdf", folder / "data/annex.en.pdf"
    letter.rename(folder / "x")
    annex.rename(letter)
    (folder / "x").rename(annex)


def _drop_line(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text[text.index("\n") + 1 :])


@pytest.mark.parametrize(
    ("change", "found_by"),
    [
        (lambda folder: (folder / "data/extra.txt").write_text("x"), 2),
        (lambda folder: (folder / "NOTE.txt").write_text("x"), 2),
        (lambda folder: (folder / "data/empty").mkdir(), 2),
        (lambda folder: (folder / "data/annex.csv").unlink(), 2),
        (lambda folder: (folder / "PROOF/tagmanifest.sig").unlink(), 4),
        (lambda folder: (folder / "PROOF/public-key.pem").write_text("no key"), 4),
        (_capitals, 1),
        (_drop_line, 2),
        (_swap, 3),
        (_append("data/letter.ar.pdf"), 3),
        (_append(TAG_MANIFEST), 4),
        (_append("bag-info.txt"), 3),
        (_append("PROOF/inclusion.jsonl"), 3),
    ],
)
def test_a_change_is_found_by_its_check(copied: Path, change: Callable[[Path], object], found_by: int) -> None:
    change(copied)
    assert found_by in failed(copied)


def test_a_link_instead_of_a_file_is_found(copied: Path) -> None:
    (copied / "data/annex.csv").rename(copied.parent / "annex.csv")
    (copied / "data/annex.csv").symlink_to(copied.parent / "annex.csv")
    assert 3 in failed(copied)


def test_a_figure_changed_with_all_hashes_remade_is_found_twice(copied: Path) -> None:
    path = copied / "data/figures.json"
    figures = json.loads(path.read_text())
    figures[2]["value"] += 1
    path.write_text(json.dumps(figures))
    remake_hashes(copied)
    assert failed(copied) == {4, 7, 14}


def test_a_figure_changed_to_be_of_withheld_records_is_found(copied: Path) -> None:
    path = copied / "data/figures.json"
    figures = json.loads(path.read_text())
    figures[2] |= {"value": figures[2]["value"] + 1, "nothing_withheld": False}
    path.write_text(json.dumps(figures))
    remake_hashes(copied)
    assert 4 in failed(copied)


def test_a_changed_table_with_all_hashes_remade_is_found(copied: Path) -> None:
    table = copied / "data/tables/incident.parquet"
    duckdb.sql(f"COPY (SELECT * REPLACE (killed_total_max + 1 AS killed_total_max) FROM '{table}') TO '{table}.new'")
    Path(f"{table}.new").replace(table)
    remake_hashes(copied)
    assert failed(copied) == {4, 7}


def test_a_submission_signed_anew_by_another_key_shows_another_fingerprint(copied: Path, submitted: Path) -> None:
    other = Keys.make()
    info = dict(line.split(": ", 1) for line in (copied / "bag-info.txt").read_text().splitlines())
    for name in (MANIFEST, TAG_MANIFEST, "PROOF/tagmanifest.sig"):
        (copied / name).unlink()
    close_bag(copied, info, other)
    assert 4 in failed(copied)  # PROOF/public-key.pem is still the old one


def test_a_re_dated_checkpoint_is_found(copied: Path) -> None:
    (file,) = (copied / "PROOF").glob("*.checkpoint.json")
    file.write_text(file.read_text().replace("2026-11-22", "2025-11-22"))
    remake_hashes(copied)
    assert {4, 5, 6} <= failed(copied)


def test_an_entry_that_is_not_in_the_log_is_found(copied: Path) -> None:
    file = copied / "PROOF/inclusion.jsonl"
    proof = json.loads(file.read_text())
    entry = json.loads(proof["entry"])
    entry["time"] = "2020-01-01T00:00:00Z"
    proof["entry"] = json.dumps(entry, separators=(",", ":"), sort_keys=True)
    file.write_text(json.dumps(proof) + "\n")
    remake_hashes(copied)
    assert {4, 6} <= failed(copied)


@pytest.mark.parametrize("path", ["../../outside", "/etc/passwd", "data/../../x"])
def test_paths_that_lead_outside_are_refused(copied: Path, path: str) -> None:
    with (copied / MANIFEST).open("a") as stream:
        stream.write(f"{hashlib.sha256().hexdigest()}  {path}\n")
    assert 1 in failed(copied)


def test_what_is_no_submission_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a submission"):
        verify_submission(tmp_path)


@pytest.mark.parametrize("content", ["{}", "[1]", "[{}]", "no json", '[{"name": "x", "query": 1}]'])
def test_nonsense_for_figures_fails_and_does_not_break(copied: Path, content: str) -> None:
    (copied / "data/figures.json").write_text(content)
    assert {3, 7} <= failed(copied)
