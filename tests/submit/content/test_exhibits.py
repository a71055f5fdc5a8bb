from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, hand_over

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.records import Sensitivity
from dalil.submit import verify_submission
from dalil.vault.files.store import Store


@pytest.fixture
def filmed(case: StandIn, facts: Facts, tmp_path: Path) -> Facts:
    """Three videos: public, confidential, and public of a confidential report."""
    store = Store(tmp_path / "vault")
    hashes = [store.put_bytes(f"video {n}".encode()).sha256 for n in range(3)]
    facts.replace("exhibit", [
        {"file": "Street of Names.MP4", "organisation": "Alpha", "consent": ["public"], "sha256": hashes[0],
         "kind": "video", "author": "Planted Author", "account": "@planted"},
        {"file": "secret.mp4", "organisation": "Alpha", "consent": [], "sha256": hashes[1]},
        {"file": "other.mp4", "organisation": "Gamma", "consent": ["public"], "sha256": hashes[2]},
    ])  # fmt: skip
    facts.query("UPDATE report SET exhibits = ['Street of Names.MP4', 'secret.mp4'] WHERE report_id = 'Alpha/1'")
    facts.query("UPDATE report SET exhibits = ['other.mp4'] WHERE report_id = 'Gamma/3'")
    return facts


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "data/exhibits.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_exhibits_are_numbered_and_never_named(
    case: StandIn, filmed: Facts, settings: Settings, tmp_path: Path
) -> None:
    hand_over(case, filmed, settings, tmp_path / "out", audience="commission")
    (row,) = rows(tmp_path / "out")
    assert (row["exhibit"], row["sheets"], row["kind"], row["copy"]) == ("X-0001", "S-0001", "video", "")
    assert (row["account"], row["author"]) == ("'@planted", "")
    assert not list((tmp_path / "out").rglob("*Names*"))


def test_the_public_does_not_learn_who_published(
    case: StandIn, filmed: Facts, settings: Settings, tmp_path: Path
) -> None:
    hand_over(case, filmed, settings, tmp_path / "out", audience="public")
    (row,) = rows(tmp_path / "out")
    assert row["account"] == "" and not (tmp_path / "out/data/exhibits").exists()


def test_originals_are_copied_where_a_rule_lets_them_out(
    case: StandIn, filmed: Facts, settings: Settings, tmp_path: Path
) -> None:
    trusted = settings.audiences["commission"]
    trusted = trusted.model_copy(update={"classes": (*trusted.classes, Sensitivity.ORIGINAL_HASH)})
    open_ = settings.model_copy(update={"audiences": {"trusted": trusted}})
    hand_over(case, filmed, open_, tmp_path / "out", audience="trusted")
    assert rows(tmp_path / "out")[0]["copy"] == "exhibits/X-0001.mp4"
    copies = list((tmp_path / "out/data/exhibits").iterdir())
    assert [(path.name, path.read_bytes()) for path in copies] == [("X-0001.mp4", b"video 0")]
    assert all(check.passed for check in verify_submission(tmp_path / "out"))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE exhibit SET consent = ['public', 'anonymous'] WHERE file LIKE 'Street%'",
        "UPDATE report SET consent = ['public', 'anonymous'] WHERE report_id = 'Alpha/1'",
    ],
)
def test_an_anonymous_exhibit_leaves_without_source_or_copy(
    case: StandIn, filmed: Facts, settings: Settings, tmp_path: Path, sql: str
) -> None:
    filmed.query(sql)
    trusted = settings.audiences["commission"]
    trusted = trusted.model_copy(update={"classes": (*trusted.classes, Sensitivity.ORIGINAL_HASH)})
    hand_over(case, filmed, settings.model_copy(update={"audiences": {"t": trusted}}), tmp_path / "out", audience="t")
    (row,) = rows(tmp_path / "out")
    assert (row["kind"], row["account"], row["copy"]) == ("video", "", "")
    assert not (tmp_path / "out/data/exhibits").exists()
