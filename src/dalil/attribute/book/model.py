"""The code book: what each kind of observation says about each party, as data with a source for every number.

A variable has values; for each party the book gives Dirichlet pseudo-counts over them ("of so many aircraft of this
party that witnesses named, so many were called a Su-24"), each with a citation or the word `judgement` and by whom.
Reliability, reading error and overdispersion stand beside them. Nothing about a conflict is in this file.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from dalil.attribute.lines.registry import lines

__all__ = [
    "CERTAINTIES",
    "FEEDS",
    "LINES",
    "OF_SKY",
    "OTHER",
    "SOURCE_KINDS",
    "WHOLE_LINES",
    "Codebook",
    "Problem",
    "Range",
    "Variable",
    "folded",
]

OTHER = "other"
"""The hypothesis "another party, or unknown". It is never graded."""

LINES = tuple(line.name for line in lines())
"""Lines of evidence by name, in the order in which they are weighed and shown."""

OF_SKY = tuple(line.name for line in lines() if line.of_sky)
"""Those that the sky gives ratios for; all others are read from records."""

FEEDS = {feed.name: (line, feed) for line in lines() for feed in line.feeds}
"""The fields of records that a variable can be fed by, each with its line."""

SOURCE_KINDS = tuple(kind for line in lines() for kind in line.kinds)
"""Kinds of origin that have a reliability of their own, the first the best of those that one report can have."""

WHOLE_LINES = {line.name: line.whole for line in lines() if line.whole}
"""Lines that have a reliability as a whole, beside that of each origin: the accounts of one place may all repeat one
story, and what labels a flight or names a target may have been taken from it too."""

CERTAINTIES = ("certain", "probable", "possible")
"""How sure the one who judged is."""


def folded(text: str) -> str:
    """What is written, without case, spaces and signs."""
    return "".join(character for character in text.casefold() if character.isalnum())


class _Book(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(_Book):
    """A number with the range in which it may lie, and where it comes from."""

    value: float = Field(gt=0, lt=1)
    low: float = Field(gt=0, lt=1)
    high: float = Field(gt=0, lt=1)
    citation: str
    by: str = ""


class Variable(_Book):
    """One kind of observation.

    `rho` is how alike separate witnesses of one origin are: 0 independent, towards 1 copies of each other; they are
    worth at most 1/rho witnesses. `role` is what the variable bears on: who did it, or another role of the case.
    `written` maps what records say to values, after folding of case and spaces.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    role: str = "direct"
    fed_by: tuple[str, ...]
    values: tuple[str, ...] = Field(min_length=2)
    # Ten unanimous witnesses of one origin are worth about three apart.
    rho: float = Field(default=0.3, gt=0, lt=1)
    # One in twenty: below half, or a reading would speak for what it does not show.
    reading_error: float = Field(default=0.05, ge=0, lt=0.5)
    written: dict[str, str] = Field(default_factory=dict)
    counts: dict[str, dict[str, float]]
    citation: str
    by: str = ""
    citations: dict[str, str] = Field(default_factory=dict)  # of one party, where it differs


class Codebook(_Book):
    """The whole book. `flat` is a pseudo-count shared evenly by all values of a variable, also those not named."""

    title: str
    author: str
    # In all, not for each value: as a count for each it drowned variables with many values (docs/decisions/060).
    flat: float = Field(default=1.0, gt=0)
    reliability: dict[str, Range]
    certainty: dict[str, float] = Field(default_factory=lambda: {"certain": 1.0, "probable": 0.85, "possible": 0.6})
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the book that a person must look at. An `error` stops a run; a gap is used as it stands."""

    where: str
    what: str
    error: bool = False
