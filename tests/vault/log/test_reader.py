"""Reading the log: several chains, ordered by chain and number, details checked."""

from datetime import UTC, datetime

import pytest

from dalil.errors import VerificationFailed
from dalil.vault.files.store import Store
from dalil.vault.keys.own import Keys
from dalil.vault.log.reader import Log
from dalil.vault.log.writer import LogWriter

EARLY, LATE = datetime(2016, 7, 1, tzinfo=UTC), datetime(2016, 12, 31, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "vault")


@pytest.fixture
def writers(tmp_path, store):
    """Two chains; the one that comes first by name is the later one by the clock."""
    first, second = sorted((Keys.make(), Keys.make()), key=lambda keys: keys.fingerprint)
    folder = tmp_path / "log"
    return (
        LogWriter(folder, store, first, organisation="First", clock=lambda: LATE),
        LogWriter(folder, store, second, organisation="Second", clock=lambda: EARLY),
    )


def test_order_is_chain_and_number_never_the_clock(writers, store):
    first, second = writers
    second.append("noted", {"n": 1})
    first.append("noted", {"n": 2})
    second.append("noted", {"n": 3})
    entries = list(Log(first.folder, store).entries("noted"))
    assert [entry.details["n"] for entry in entries] == [2, 1, 3]
    assert [(entry.chain, entry.number) for entry in entries] == [
        (first.chain, 1), (second.chain, 1), (second.chain, 2)
    ]  # fmt: skip
    assert entries[0].time > entries[1].time


def test_kinds_are_picked(writers):
    writers[0].append("noted", {"n": 1})
    writers[0].append("counted", {"n": 2})
    writers[0].append("told", {"n": 3})
    assert [entry.kind for entry in writers[0].entries("noted", "told")] == ["noted", "told"]
    assert [entry.kind for entry in writers[0].entries()] == ["open", "noted", "counted", "told", "open"]


def test_organisations_and_heads(writers):
    first, second = writers
    assert first.organisations() == {first.chain: "First", second.chain: "Second"}
    assert [head.chain for head in first.heads()] == [first.chain, second.chain]


def test_a_writer_reads_what_it_has_just_written(writers):
    writers[0].append("noted", {"n": "حلب"})
    assert [entry.details for entry in writers[0].entries("noted")] == [{"n": "حلب"}]


def test_a_reader_beside_a_writer_sees_each_new_entry(writers, store):
    reader = Log(writers[0].folder, store)
    for number in range(3):
        writers[0].append("noted", {"n": number})
        assert [entry.details["n"] for entry in reader.entries("noted")] == list(range(number + 1))


def test_missing_details_are_not_passed_over(writers, store):
    writers[0].append("noted", {"n": 1})
    store.remove(next(iter(store.names())))
    with pytest.raises(VerificationFailed, match="missing"):
        list(writers[0].entries("noted"))


def test_destroyed_details_are_none(writers, store):
    writers[0].append("noted", {"n": 1})
    pack = next(iter(store.names()))
    writers[0].append("destroy", destroyed=[pack])
    store.remove(pack)
    assert [entry.details for entry in writers[0].entries("noted")] == [None]


def test_unsigned_entries_are_not_read(writers, store):
    path = writers[0].folder / f"{writers[0].chain}.jsonl"
    path.write_bytes(path.read_bytes() + b'{"an":"unfinished batch"}\n')
    assert [entry.kind for entry in Log(writers[0].folder, store).entries()] == ["open", "open"]


def test_an_empty_folder_is_an_empty_log(tmp_path, store):
    assert list(Log(tmp_path / "nothing", store).entries()) == []
