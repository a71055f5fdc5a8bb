"""Writing to the log: salted details, signed batches, interruptions set aside, nobody else's lines signed."""

import json
from datetime import UTC, datetime

import pytest

from dalil import __version__
from dalil.errors import CannotProceed, Refused, VerificationFailed
from dalil.units import sha256_of
from dalil.vault.files.store import Store
from dalil.vault.keys.own import Keys
from dalil.vault.log.chain import read_chain
from dalil.vault.log.entry import Entry
from dalil.vault.log.writer import Item, LogWriter

NOON = datetime(2016, 12, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "vault")


@pytest.fixture
def log(tmp_path, store, keys):
    return LogWriter(tmp_path / "log", store, keys, organisation="Org", clock=lambda: NOON)


def reopen(log, keys=None):
    return LogWriter(log.folder, log.store, keys or log.keys)


def lines_of(log):
    return (log.folder / f"{log.chain}.jsonl").read_bytes().splitlines()


def test_a_chain_opens_with_its_key_and_versions(log, keys):
    first = Entry.decode(lines_of(log)[0])
    assert (log.chain, first.kind, first.time) == (keys.fingerprint, "open", "2016-12-22T12:00:00Z")
    assert {name: first.body[name] for name in ("format", "protection", "public_key", "organisation", "dalil")} == {
        "format": 1,
        "protection": "none",
        "public_key": keys.public_key,
        "organisation": "Org",
        "dalil": __version__,
    }


def test_bodies_hold_hashes_only(log):
    log.append("seal", {"file_name": "planted.jpg"})
    assert b"planted" not in b"".join(lines_of(log))
    assert set(Entry.decode(lines_of(log)[-1]).body) == {"pack", "line", "details"}


def test_details_are_salted_so_that_equal_ones_look_different(log):
    log.extend("decide", [{"a": 1}, {"a": 1}])
    first, second = (Entry.decode(line) for line in lines_of(log)[-2:])
    assert first.body["pack"] == second.body["pack"]
    assert first.body["details"] != second.body["details"]
    line = log.store.read(first.body["pack"]).split(b"\n")[first.body["line"]]
    assert sha256_of(line) == first.body["details"]
    assert len(json.loads(line)["salt"]) == 64


def test_a_batch_shares_one_pack_and_one_signature(log):
    refs = log.extend("seal", [{"n": number} for number in range(100)])
    assert [ref.number for ref in refs] == list(range(1, 101))
    assert [ref.sha256 for ref in refs] == [sha256_of(line) for line in lines_of(log)[1:]]
    assert log.checkpoint().size == 101
    assert len(list(log.store.names())) == 1


def test_an_empty_batch_writes_nothing(log):
    assert log.extend("seal", []) == []
    assert len(lines_of(log)) == 1


def test_entries_of_several_kinds_in_one_batch(log):
    log.write([Item("seal", {"n": 1}), Item("read", {"n": 2}), Item("note", public={"version": 1})])
    assert [Entry.decode(line).kind for line in lines_of(log)[1:]] == ["seal", "read", "note"]


def test_what_could_not_be_read_is_never_written(log):
    with pytest.raises(ValueError, match="kind"):
        log.append("Not A Kind", {})
    with pytest.raises(ValueError, match="salt"):
        log.append("seal", {"salt": "mine"})
    assert len(lines_of(log)) == 1
    assert log.append("seal", {}).number == 1


def test_opening_again_goes_on(log):
    log.append("seal", {})
    assert reopen(log).append("seal", {}).number == 2


def test_a_change_by_another_program_is_noticed(log):
    reopen(log).append("seal", {"by": "another"})
    with pytest.raises(CannotProceed, match="changed on disk"):
        log.append("seal", {})


@pytest.mark.parametrize("torn", [b'{"body":{', b"\0\0\0\0", b"x"])
def test_a_torn_line_is_set_aside_and_recorded(log, torn):
    path = log.folder / f"{log.chain}.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    opened = reopen(log)
    assert opened.newly_set_aside == (sha256_of(torn),)
    assert (log.folder / f"{log.chain}.{sha256_of(torn)}.set-aside").read_bytes() == torn
    assert path.read_bytes().startswith(whole)
    assert [entry.body["set_aside"] for entry in opened.entries("set_aside")] == [[sha256_of(torn)]]
    assert reopen(log).newly_set_aside == ()


def test_a_torn_checkpoint_is_set_aside_with_its_entries(log):
    log.append("seal", {})
    path = log.folder / f"{log.chain}.checkpoints.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    assert len(reopen(log).newly_set_aside) == 2
    assert [Entry.decode(line).kind for line in lines_of(log)] == ["open", "set_aside"]


def test_entries_slipped_in_by_somebody_without_the_key_are_never_signed(log):
    last = lines_of(log)[-1]
    slipped = Entry(1, sha256_of(last), "2016-12-22T12:00:00Z", "decide", "1" * 32, {}).encode() + b"\n"
    path = log.folder / f"{log.chain}.jsonl"
    path.write_bytes(path.read_bytes() + slipped)
    opened = reopen(log)
    assert opened.newly_set_aside == (sha256_of(slipped),)
    assert list(opened.entries("decide")) == []


def test_an_interrupted_setting_aside_is_recorded_later(log):
    """Killed between making the file beside and logging it."""
    (log.folder / f"{log.chain}.{sha256_of(b'torn')}.set-aside").write_bytes(b"torn")
    assert reopen(log).newly_set_aside == (sha256_of(b"torn"),)


def test_a_changed_chain_is_not_written_to(log):
    log.append("seal", {})
    path = log.folder / f"{log.chain}.jsonl"
    path.write_bytes(path.read_bytes().replace(b"12:00", b"13:00"))
    with pytest.raises(VerificationFailed, match="The log was changed"):
        reopen(log)


def test_a_key_change_is_signed_by_the_old_key_and_used_by_the_new(log, keys):
    new = Keys.make()
    log.change_key(new)
    log.append("seal", {"n": 1})
    chain = read_chain(log.folder, log.chain).demand()
    assert [checkpoint.key for checkpoint in chain.checkpoints] == [keys.public_key] * 2 + [new.public_key]
    assert reopen(log, new).chain == keys.fingerprint
    with pytest.raises(Refused, match="was replaced"):
        reopen(log, keys)


def test_a_second_key_begins_its_own_chain(log):
    other = reopen(log, Keys.make())
    other.append("seal", {})
    log.append("seal", {})
    assert sorted(head.size for head in log.heads()) == [2, 2]
