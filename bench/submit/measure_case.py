"""Time and memory of a submission of a case that was run: python bench/submit/measure_case.py CASE [LANGS].

For the preset `siege`: dalil simulate SIM --seed 3 --preset siege; dalil new CASE --settings SIM/case.toml; dalil add
CASE SIM/raw; dalil run CASE. Results are kept beside in results.md.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from measure import Watch, _cpu

from dalil.commands import release


def main() -> None:
    case, languages = Path(sys.argv[1]), sys.argv[2].split(",") if len(sys.argv) > 2 else ["en", "ar"]
    with tempfile.TemporaryDirectory() as folder:
        out, asked = Path(folder) / "out", release.requested(languages=",".join(languages))
        started, cpu = time.perf_counter(), _cpu()
        with Watch() as watch:
            made = release.submit(case, out, asked)
        took, used = time.perf_counter() - started, _cpu() - cpu
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"incidents {made['incidents']} figures {made['figures']} volumes {made['volumes']} languages {languages}")
    print(
        f"submit {took:.1f} s, CPU {used:.1f} s, together {watch.most / 2**20:.0f} MiB, {size / 2**20:.0f} MiB written"
    )


if __name__ == "__main__":
    main()
