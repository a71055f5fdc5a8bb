"""Run the measurements behind the claims, one after the other, and say which claim each is about.

`python bench/run.py` lists and runs all; with names (`python bench/run.py vault road`) only those. They take from a
minute to an hour; results are frozen beside each script with the machine they came from. Compare ratios within one
run, not seconds between machines.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def scripts() -> list[Path]:
    """Every script below bench/ that can be run, in the order of the stages."""
    order = ("vault", "intake", "simulate", "link", "sky", "attribute", "count", "submit", "road", "house")
    found = [path for path in HERE.rglob("*.py") if path != HERE / "run.py" and "__main__" in path.read_text("utf-8")]
    return sorted(found, key=lambda path: (order.index(path.relative_to(HERE).parts[0]), path))


def claim(path: Path) -> str:
    """The first line of the script's docstring."""
    return path.read_text(encoding="utf-8").split('"""')[1].strip().splitlines()[0]


def main() -> None:
    wanted = sys.argv[1:]
    failed = []
    for path in scripts():
        if wanted and path.relative_to(HERE).parts[0] not in wanted:
            continue
        print(f"\n{path.relative_to(HERE.parent)}: {claim(path)}", flush=True)
        started = time.perf_counter()
        if subprocess.run([sys.executable, str(path)], cwd=HERE.parent, check=False).returncode:
            failed.append(str(path.relative_to(HERE.parent)))
        print(f"  took {time.perf_counter() - started:,.0f} s", flush=True)
    if failed:
        sys.exit("did not finish: " + ", ".join(failed))


if __name__ == "__main__":
    main()
