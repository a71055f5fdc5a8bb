"""A reader never waits for a writer, and never sees half of what it does."""

import os

from dalil.vault.log.seal import ToSeal, seal_files
from dalil.vault.session import log_of, writing
from dalil.vault.verify import verify_case

BATCHES = 40


def write_in_child(case, keys, folder, go_on):
    """Seal file after file; half-way, wait until the reader has looked."""
    child = os.fork()
    if child == 0:
        try:
            with writing(case, keys) as session:
                for number in range(BATCHES):
                    list(seal_files(session.log, [ToSeal(folder / f"{number}", f"{number}", "Org")]))
                    if number == BATCHES // 2:
                        os.read(go_on, 1)
        finally:
            os._exit(0)
    return child


def test_reading_and_verifying_while_another_process_seals(case, keys, tmp_path):
    for number in range(BATCHES):
        (tmp_path / f"{number}").write_bytes(b"%d" % number)
    with writing(case, keys):
        pass
    waiting, go_on = os.pipe()
    child = write_in_child(case, keys, tmp_path, waiting)
    seen = [0]
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        assert [check for check in verify_case(case) if not check.passed] == []
        names = [entry.details["file_name"] for entry in log_of(case).entries("seal")]
        assert names == [str(number) for number in range(len(names))]
        seen.append(len(names))
        if 0 < len(names) < BATCHES:
            os.write(go_on, b"!")
    assert seen == sorted(seen)
    assert any(0 < count < BATCHES for count in seen)
    assert len(list(log_of(case).entries("seal"))) == BATCHES
