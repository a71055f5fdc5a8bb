"""Change one random byte of a submission, 500 times over, and count how often verify finds it: tamper.py [TIMES].

A tenth of the changes also remake every hash, as a forger would who has all but the key.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from measure import BenchCase, fill

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.stage import count
from dalil.submit import Request, submit, verify_submission
from dalil.submit.package.bag import MANIFEST, SIGNATURE, TAG_MANIFEST, close_bag
from dalil.vault.keys.own import Keys


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    settings = Settings.model_validate(
        {"title": "Qarah", "zone": "Asia/Damascus", "from": "2016-07-01", "to": "2016-07-31", "fictional": True}
    )
    facts = Facts.in_memory()
    fill(facts, 5)
    count(facts, settings)
    facts.query("DELETE FROM figure WHERE name LIKE '%.%.%.%'")  # fewer queries to make again each time
    draw, found, remade = random.Random(3), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        submit(BenchCase(Path(folder), settings), facts, out, Request())
        whole = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
        for n in range(times):
            path = draw.choice([path for path, content in whole.items() if content])
            at = draw.randrange(len(whole[path]))
            changed = bytearray(whole[path])
            changed[at] ^= draw.randint(1, 255)
            path.write_bytes(bytes(changed))
            if n % 10 == 0 and path.name not in (MANIFEST, TAG_MANIFEST, "bag-info.txt", "bagit.txt"):
                remade += 1
                remake(out, whole[out / SIGNATURE] if path != out / SIGNATURE else bytes(changed))
            found += any(not check.passed for check in verify_submission(out))
            for each, content in whole.items():
                each.write_bytes(content)
        assert all(check.passed for check in verify_submission(out))
    print(f"{found} of {times} found, {remade} of them with all hashes made anew")


def remake(out: Path, signature: bytes) -> None:
    info = dict(line.split(": ", 1) for line in (out / "bag-info.txt").read_text(encoding="utf-8").splitlines())
    for name in (MANIFEST, TAG_MANIFEST, SIGNATURE, "bag-info.txt", "bagit.txt"):
        (out / name).unlink()
    close_bag(out, info, Keys.make())
    (out / SIGNATURE).write_bytes(signature)


if __name__ == "__main__":
    main()
