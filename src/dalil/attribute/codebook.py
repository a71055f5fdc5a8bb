"""The code book: what each kind of observation says about each party, as data with a source for every number.

A variable has values; for each party the book gives Dirichlet pseudo-counts over them ("of so many aircraft of this
party that witnesses named, so many were called a Su-24"), each with a citation or the word `judgement` and by whom.
Reliability, reading error and overdispersion stand beside them. Nothing about a conflict is in this file.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dalil.casefile.settings import Settings
from dalil.errors import Refused

__all__ = [
    "FEEDS",
    "LINES",
    "LINE_OF",
    "OTHER",
    "SOURCE_KINDS",
    "WHOLE_LINES",
    "Codebook",
    "Problem",
    "Range",
    "Variable",
    "check",
    "read_codebook",
]

OTHER = "other"
"""The hypothesis "another party, or unknown". It is never graded."""

FEEDS = (
    "testimony.aircraft", "testimony.party", "report.aircraft", "report.weapon", "report.kind", "report.hour",
    "report.strikes", "observation.aircraft", "observation.munition", "remnant.munition", "statement.admission",
    "context.siege", "context.ceasefire", "context.presence",
)  # fmt: skip
"""The fields of records that a variable can be fed by."""

LINES = ("accounts", "media", "remnants", "admission", "reference", "flight", "radio")
"""Lines of evidence: what comes from one kind of origin. The last two are the sky's."""

LINE_OF = {
    "testimony": "accounts", "report": "accounts", "observation": "media", "remnant": "remnants",
    "statement": "admission", "context": "reference",
}  # fmt: skip
"""The line that a feed belongs to, by the table it names."""

SOURCE_KINDS = ("saw", "heard", "told", "account", "exhibit", "remnant", "party", "reference")
"""Kinds of origin that have a reliability of their own, the first the best of those that one report can have."""

WHOLE_LINES = {"accounts": "story", "flight": "flight", "radio": "radio"}
"""Lines that have a reliability as a whole, beside that of each origin: the accounts of one place may all repeat one
story, and what labels a flight or names a target may have been taken from it too."""


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
    rho: float = Field(default=0.3, gt=0, lt=1)
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


def read_codebook(text: str, settings: Settings) -> Codebook:
    """Read the book, or raise `Refused` with the first fault."""
    try:
        book = Codebook.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Refused("The code book is not valid TOML.", found=str(error), do="mend that line") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise Refused(
            f"The code book: {first['msg']}", where=f"key {key}", found=repr(first["input"])[:120],
            do="docs/reference/codebook.md says what it may hold",
        ) from None  # fmt: skip
    for problem in _problems(book, settings):
        if problem.error:
            raise Refused(f"The code book: {problem.what}", where=problem.where, do="dalil codebook check lists all")
    return book


def check(text: str, settings: Settings) -> list[Problem]:
    """All that `dalil codebook check` has to say: errors first, then gaps."""
    try:
        book = Codebook.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return [Problem("file", str(error), error=True)]
    except ValidationError as error:
        return [Problem(".".join(map(str, each["loc"])), each["msg"], error=True) for each in error.errors()]
    return sorted(_problems(book, settings), key=lambda problem: (not problem.error, problem.where))


def _problems(book: Codebook, settings: Settings) -> Iterator[Problem]:
    parties = {party.id for party in settings.parties}
    known = (*SOURCE_KINDS, *WHOLE_LINES.values())
    yield from _doubled(book)
    for kind in book.reliability:
        if kind not in known:
            yield Problem(f"reliability.{kind}", f"unknown kind of source{_near(kind, known)}", error=True)
    for kind in SOURCE_KINDS:
        if kind not in book.reliability:
            yield Problem(f"reliability.{kind}", "not given; 0.5 is used")
    for kind in WHOLE_LINES.values():
        if kind not in book.reliability:
            yield Problem(f"reliability.{kind}", "not given; 0.9 is used")
    for kind, given in book.reliability.items():
        if not given.low <= given.value <= given.high:
            yield Problem(f"reliability.{kind}", "the value lies outside its range", error=True)
        yield from _uncited(f"reliability.{kind}", given.citation, given.by)
    for variable in book.variables:
        yield from _problems_of(variable, parties)
        if variable.role not in settings.roles:
            near = _near(variable.role, settings.roles)
            yield Problem(f"variables.{variable.id}", f"unknown role {variable.role!r}{near}", error=True)


def _doubled(book: Codebook) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for variable in book.variables:
        for feed in variable.fed_by:
            if feed in seen:
                yield Problem(
                    f"variables.{variable.id}", f"{feed} also feeds {seen[feed]}: it would count twice", error=True
                )
            seen[feed] = variable.id


def _problems_of(variable: Variable, parties: set[str]) -> Iterator[Problem]:
    where = f"variables.{variable.id}"
    for feed in variable.fed_by:
        if feed not in FEEDS:
            yield Problem(where, f"unknown source {feed!r}{_near(feed, FEEDS)}", error=True)
    for party, counts in variable.counts.items():
        if party not in parties | {OTHER}:
            yield Problem(f"{where}.counts.{party}", f"not a party of the case{_near(party, parties)}", error=True)
        for value, count in counts.items():
            if value not in variable.values:
                yield Problem(
                    f"{where}.counts.{party}", f"unknown value {value!r}{_near(value, variable.values)}", error=True
                )
            if count < 0:
                yield Problem(f"{where}.counts.{party}.{value}", "a pseudo-count is not negative", error=True)
        if sum(counts.values()) > 500:
            yield Problem(f"{where}.counts.{party}", "the counts claim more than 500 observations: is that known?")
    for party in sorted(parties - set(variable.counts)):
        yield Problem(f"{where}.counts", f"nothing about {party}: it is taken to look like the others together")
    for written, value in variable.written.items():
        if value not in variable.values:
            yield Problem(f"{where}.written.{written}", f"unknown value {value!r}", error=True)
    for value in variable.values:
        if not any(counts.get(value) for counts in variable.counts.values()):
            yield Problem(f"{where}.values", f"no party has {value!r}: only its share of `flat` speaks")
    yield from _uncited(where, variable.citation, variable.by)


def _uncited(where: str, citation: str, by: str) -> Iterator[Problem]:
    if not citation.strip():
        yield Problem(where, "no citation; where it is a judgement, write `judgement` and by whom", error=True)
    if citation.strip() == "judgement" and not by.strip():
        yield Problem(where, "a judgement without the name of who judged", error=True)


def _near(word: str, known: tuple[str, ...] | set[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; known: {', '.join(sorted(known))}"
