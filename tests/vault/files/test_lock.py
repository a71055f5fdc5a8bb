"""One writer a case."""

import os
import signal
import time

import pytest

from dalil.errors import CannotProceed
from dalil.vault.files import lock
from dalil.vault.files.lock import LOCK_FILE, case_lock


def hold_in_child(case):
    """A child that holds the lock until it is killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with case_lock(case):
            os.write(writing, b"held")
            time.sleep(60)
        os._exit(0)
    assert os.read(reading, 4) == b"held"
    os.close(reading)
    os.close(writing)
    return child


@pytest.fixture
def holder(case):
    child = hold_in_child(case)
    yield child
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_second_writer_is_told_who_has_the_case(case, holder):
    with pytest.raises(CannotProceed, match="Another command is writing") as raised, case_lock(case):
        pass
    assert raised.value.found.startswith(f"process {holder} since ")
    assert raised.value.exit_code == 3


def test_a_lock_ends_with_its_holder(case):
    child = hold_in_child(case)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert (case / LOCK_FILE).read_text().startswith("process")  # the stale note is no obstacle
    with case_lock(case):
        assert (case / LOCK_FILE).read_text().startswith(f"process {os.getpid()} ")


def test_the_note_is_gone_afterwards(case):
    with case_lock(case):
        pass
    with case_lock(case):
        pass
    assert (case / LOCK_FILE).read_text() == ""


def test_a_disk_that_cannot_lock_is_a_sentence(case, monkeypatch):
    def refuse(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    with pytest.raises(CannotProceed, match="cannot lock files"), case_lock(case):
        pass
