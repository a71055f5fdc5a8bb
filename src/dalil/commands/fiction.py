"""A fictional conflict whose truth is known: simulate, score, demo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dalil.commands import release, run
from dalil.commands.case import add, new
from dalil.commands.verify import verify
from dalil.errors import Refused, UsageError

__all__ = ["demo", "score", "simulate"]


def simulate(out: Path, *, seed: int, preset: str, assignments: Sequence[str]) -> dict[str, Any]:
    """A fictional conflict."""
    from dalil import simulate as room

    settings = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise UsageError("--set could not be read.", expected="NAME=VALUE", found=assignment)
        settings[name] = value
    return asdict(room.simulate(out, seed, preset, settings))


def score(path: Path, truth: Path, *, html: Path | None = None) -> dict[str, Any]:
    """How well the run recovered the truth."""
    from dalil.simulate.score import score as score_case

    scores = score_case(path, truth)
    if html is not None:
        html.write_text(scores.to_html(), encoding="utf-8")
    return scores.as_dict()


def demo(folder: Path, *, tell: Callable[[str], None]) -> dict[str, Any]:
    """The whole road on a fictional conflict: files, case, run, submission, verification, score."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / "conflict" / "case.toml").is_file():
            raise UsageError("The demo folder holds something else.", where=str(folder), do="name a new folder")
        shutil.rmtree(folder)
    conflict, case, out = folder / "conflict", folder / "demo.case", folder / "submission"
    tell("1  a fictional conflict, as four organisations would hand it in")
    simulate(conflict, seed=1, preset="small", assignments=[])
    tell("2  a case; originals sealed, records read")
    new(case, {}, settings=conflict / "case.toml")
    add(case, [conflict / "raw"], as_=None, organisation=None, mapping=None)
    tell("3  computed: which records describe one attack, and the figures")
    run.run(case)
    tell("4  a submission for the commission")
    made = release.submit(case, out, release.requested())
    tell("5  verified: the case and the submission")
    reports = [verify(case), verify(out)]
    if not all(report["passed"] for report in reports):
        raise Refused("The demo did not verify.", do=f"run: dalil verify {case}; dalil verify {out}")
    tell("6  compared with the truth, which only a simulation has")
    scored = score(case, conflict / "truth", html=folder / "score.html")
    files = {"the case": case, "the comparison": folder / "score.html"}
    return {"open": made["open"] | {label: str(path) for label, path in files.items()}, "score": scored}
