"""Sealing originals: acknowledged when logged, once per content, name and organisation."""

import os

import pytest

from dalil.errors import Refused
from dalil.vault.log import seal as sealing
from dalil.vault.log.seal import ToSeal, seal_files


def names_sealed(session):
    return [entry.details["file_name"] for entry in session.log.entries("seal")]


def test_each_file_is_in_the_vault_and_in_the_log(session, seal):
    (sealed,) = seal(session, {"a.jpg": b"picture"})
    (entry,) = session.log.entries("seal")
    assert session.vault.read(sealed.sha256) == b"picture"
    assert sealed.entry.number == entry.number
    assert entry.details == {
        "sha256": sealed.sha256,
        "file_name": "a.jpg",
        "organisation": "Org",
        "size": 7,
        "metadata": {},
    }


def test_metadata_goes_into_the_details(session, tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    list(seal_files(session.log, [ToSeal(tmp_path / "a", "a", "Org", {"captured_by": "W1"})]))
    assert next(session.log.entries("seal")).details["metadata"] == {"captured_by": "W1"}


def test_the_same_file_twice_changes_nothing_and_says_so(session, seal, case):
    seal(session, {"a": b"x"})
    before = sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*"))
    (again,) = seal(session, {"a": b"x"})
    assert again.entry is None
    assert again.refused is None
    assert sorted((path, path.stat().st_mtime_ns) for path in case.rglob("*") if path.name != "vault") == [
        pair for pair in before if pair[0].name != "vault"
    ]


def test_twice_in_one_batch_is_one_entry(session, tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    files = [ToSeal(tmp_path / "a", "a", "Org")] * 2
    assert [sealed.entry is not None for sealed in seal_files(session.log, files)] == [True, False]
    assert names_sealed(session) == ["a"]


def test_another_name_or_organisation_is_another_entry_over_one_content(session, seal):
    seal(session, {"a": b"x", "b": b"x"})
    seal(session, {"a": b"x"}, organisation="Other")
    assert names_sealed(session) == ["a", "b", "a"]
    assert len({entry.details["sha256"] for entry in session.log.entries("seal")}) == 1


def test_what_cannot_be_taken_does_not_stop_the_rest(session, tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("a")
    files = [ToSeal(tmp_path / name, name, "Org") for name in ("link", "a", "missing")]
    link, a, missing = seal_files(session.log, files)
    assert isinstance(link.refused, Refused)
    assert isinstance(missing.refused, Refused)
    assert a.entry is not None
    assert names_sealed(session) == ["a"]


def test_batches_are_acknowledged_one_by_one(session, tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "_BATCH_FILES", 2)
    for number in range(5):
        (tmp_path / str(number)).write_bytes(b"%d" % number)
    sealed = seal_files(session.log, [ToSeal(tmp_path / str(number), str(number), "Org") for number in range(5)])
    next(sealed)
    assert names_sealed(session) == ["0", "1"]
    assert [file.path.name for file in sealed] == ["1", "2", "3", "4"]
    assert names_sealed(session) == ["0", "1", "2", "3", "4"]


def test_a_large_file_ends_its_batch(session, tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "_BATCH_BYTES", 10)
    (tmp_path / "large").write_bytes(b"x" * 10)
    (tmp_path / "small").write_bytes(b"y")
    sealed = seal_files(session.log, [ToSeal(tmp_path / name, name, "Org") for name in ("large", "small")])
    next(sealed)
    assert names_sealed(session) == ["large"]


@pytest.mark.parametrize("name", ["صورة.jpg", "n" * 255, 'a"b\n.txt', os.fsdecode(b"\xff\xfe.jpg")])
def test_names_of_every_kind(session, tmp_path, name):
    path = tmp_path / name
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system does not take the name")
    (sealed,) = seal_files(session.log, [ToSeal(path, name, "Org")])
    (again,) = seal_files(session.log, [ToSeal(path, name, "Org")])
    assert sealed.entry is not None
    assert again.entry is None
