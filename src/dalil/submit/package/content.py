"""The checks that a limited child makes: what the content of a submission says, held against itself."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from dalil.limited import LimitReached, Limits
from dalil.limited_host import limited_output
from dalil.submit.package.files import Folder
from dalil.vault.log.chain import Problem

__all__ = ["Found", "ask_content"]

LIMITS = Limits(seconds=1800, clock_seconds=3600, output_bytes=1 << 28)
"""A thousand times what the largest submission measured takes (bench/submit/results.md); its faults fit in 256 MiB."""
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
