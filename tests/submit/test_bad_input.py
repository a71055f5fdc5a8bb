"""What bad input gets: a clear word, and nothing half-made."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, hand_over, make_case, make_facts
from tests.submit.pictures import jpeg
from tests.submit.release.test_media import with_media

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import CannotProceed, Refused, UsageError, VerificationFailed
from dalil.records import Sensitivity


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, 300 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_while_documents_are_set_is_said_and_left_empty(
    case: StandIn, facts: Facts, settings: Settings, small_disk: Path
) -> None:
    with pytest.raises(CannotProceed, match="disk is full") as caught:
        hand_over(case, facts, settings, small_disk / "out", audience="commission", languages=("en", "ar"))
    assert "Traceback" not in str(caught.value) and caught.value.do.startswith("free some space")
    assert list(small_disk.iterdir()) == []


def test_a_disk_that_fills_up_while_media_are_copied_is_said(
    case: StandIn, facts: Facts, settings: Settings, small_disk: Path
) -> None:
    (small_disk / "others").write_bytes(bytes(240_000))
    names = [f"{n}.jpg" for n in range(30)]
    facts.replace("exhibit", [
        {"file": name, "organisation": "Alpha", "consent": ["public"],
         "sha256": case.store.put_bytes(jpeg(seed=n)).sha256}
        for n, name in enumerate(names)
    ])  # fmt: skip
    facts.query("UPDATE report SET exhibits = ? WHERE report_id = 'Alpha/1'", [names])
    with pytest.raises(CannotProceed, match="disk is full"):
        hand_over(case, facts, with_media(settings, "picture"), small_disk / "out", audience="public")
    assert [path.name for path in small_disk.iterdir()] == ["others"]


@pytest.mark.parametrize("kept", ["old.txt", ".hidden"])
def test_a_folder_that_holds_anything_is_not_touched(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path, kept: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / kept).write_text("mine")
    with pytest.raises(UsageError, match="not an empty folder") as caught:
        hand_over(case, facts, settings, tmp_path / "out", audience="public")
    assert "nothing is ever overwritten" in str(caught.value)
    assert [path.read_text() for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_an_audience_with_a_typo_gets_the_nearest_name(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        hand_over(case, facts, settings, tmp_path / "out", audience="comission")
    assert (caught.value.do, caught.value.found) == ("write --to commission", "comission")
    assert caught.value.exit_code == 2 and not (tmp_path / "out").exists()


def test_an_exhibit_that_is_missing_from_the_vault_stops_the_submission(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    sealed = case.store.put_bytes(b"video").sha256
    facts.replace("exhibit", [{"file": "a.mp4", "organisation": "Alpha", "consent": ["public"], "sha256": sealed}])
    facts.query("UPDATE report SET exhibits = ['a.mp4'] WHERE report_id = 'Alpha/1'")
    case.store.path_of(sealed).unlink()
    commission = settings.audiences["commission"]
    rules = commission.model_copy(update={"classes": (*commission.classes, Sensitivity.ORIGINAL_HASH)})
    trusted = settings.model_copy(update={"audiences": {"t": rules}})
    with pytest.raises(VerificationFailed, match="missing") as caught:
        hand_over(case, facts, trusted, tmp_path / "out", audience="t")
    assert caught.value.expected == sealed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "vault"]


def test_a_paragraph_that_names_a_protected_person_is_stopped_with_its_place_and_not_the_name(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    facts.replace("victim", [
        {"victim_id": "Alpha/p1", "organisation": "Alpha", "name": "Qasim Darwish", "protected": True}
    ])  # fmt: skip
    text = "The first line.\n\nAs قاسم درويش told us.\n"
    with pytest.raises(Refused, match="names a person") as caught:
        hand_over(case, facts, settings, tmp_path / "out", audience="commission", own={"en": text})
    assert caught.value.where == "the paragraphs in en, line 3"
    assert "درويش" not in str(caught.value) and not (tmp_path / "out").exists()


def test_consent_that_is_revoked_after_a_first_submission_is_a_recall(settings: Settings, tmp_path: Path) -> None:
    case, facts = make_case(tmp_path), make_facts()
    hand_over(case, facts, settings, tmp_path / "one", audience="commission")
    facts.query("UPDATE report SET consent = [] WHERE report_id = 'Alpha/1'")
    hand_over(case, facts, settings, tmp_path / "two", audience="commission", since=tmp_path / "one")
    assert '"recalled": [\n  "Alpha/1"\n ]' in (tmp_path / "two/data/changes.json").read_text()
    accounts = (tmp_path / "two/data/accounts.csv").read_text(encoding="utf-8")
    assert "Two bombs fell" not in accounts and "Alpha/1" not in accounts


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_said(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    with pytest.raises(CannotProceed, match="No permission"):
        hand_over(case, facts, settings, shut / "out", audience="public")
