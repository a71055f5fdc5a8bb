"""Sealing against writing, verifying against hashing: ratios within one run, on the disk of the folder given.

    python bench/vault/bench.py [FOLDER]

Writes `result.json` beside this script.
"""

import hashlib
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from dalil.vault.files.source import CHUNK
from dalil.vault.keys.own import Keys
from dalil.vault.log.seal import ToSeal, seal_files
from dalil.vault.session import vault_of, writing
from dalil.vault.verify import verify_case

LARGE = 256 << 20
ROUNDS = 8
FILES, FILE_SIZE = 10_000, 100_000


def seconds(work, clock=time.perf_counter):
    """How long `work` takes."""
    started = clock()
    work()
    return clock() - started


def write_and_sync(content, path):
    """What the disk can do: the same bytes from memory, in the same steps, synced."""
    view = memoryview(content)
    with path.open("wb", buffering=0) as stream:
        for start in range(0, len(content), CHUNK):
            stream.write(view[start : start + CHUNK])
        os.fsync(stream.fileno())


def sealing_large_files(folder):
    """Rate of sealing over rate of write and sync; another content each round, the order changing."""
    source = folder / "source"
    store = vault_of(folder / "case")
    ratios, rates = [], []
    for number in range(ROUNDS):
        content = number.to_bytes(8, "big") + os.urandom(LARGE - 8)
        source.write_bytes(content)
        works = {
            "plain": lambda content=content: write_and_sync(content, folder / "plain"),
            "seal": lambda: store.put_files([source]),
        }
        took_s = {}
        for name in sorted(works, reverse=number % 2 == 0):
            os.sync()
            took_s[name] = seconds(works[name])
            (folder / "plain").unlink(missing_ok=True)
            shutil.rmtree(store.root, ignore_errors=True)
        ratios.append(took_s["plain"] / took_s["seal"])
        rates.append(LARGE / took_s["seal"] / 1e6)
    return {
        "bytes": LARGE,
        "rounds": ROUNDS,
        "seal_rate_over_write_and_sync_rate": [round(ratio, 2) for ratio in ratios],
        "geometric_mean": round(statistics.geometric_mean(ratios), 2),
        "wanted_at_least": 0.6,
        "seal_MB_per_s_median": round(statistics.median(rates)),
    }


def hash_all(paths):
    """Reading and hashing the same files, one after the other, as sha256sum does."""
    for path in paths:
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)


def verifying_many_files(folder):
    """Time of verifying a case over time of reading and hashing its originals; files in the page cache for both."""
    incoming, case = folder / "incoming", folder / "case"
    incoming.mkdir()
    case.mkdir(exist_ok=True)
    (case / "case.toml").write_text("title = 'bench'\n")
    for number in range(FILES):
        (incoming / f"{number}.bin").write_bytes(number.to_bytes(8, "big") + os.urandom(FILE_SIZE - 8))
    files = [ToSeal(path, path.name, "Org") for path in sorted(incoming.iterdir())]
    with writing(case, Keys.make()) as session:
        seal_s = seconds(lambda: list(seal_files(session.log, files)))
    paths = [vault_of(case).path_of(name) for name in vault_of(case).names()]
    hash_all(paths)
    ratios, processor, verify_times = [], [], []
    for _ in range(ROUNDS):
        hash_s = seconds(lambda: hash_all(paths))
        verify_s = seconds(lambda: verify_case(case))
        ratios.append(verify_s / hash_s)
        verify_times.append(verify_s)
        # Processor time too: on a machine that others use, it moves less than the clock.
        hash_s = seconds(lambda: hash_all(paths), time.process_time)
        processor.append(seconds(lambda: verify_case(case), time.process_time) / hash_s)
    assert all(check.passed for check in verify_case(case))
    return {
        "files": FILES,
        "file_bytes": FILE_SIZE,
        "rounds": ROUNDS,
        "verify_time_over_hash_time": [round(ratio, 2) for ratio in ratios],
        "median": round(statistics.median(ratios), 2),
        "wanted_at_most": 1.5,
        "processor_time_ratio_median": round(statistics.median(processor), 2),
        "verify_s_median": round(statistics.median(verify_times), 2),
        "seal_and_log_files_per_s": round(FILES / seal_s),
    }


def main():
    """Measure both and freeze the result."""
    parent = sys.argv[1] if len(sys.argv) > 1 else None
    folder = Path(tempfile.mkdtemp(prefix="dalil-bench-", dir=parent))
    try:
        result = {
            "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
            f"Python {platform.python_version()}; load average at start {os.getloadavg()[0]:.1f}",
            "measured": f"{datetime.now(UTC):%Y-%m-%d}",
            "sealing_large_files": sealing_large_files(folder),
            "verifying_many_files": verifying_many_files(folder),
        }
    finally:
        shutil.rmtree(folder)
    text = json.dumps(result, indent=2) + "\n"
    Path(__file__).with_name("result.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
