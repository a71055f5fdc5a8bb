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

__all__ = ["NOT_COVERED", "Found", "ask_content"]

_LIMITS = Limits(seconds=1800, clock_seconds=3600, output_bytes=1 << 28)
"""A thousand times what the largest submission measured takes (bench/submit/results.md); its faults fit in 256 MiB."""
_ALL = (7, 8, 16, 17, 18, 19)  # the checks that come from the child

NOT_COVERED: Mapping[int, tuple[str, ...]] = {
    7: ("of a figure its unit, and the number of rows behind it",),
    8: (
        "accounts.csv, exhibits.csv, requests.csv, withheld.csv, changes.json, provenance.jsonld, load.dat and the"
        " drawings against the register and the figures",
    ),
    9: ("Bagging-Date, Bag-Software-Agent and External-Description, which are only stated",),
    10: ("the words and numbers of PDF files, drawings and summary texts against figures.json and annex.csv",),
    17: ("the words before the value, and numbers among them",),
    18: ("a query that reads the tables and gives a value of its own, as CASE WHEN count(*) > 0 THEN 57 END does",),
}
"""What one could take each check to have compared, and it has not."""


def ask_content(folder: Folder) -> BinaryIO:
    """Start the child; what it finds is read when it is wanted."""
    asked = json.dumps({"folder": str(folder.path.absolute()), "files": sorted(folder.ordinary)}).encode()
    return limited_output("dalil.recheck.content", [], asked, _LIMITS, where="data")


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

    def problems(self, number: int) -> tuple[Problem, ...]:
        """What is wrong with it."""
        return self.faults[number]

    def looked_at(self, number: int) -> str:
        """What was looked at where a check holds."""
        stated, partly = self.counted.get("stated", ()), self.counted.get("partly", ())
        figures = self.counted.get("same", 0)
        return {
            7: f"{figures} figures made again, {len(partly)} of them in part; {len(stated)} can only be stated",
            8: f"{self.counted.get('incidents', 0)} incidents, {len(self.counted.get('columns', ()))} columns",
            16: f"{self.counted.get('json_files', 0)} files",
            17: f"{self.counted.get('sentences', 0)} sentences",
            18: f"{figures} queries",
        }[number]

    def not_covered(self, number: int) -> list[str]:
        """What it did not compare."""
        named = list(NOT_COVERED.get(number, ()))
        if number == 7:
            named += [f"{each} (in part)" for each in self.counted.get("partly", ())]
            named += [f"{each} (only stated)" for each in self.counted.get("stated", ())]
        if number == 17:
            named += [
                f"sentences in {each}, which this version does not write" for each in self.counted.get("languages", ())
            ]
        return named
