"""One tree of errors.

Each says what was expected, what was found, where, and what to do, and knows the exit status of the command
line: 1 something was found wrong, 2 called wrongly, 3 could not.
"""

from __future__ import annotations

import re
from typing import ClassVar

__all__ = ["CannotProceed", "DalilError", "Refused", "UsageError", "VerificationFailed", "one_line", "visible"]

# Escapes, line ends that overwrite, marks that turn the direction, halves of surrogate pairs; tab and newline stay.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""`text` as a terminal may show it: signs that would steer it or turn its lines round are written out.

    >>> visible("Su-24\x1b[2J")
    'Su-24\\x1b[2J'
    """
    return _STEERING.sub(lambda sign: ascii(sign.group())[1:-1], text)


def one_line(text: str) -> str:
    r"""`visible`, and line ends and tabs written out too: a name with a line end in it could forge the next line.

    >>> one_line("a\n  4  ok")
    'a\\n  4  ok'
    """
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


class DalilError(Exception):
    """The root. `what` is one sentence; the rest are short phrases, shown only where they are given."""

    # The contract of the command line: 1 something was found wrong, 2 called wrongly, 3 could not.
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, expected: str = "", found: str = "", where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what, self.expected, self.found, self.where, self.do = what, expected, found, where, do

    def __str__(self) -> str:
        parts = [("Expected", self.expected), ("Found", self.found), ("Where", self.where), ("Do", self.do)]
        return visible("\n".join([self.what, *(f"  {label}: {text}" for label, text in parts if text)]))

    def as_json(self) -> dict[str, str]:
        """The same as one JSON object, for `--json`."""
        return {
            "error": self.what,
            "expected": self.expected,
            "found": self.found,
            "where": self.where,
            "do": self.do,
        }


class Refused(DalilError):
    """A file, a row or a value that cannot be taken as it is."""


class VerificationFailed(DalilError):
    """A check did not hold."""


class UsageError(DalilError):
    """The command or the function was called wrongly."""

    exit_code = 2


class CannotProceed(DalilError):
    """Nothing is wrong with the input, but it cannot be done now: locked, disk full, no permission."""

    exit_code = 3
