"""A process killed at any moment: what it acknowledged is there, the case verifies, and running it again completes."""

import os
import random
import shutil
import signal
import time

import pytest

from dalil.vault.log.seal import ToSeal, seal_files
from dalil.vault.session import log_of, vault_of, writing
from dalil.vault.verify import verify_case

KILLS = 200
FILES = 24
OPERATIONS = ("open", "write", "fsync", "rename", "link", "unlink", "ftruncate", "fchmod", "mkdir", "pwrite")


@pytest.fixture
def incoming(tmp_path):
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:02}.bin").write_bytes(random.Random(number).randbytes(2_000))
    return [ToSeal(path, path.name, "Org") for path in sorted(folder.iterdir())]


def add(case, keys, incoming, acknowledge):
    """What `add` does, in three batches; each name is acknowledged when it is sealed."""
    with writing(case, keys) as session:
        for start in range(0, FILES, FILES // 3):
            for sealed in seal_files(session.log, incoming[start : start + FILES // 3]):
                acknowledge(sealed.path.name)


def in_child(work, pipe):
    """Fork, and do `work` in the child, which ends without Python's own tidying up."""
    child = os.fork()
    if child == 0:
        try:
            work(lambda name: os.write(pipe, f"{name}\n".encode()))
        finally:
            os._exit(0)
    return child


def run_and_kill(work, after_s):
    """Run `work` in a child, kill it after a while (None: never); what it had acknowledged by then."""
    reading, writing_end = os.pipe()
    child = in_child(work, writing_end)
    os.close(writing_end)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as stream:
        # A line without its end was being written when the process died: nobody has read it.
        return stream.read().rpartition("\n")[0].split()


def demand_kept(case, acknowledged):
    """Verified as it was left, and everything acknowledged is in the log and readable from the vault."""
    assert [check for check in verify_case(case) if not check.passed] == []
    sealed = {entry.details["file_name"]: entry.details["sha256"] for entry in log_of(case).entries("seal")}
    assert set(acknowledged) <= sealed.keys()
    for name in acknowledged:
        vault_of(case).read(sealed[name])
    return sealed


@pytest.fixture
def begun(case, keys):
    """A case as `dalil new` leaves it."""
    with writing(case, keys):
        return case


def test_killed_at_random_moments(begun, keys, incoming, tmp_path):
    dice = random.Random(2016)
    fresh = tmp_path / "fresh"
    shutil.copytree(begun, fresh)
    started = time.monotonic()
    run_and_kill(lambda acknowledge: add(begun, keys, incoming, acknowledge), None)
    whole_s = time.monotonic() - started
    interrupted = 0
    for _ in range(KILLS):
        shutil.rmtree(begun)
        shutil.copytree(fresh, begun)
        after_s = dice.uniform(0, whole_s)
        acknowledged = run_and_kill(lambda acknowledge: add(begun, keys, incoming, acknowledge), after_s)
        interrupted += len(acknowledged) < FILES
        demand_kept(begun, acknowledged)
        add(begun, keys, incoming, acknowledged.append)
        assert len(demand_kept(begun, acknowledged)) == FILES
    assert interrupted > KILLS // 10  # otherwise the moments were no interruptions


def dying_at(number, half):
    """Replace the disk operations of this (child) process: it dies at the `number`-th, half-way through a write."""
    left = [number]

    def wrap(name, original):
        def operation(*arguments, **options):
            left[0] -= 1
            if left[0] == 0:
                if name == "write" and half:
                    original(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments, **options)

        return operation

    for name in OPERATIONS:
        setattr(os, name, wrap(name, getattr(os, name)))


@pytest.mark.parametrize(("torn", "half"), [(False, False), (False, True), (True, True)])
def test_killed_at_every_disk_operation(begun, keys, incoming, tmp_path, torn, half):
    """Time picks moments by chance; this picks all of them, and leaves half-written ends where it can.

    `torn`: the case comes with a torn log that has to be set aside first.
    """
    few_files = incoming[:2]
    if torn:
        for path in (begun / "log").iterdir():
            path.write_bytes(path.read_bytes() + b'{"torn')
    fresh = tmp_path / "fresh"
    shutil.copytree(begun, fresh)

    def work(acknowledge, number):
        dying_at(number, half)
        with writing(begun, keys) as session:
            for sealed in seal_files(session.log, few_files):
                acknowledge(sealed.path.name)

    for number in range(1, 400):
        shutil.rmtree(begun)
        shutil.copytree(fresh, begun)
        acknowledged = run_and_kill(lambda acknowledge, number=number: work(acknowledge, number), None)
        sealed = demand_kept(begun, acknowledged)
        if len(acknowledged) == len(few_files):
            break
        with writing(begun, keys) as session:
            assert len(list(seal_files(session.log, few_files))) == len(few_files)
        assert len(demand_kept(begun, sealed)) == len(few_files)
    assert 20 < number < 399
