"""A hundred exhibits swapped, removed, added, re-dated; figures changed and everything signed anew: all are found."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.submit.conftest import hand_over, make_case, make_facts, make_settings
from tests.submit.package.test_verify import remake_hashes

from dalil.records import Sensitivity
from dalil.submit import verify_submission
from dalil.submit.package.bag import MANIFEST, SIGNATURE, TAG_MANIFEST, close_bag
from dalil.vault.keys.own import Keys
from dalil.vault.keys.signature import public_key_pem

EXHIBITS = 12


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission with twelve exhibits, for an audience that may have originals. Only to be read."""
    folder = tmp_path_factory.mktemp("trusted")
    case, facts = make_case(folder), make_facts()
    names = [f"{n}.mp4" for n in range(EXHIBITS)]
    hashes = [case.store.put_bytes(f"video {name}".encode()).sha256 for name in names]
    facts.replace("exhibit", [
        {"file": name, "organisation": "Alpha", "consent": ["public"], "sha256": sha256,
         "published_at": datetime(2016, 10, day)}
        for day, (name, sha256) in enumerate(zip(names, hashes, strict=True), 1)
    ])  # fmt: skip
    facts.query("UPDATE report SET exhibits = ? WHERE report_id = 'Alpha/1'", [names])
    facts.query("DELETE FROM figure")
    settings = make_settings()
    commission = settings.audiences["commission"]
    rules = commission.model_copy(update={"classes": (*commission.classes, Sensitivity.ORIGINAL_HASH)})
    settings = settings.model_copy(update={"audiences": {"trusted": rules}})
    hand_over(case, facts, settings, folder / "out", audience="trusted", languages=("en",))
    return folder / "out"


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "data/exhibits").iterdir())


def swap(folder: Path, draw: random.Random) -> None:
    one, two = draw.sample(copies(folder), 2)
    whole = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(whole)


def remove(folder: Path, draw: random.Random) -> None:
    draw.choice(copies(folder)).unlink()


def add(folder: Path, draw: random.Random) -> None:
    (folder / f"data/exhibits/X-{draw.randrange(100, 9999):04d}.mp4").write_bytes(draw.randbytes(20))


def re_date(folder: Path, draw: random.Random) -> None:
    path = folder / "data/exhibits.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    row = draw.choice(rows)
    row["published_at"] = f"2016-10-{draw.randrange(13, 31):02d}T00:00:00Z"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("remade", [False, True])
@pytest.mark.parametrize("change", [swap, remove, add, re_date])
def test_a_hundred_of_a_hundred_changes_to_exhibits_are_found(
    trusted: Path, tmp_path: Path, change: Callable[[Path, random.Random], None], remade: bool
) -> None:
    """Half with only the files changed, half with every hash made anew: 104 in all."""
    found, draw = 0, random.Random(7)
    for n in range(13):
        folder = Path(shutil.copytree(trusted, tmp_path / str(n)))
        change(folder, draw)
        if remade:
            remake_hashes(folder)
        found += any(not check.passed for check in verify_submission(folder))
    assert found == 13


def test_untouched_it_passes(trusted: Path) -> None:
    assert all(check.passed for check in verify_submission(trusted))


def sign_anew(folder: Path) -> None:
    """Everything that a forger without the key can do who keeps the checkpoints of the log."""
    other = Keys.make()
    info = dict(line.split(": ", 1) for line in (folder / "bag-info.txt").read_text().splitlines())
    for name in (MANIFEST, TAG_MANIFEST, SIGNATURE, "bag-info.txt", "bagit.txt"):
        (folder / name).unlink()
    (folder / "PROOF/public-key.pem").write_bytes(public_key_pem(other.public_key))
    close_bag(folder, info, other)


def test_a_figure_changed_and_all_signed_anew_is_found_by_the_checkpoint_that_was_kept(copied: Path) -> None:
    path = copied / "data/figures.json"
    figures = json.loads(path.read_text())
    kept = [figure for figure in figures if figure["name"] != "reports.total"]
    path.write_text(json.dumps(kept))  # nothing that its tables contradict
    sign_anew(copied)
    failed = {check.number: check.found for check in verify_submission(copied) if not check.passed}
    assert failed == {5: "checkpoints of other keys"}


def test_a_checkpoint_forged_too_shows_another_fingerprint_and_its_entries_fail(copied: Path) -> None:
    sign_anew(copied)
    (point,) = (copied / "PROOF").glob("*.checkpoint.json")
    shutil.copy(copied / "PROOF/public-key.pem", point.with_name(f"{point.name.split('.')[0]}.pem"))
    remake_hashes(copied)
    assert {4, 5} <= {check.number for check in verify_submission(copied) if not check.passed}
