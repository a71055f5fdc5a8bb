"""Malform each file of a small submission in every way of tests/submit/malformed.py, and verify it: malformed.py.

Freezes in malformed.json how many there were, how many failed a check, and what broke. Run from the repository.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from tests.submit.conftest import hand_over, make_case, make_facts, make_settings
from tests.submit.malformed import MALFORMED

from dalil.submit import verify_submission

RESULT = Path(__file__).with_name("malformed.json")


def main() -> None:
    found: Counter[str] = Counter()
    broke: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        case, out = make_case(Path(folder)), Path(folder) / "out"
        facts = make_facts(chain=case.writer.keys.fingerprint)
        hand_over(case, facts, make_settings(), out, audience="commission", languages=("en",))
        files = sorted(path for path in out.rglob("*") if path.is_file())
        for path in files:
            whole = path.read_bytes()
            for name, malform in MALFORMED.items():
                forged = malform(whole)
                if forged == whole:
                    found["the same bytes"] += 1
                    continue
                path.write_bytes(forged)
                where = f"{path.relative_to(out)}, {name}"
                try:
                    found["found" if any(not check.passed for check in verify_submission(out)) else "passed"] += 1
                except Exception as error:  # noqa: BLE001 - what is measured is that there is none
                    broke.append(f"{where}: {type(error).__name__}")
            path.write_bytes(whole)
            print(path.relative_to(out), dict(found), len(broke), flush=True)
        assert all(check.passed for check in verify_submission(out))
        shutil.rmtree(out)
    result = {"ways": len(MALFORMED), "files": len(files), **dict(sorted(found.items())), "broke": broke}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
