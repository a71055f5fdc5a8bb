"""What bagit.txt and bag-info.txt say, against what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dalil.recheck.reading import Unreadable, read_text
from dalil.submit.package.files import Folder, as_problem
from dalil.submit.package.sign import NOBODY, SIGNED_BY
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint

__all__ = ["FICTIONAL_TAG", "INFO", "POSITION", "Tags", "contradictions", "position_of", "read_tags", "wrong_tags"]

INFO, DECLARATION = "bag-info.txt", "bagit.txt"
POSITION, FICTIONAL_TAG = "Dalil-Log-Position", "Fictional"
_OXUM = "Payload-Oxum"


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
    expected, found = position_of(points), tags.one(POSITION)
    if found != expected:
        yield Problem(f"{POSITION}: {expected}", found or "nothing", INFO)
    fictional = bool(tags.all(FICTIONAL_TAG))
    for name, marked in sorted(marks.items()):
        if marked is not fictional:
            words = ("the mark of a simulated case", "none")
            yield Problem(*(words if fictional else words[::-1]), name)
