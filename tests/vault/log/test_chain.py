"""One chain, read whole, with everything that is wrong with it."""

import pytest

from dalil.errors import VerificationFailed
from dalil.vault.files.store import Store
from dalil.vault.keys.own import Keys
from dalil.vault.log.chain import Chain, chain_names, read_chain, state_of
from dalil.vault.log.entry import FIRST, Entry, hash_of
from dalil.vault.log.writer import LogWriter


@pytest.fixture
def log(tmp_path, keys):
    """A chain of five entries; the key changes with entry 2."""
    log = LogWriter(tmp_path / "log", Store(tmp_path / "vault"), keys)
    log.append("seal", {})
    log.change_key(Keys.make())
    log.extend("seal", [{}, {}])
    return log


def read(log):
    return read_chain(log.folder, log.chain)


def entries_path(log):
    return log.folder / f"{log.chain}.jsonl"


def checkpoints_path(log):
    return log.folder / f"{log.chain}.checkpoints.jsonl"


def test_a_sound_chain(log):
    chain = read(log).demand()
    assert (len(chain.entries), [point.size for point in chain.checkpoints]) == (5, [1, 2, 3, 5])
    assert (chain.tail, chain.checkpoint_tail, chain.problems) == (b"", b"", [])
    assert chain_names(log.folder) == [log.chain]


@pytest.mark.parametrize(("size", "new"), [(1, False), (2, False), (3, False), (4, True), (5, True), (6, True)])
def test_the_old_key_signs_the_entry_that_names_the_new(log, keys, size, new):
    assert (read(log).key_at(size) == log.keys.public_key) == new
    assert (read(log).key_at(size) == keys.public_key) == (not new)


def test_what_follows_the_last_checkpoint_is_no_part_of_the_chain(log):
    path = entries_path(log)
    path.write_bytes(path.read_bytes() + b"anything\n{")
    chain = read(log).demand()
    assert len(chain.entries) == 5
    assert chain.tail == b"anything\n{"


def test_two_unsigned_batches_mean_that_signatures_are_gone(log):
    checkpoints = checkpoints_path(log).read_bytes().splitlines(keepends=True)
    checkpoints_path(log).write_bytes(b"".join(checkpoints[:-1]))
    assert read(log).problems == []  # one batch: an interruption leaves just that
    checkpoints_path(log).write_bytes(b"".join(checkpoints[:-2]))
    (problem,) = read(log).about("root")
    assert problem.found == "2 batches after the last checkpoint"


@pytest.mark.parametrize(("end", "problems"), [(b"", 0), (b"X", 1), (b" ", 1)])
def test_a_torn_line_is_told_from_a_changed_newline(log, end, problems):
    path = checkpoints_path(log)
    path.write_bytes(path.read_bytes()[:-1] + end)
    assert len(read(log).about("signature")) == problems


def test_a_bad_line_does_not_hide_the_next(log):
    path = entries_path(log)
    lines = path.read_bytes().splitlines()
    lines[1], lines[3] = b"bad", b"worse"
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert [problem.where for problem in read(log).about("form")] == [
        f"{log.chain}.jsonl, line 2",
        f"{log.chain}.jsonl, line 4",
    ]


def test_the_first_problem_is_raised_on_demand(log):
    path = checkpoints_path(log)
    path.write_bytes(b"bad\n" + path.read_bytes())
    with pytest.raises(VerificationFailed, match="The log was changed") as raised:
        read(log).demand()
    assert raised.value.where == f"{log.chain}.checkpoints.jsonl, line 1"


def test_a_chain_that_does_not_begin_with_its_opening(tmp_path, keys):
    line = Entry(0, FIRST, "2016-12-22T10:00:00Z", "seal", "0" * 32, {}).encode()
    log = LogWriter(tmp_path / "log", Store(tmp_path / "vault"), keys)
    entries_path(log).write_bytes(line + b"\n")
    assert [problem.found for problem in read(log).about("opening")] == ["seal"]
    assert hash_of(line) != FIRST


def test_nothing_is_an_empty_chain(tmp_path):
    chain = read_chain(tmp_path, "0" * 32).demand()
    assert (chain.entries, chain.public_key) == ([], "")
    assert Chain("0" * 32).tree.size == 0


def test_the_state_changes_with_every_write(log):
    before = state_of(log.folder, log.chain)
    assert before == state_of(log.folder, log.chain)
    log.append("seal", {})
    assert state_of(log.folder, log.chain) != before
