"""What the content of a submission says, held against itself by a limited child, and against bag-info.txt."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dalil.limited import LimitReached, Limits
from dalil.limited_host import limited_output
from dalil.recheck.reading import Unreadable, read_text
from dalil.submit.package.files import Folder, as_problem
from dalil.submit.package.sign import NOBODY, SIGNED_BY
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint

__all__ = ["Found", "Tags", "ask_content", "contradictions", "read_tags", "wrong_tags"]

LIMITS = Limits(seconds=1800, clock_seconds=3600, output_bytes=1 << 28)
"""A thousand times what the largest submission measured takes (bench/submit/results.md); its faults fit in 256 MiB."""
INFO, DECLARATION = "bag-info.txt", "bagit.txt"
POSITION, FICTIONAL_TAG = "Dalil-Log-Position", "Fictional"
_OXUM = "Payload-Oxum"
_ALL = (7, 8, 12, 13, 14)  # the checks that come from the child


def ask_content(folder: Folder) -> BinaryIO:
    """Start the child; what it finds is read when it is wanted."""
    asked = json.dumps({"folder": str(folder.path.absolute()), "files": sorted(folder.ordinary)}).encode()
    return limited_output("dalil.recheck.content", [], asked, LIMITS, where="data")


@dataclass(frozen=True, slots=True)
class Found:
    """What the child said: problems by the number of their check, files by their mark, and counts."""

    faults: Mapping[int, tuple[Problem, ...]]
    marks: Mapping[str, bool]
    counted: Mapping[str, Any]

    @classmethod
    def read(cls, asked: BinaryIO) -> Found:
        """Wait for the child. One that was ended by a limit has failed every check that it was to make."""
        try:
            said = json.load(io.TextIOWrapper(asked, encoding="utf-8"))
        except LimitReached as reached:
            problem = Problem(reached.expected or "content that can be read", reached.found, reached.where)
            return cls(dict.fromkeys(_ALL, (problem,)), {}, {})
        faults = {number: tuple(Problem(*rest) for n, *rest in said["faults"] if n == number) for number in _ALL}
        return cls(faults, said["marks"], said)

    def looked_at(self, number: int) -> str:
        """What was looked at where a check holds."""
        stated, partly = self.counted.get("stated", ()), self.counted.get("partly", ())
        made = f"{self.counted.get('same', 0)} figures made again, {len(partly)} of them in part"
        return {
            7: f"{made}; {len(stated)} can only be stated",
            8: f"{self.counted.get('incidents', 0)} incidents, {len(self.counted.get('columns', ()))} columns",
            12: f"{self.counted.get('json_files', 0)} files",
            13: f"position, and {len(self.marks)} files with or without the mark of a simulated case",
            14: f"{self.counted.get('sentences', 0)} sentences",
        }[number]

    def notes(self, number: int) -> list[str]:
        """What of it was not compared: parts of figures, sentences in a language that this version does not write."""
        if number == 7:
            only = [f"only stated: {each}" for each in self.counted.get("stated", ())]
            return [f"in part: {each}" for each in self.counted.get("partly", ())] + only
        if number == 14:
            return [f"not compared: sentences in the language {each}" for each in self.counted.get("languages", ())]
        return []


@dataclass(frozen=True, slots=True)
class Tags:
    """The lines of both files, and what is wrong with how they are written."""

    declared: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]

    def all(self, label: str) -> list[str]:
        """Every value under this label."""
        return [value for name, value in self.said if name == label]

    def one(self, label: str) -> str:
        """The first value under it, empty where there is none."""
        return next(iter(self.all(label)), "")

    @property
    def signer(self) -> str:
        """Whom it names as the signer of the documents. A line that is missing is no permission to sign."""
        return self.one(SIGNED_BY) or NOBODY


def position_of(points: Mapping[str, Checkpoint]) -> str:
    """The position of the log as bag-info.txt has it: the chains with their sizes."""
    return ", ".join(f"{name[:8]}:{points[name].size}" for name in sorted(points))


def read_tags(path: Path) -> Tags:
    """Read both files; one that cannot be read is a problem and says nothing."""
    lines: dict[str, list[str]] = {INFO: [], DECLARATION: []}
    problems = []
    for name in lines:
        try:
            # By newlines alone: other signs that end a line would let a value pass as a label.
            lines[name] = read_text(path / name, name).split("\n")
        except Unreadable as error:
            problems.append(as_problem(error))
    said = [(label, value) for label, colon, value in (line.partition(": ") for line in lines[INFO]) if colon]
    return Tags(tuple(lines[DECLARATION]), tuple(said), tuple(problems))


def wrong_tags(folder: Folder, tags: Tags) -> Iterator[Problem]:
    """What is wrong with version and size, and lines that stand twice."""
    yield from tags.problems
    payload = [folder.path / name for name in folder.names if name.startswith("data/")]
    size = f"{sum(file.lstat().st_size for file in payload)}.{len(payload)}"
    if tags.one(_OXUM) != size:
        yield Problem(f"{_OXUM}: {size}", tags.one(_OXUM) or "nothing of the kind", INFO)
    version = "BagIt-Version: 1.0"
    if version not in tags.declared:
        found = next((line for line in tags.declared if line.startswith("BagIt-Version")), "nothing of the kind")
        yield Problem(version, found, DECLARATION)
    for label in dict.fromkeys(name for name, _ in tags.said):
        if len(tags.all(label)) > 1:
            yield Problem(f"{label} once", f"{len(tags.all(label))} times", INFO)


def contradictions(tags: Tags, points: Mapping[str, Checkpoint], marks: Mapping[str, bool]) -> Iterator[Problem]:
    """Where position and mark of a simulated case are not those of the content; `marks` says which files have it."""
    expected, found = position_of(points), tags.all(POSITION)
    if found != [expected]:
        yield Problem(f"{POSITION}: {expected}", " and ".join(found) or "nothing", INFO)
    fictional = bool(tags.all(FICTIONAL_TAG))
    for name, marked in sorted(marks.items()):
        if marked is not fictional:
            words = ("the mark of a simulated case", "none")
            yield Problem(*(words if fictional else words[::-1]), name)
