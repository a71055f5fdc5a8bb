"""Public media: copies without metadata, the original's hash withheld, the derivation stated."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, hand_over
from tests.submit.pictures import PLANTED, jpeg, png, video
from tests.submit.test_planted import found_in

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import VerificationFailed
from dalil.submit import verify_submission
from dalil.submit.release.media import clean_copies
from dalil.units import Sha256

pytest.importorskip("av", reason="media need the extra 'media'")


@pytest.fixture
def filmed(case: StandIn, facts: Facts, tmp_path: Path) -> dict[str, bytes]:
    return film(case, facts, tmp_path)


def film(case: StandIn, facts: Facts, folder: Path) -> dict[str, bytes]:
    """Two pictures, a video and a text, all public, of the public report."""
    whole = {"a.jpg": jpeg(), "b.png": png(), "c.mp4": video(folder / "v"), "d.txt": PLANTED[2].encode()}
    rows = []
    for name, content in whole.items():
        sealed = case.store.put_bytes(content).sha256
        rows.append({"file": name, "organisation": "Alpha", "consent": ["public"], "kind": "picture", "sha256": sealed})
        case.writer.append("seal", {"sha256": sealed})
    facts.replace("exhibit", rows)
    facts.append("original", [
        {"sha256": row["sha256"], "file_name": row["file"], "chain": case.writer.keys.fingerprint, "number": 2 + n}
        for n, row in enumerate(rows)
    ])  # fmt: skip
    facts.query("UPDATE report SET exhibits = ? WHERE report_id = 'Alpha/1'", [list(whole)])
    return whole


def with_media(settings: Settings, *media: str) -> Settings:
    public = settings.audiences["public"].model_copy(update={"media": media})
    return settings.model_copy(update={"audiences": {"public": public}})


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "data/exhibits.csv").open(newline="") as stream:
        return {row["exhibit"]: row for row in csv.DictReader(stream)}


def test_public_media_leave_bare_and_the_text_stays(
    case: StandIn, facts: Facts, settings: Settings, filmed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    hand_over(case, facts, with_media(settings, "picture", "video"), out, audience="public")
    found = rows(out)
    assert [row["copy_how"] for row in found.values()] == ["segments", "segments", "remuxed", ""]
    assert [row["not_copied"] for row in found.values()] == ["", "", "", "unknown_format"]
    for row in list(found.values())[:3]:
        assert hashlib.sha256((out / "data" / row["copy"]).read_bytes()).hexdigest() == row["copy_sha256"]
    assert found_in(out, list(PLANTED)) == set()
    assert all(check.passed for check in verify_submission(out))


def test_the_hash_of_an_original_is_withheld_and_committed_to(
    case: StandIn, facts: Facts, settings: Settings, filmed: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    hand_over(case, facts, with_media(settings, "picture", "video"), out, audience="public", languages=("en", "ar"))
    hashes = [hashlib.sha256(content).hexdigest() for content in filmed.values()]
    assert found_in(out, [*hashes, *(digest[:16] for digest in hashes)]) == set()
    with (out / "data/withheld.csv").open(newline="") as stream:
        committed = {(row["table"], row["id"]) for row in csv.DictReader(stream)}
    assert {("exhibit", row["withheld_id"]) for row in rows(out).values()} <= committed


def test_each_exhibit_is_proven_to_be_in_the_log(
    case: StandIn, facts: Facts, settings: Settings, filmed: dict[str, bytes], tmp_path: Path
) -> None:
    made = hand_over(case, facts, settings, tmp_path / "out", audience="public")
    lines = (tmp_path / "out/PROOF/inclusion.jsonl").read_text().splitlines()
    proven = {json.loads(json.loads(line)["entry"])["number"] for line in lines}
    assert {row["sealed_under"].rpartition(":")[2] for row in rows(tmp_path / "out").values()} <= set(map(str, proven))
    assert made.proven_entries == len(lines) == 5


@pytest.mark.parametrize(("media", "copied"), [((), 0), (("picture",), 2), (("video",), 1), (("sound",), 0)])
def test_nothing_leaves_without_its_rule(
    case: StandIn, facts: Facts, settings: Settings, filmed: dict[str, bytes], tmp_path: Path, media: tuple[str, ...],
    copied: int,
) -> None:  # fmt: skip
    hand_over(case, facts, with_media(settings, *media), tmp_path / "out", audience="public")
    assert sum(bool(row["copy"]) for row in rows(tmp_path / "out").values()) == copied
    assert len(list((tmp_path / "out/data").glob("exhibits/*"))) == copied


def test_the_same_case_gives_the_same_copies(
    case: StandIn, facts: Facts, settings: Settings, filmed: dict[str, bytes], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        hand_over(case, facts, with_media(settings, "picture", "video", "sound"), tmp_path / name, audience="public")
    one, two = rows(tmp_path / "one"), rows(tmp_path / "two")
    assert [row["copy_sha256"] for row in one.values()] == [row["copy_sha256"] for row in two.values()]


def test_an_original_that_was_changed_in_the_vault_is_not_passed_on(case: StandIn, tmp_path: Path) -> None:
    sealed = case.store.put_bytes(jpeg()).sha256
    path = case.store.path_of(sealed)
    path.chmod(0o600)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    (tmp_path / "exhibits").mkdir()
    with pytest.raises(VerificationFailed, match="no longer matches"):
        clean_copies(tmp_path, [("X-0001", ".jpg", sealed)], case.store, ["picture"])
    assert list((tmp_path / "exhibits").iterdir()) == []


def test_a_file_that_breaks_its_reader_is_left_out_and_the_others_stay(case: StandIn, tmp_path: Path) -> None:
    wanted: list[tuple[str, str, Sha256]] = [
        ("X-0001", ".jpg", case.store.put_bytes(b"\xff\xd8" + b"\xff" * 99).sha256),
        ("X-0002", ".mp4", case.store.put_bytes(b"\0\0\0\x18ftypmp42" + b"\xff" * 99).sha256),
        ("X-0003", ".png", case.store.put_bytes(png()).sha256),
    ]
    (tmp_path / "exhibits").mkdir()
    made = clean_copies(tmp_path, wanted, case.store, ["picture", "video"])
    assert [made[name].why for name in ("X-0001", "X-0002")] == ["unreadable", "unreadable"]
    assert made["X-0003"].file == "exhibits/X-0003.png"
