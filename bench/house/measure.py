"""Claim: one report row is seen through in 150 files or fewer; no folder, function or room is more than one can survey.

Run `python bench/house/measure.py`. Files entered are those of `src/dalil` in which a function was called while a
case of one report row went through add, run and submit, in a process of its own (`--way`); a file that was imported
only does not count, and all are imported before the count begins. Compiled kernels are called past the profiler: a
file of nothing else is not seen. The other figures are read off the source. The result is frozen in `result.json`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import threading
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCE, TESTS = ROOT / "src" / "dalil", ROOT / "tests"
ROW = (
    "report_id,organisation,earliest,time_precision,place,latitude,longitude,place_precision,kind,objects_hit,weapons,"
    "killed_civilians_min,killed_civilians_max,parties_alleged,narrative,consent\n"
    "1,One,2016-07-05T14:00,minute,Hill Street,36.2,37.1,street,airstrike,hospital,cluster,2,3,north,Two bombs fell.,"
    "commission\n"
)
NEW = ("--title", "T", "--zone", "Asia/Damascus", "--from", "2016-07-01", "--to", "2016-12-31")


def way_of_a_row() -> dict[str, list[str]]:
    """The files entered by each command, in a process whose modules are all there before it begins."""
    code = [sys.executable, str(Path(__file__)), "--way"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DALIL_CONFIG": f"{folder}/keys", "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(code, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def trace_the_way() -> None:
    """Run the three commands here and print what they entered as JSON."""
    import dalil

    for module in pkgutil.walk_packages(dalil.__path__, "dalil."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    Path("reports.csv").write_text(ROW, encoding="utf-8")
    run = _runner()
    run("new", "one.case", *NEW)
    found = {
        name: _entered(lambda command=command: run(*command))
        for name, command in (
            ("add", ("add", "one.case", "reports.csv")),
            ("run", ("run", "one.case")),
            ("submit", ("submit", "one.case", "out", "--to", "commission", "--lang", "en,ar")),
        )
    }
    print("\n" + json.dumps(found))


def _runner() -> Callable[..., None]:
    from typer.testing import CliRunner

    from dalil.cli import app

    def run(*arguments: str) -> None:
        done = CliRunner().invoke(app, list(arguments))
        if done.exit_code:
            raise SystemExit(f"{arguments}: {done.output}")

    return run


def _entered(call: Callable[[], None]) -> list[str]:
    """The files of the program in which a function was called meanwhile, in any thread."""
    names: set[str] = set()

    def see(frame: FrameType, event: str, _: Any) -> None:
        # Bodies of modules and classes are no calls of a function: these alone are optimised.
        if event == "call" and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            names.add(frame.f_code.co_filename)

    threading.setprofile(see)
    sys.setprofile(see)
    try:
        call()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    return sorted(
        Path(name).resolve().relative_to(SOURCE).as_posix()
        for name in names
        if Path(name).resolve().is_relative_to(SOURCE)
    )


def files_a_folder() -> dict[str, int]:
    """Python files of each folder of the source, the fullest first."""
    counts = Counter(path.parent.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
    return dict(counts.most_common())


def most_arguments() -> tuple[int, list[str]]:
    """The largest number of arguments that a function takes, `self` aside, and which take so many."""
    found = [(count, f"{path.relative_to(SOURCE).as_posix()}:{name}") for path, name, count in _functions()]
    most = max(count for count, _ in found)
    return most, sorted(name for count, name in found if count == most)


def _functions() -> Iterator[tuple[Path, str, int]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*node.args.posonlyargs, *node.args.args]
                own = bool(given) and given[0].arg in ("self", "cls")
                more = len(node.args.kwonlyargs) + bool(node.args.vararg) + bool(node.args.kwarg)
                yield path, node.name, len(given) - own + more


def rooms() -> dict[str, dict[str, float | int]]:
    """For each room its lines, the share of lines with a comment, and lines of its tests over its own."""
    return {
        room.removesuffix(".py"): _room(SOURCE / room)
        for room in sorted(path.name for path in SOURCE.iterdir() if path.suffix == ".py" or path.is_dir())
        if any((SOURCE / room).rglob("*.py")) or room.endswith(".py")
    }


def _room(path: Path) -> dict[str, float | int]:
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    texts = [file.read_text(encoding="utf-8") for file in files]
    lines = sum(len(text.splitlines()) for text in texts)
    folder, single = TESTS / path.stem, TESTS / f"test_{path.stem}.py"
    own = [*folder.rglob("*.py")] if folder.is_dir() else []
    tests = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in (*own, single) if file.is_file())
    return {
        "lines": lines,
        "comments": round(sum(map(_comments, texts)) / max(lines, 1), 4),
        "tests_over_source": round(tests / max(lines, 1), 2),
    }


def _comments(text: str) -> int:
    """Lines with a comment; words for tools are none."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    tools = ("# fmt:", "# type:", "# noqa", "# mypy:", "# ruff:", "# pragma")
    return sum(token.type == tokenize.COMMENT and not token.string.startswith(tools) for token in tokens)


def whole() -> dict[str, float]:
    """Comments and tests over all rooms; benches and the tests of the suite itself are no room's."""
    found = rooms().values()
    lines = sum(room["lines"] for room in found)
    tests = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in TESTS.rglob("*.py"))
    return {
        "lines": lines,
        "comments": round(sum(room["comments"] * room["lines"] for room in found) / lines, 4),
        "tests_over_source": round(tests / lines, 2),
    }


def main() -> None:
    entered = way_of_a_row()
    every = sorted(set().union(*entered.values()))
    most, which = most_arguments()
    folders = files_a_folder()
    result = {
        "files": sum(folders.values()),
        "files_entered_by_one_row": len(every),
        "of_these_by_command": {name: len(files) for name, files in entered.items()},
        "files_in_the_fullest_folder": next(iter(folders.items())),
        "most_arguments": most,
        "functions_that_take_so_many": which,
        "whole": whole(),
        "rooms": rooms(),
        "entered": every,
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    (HERE / "result.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    trace_the_way() if "--way" in sys.argv else main()
