"""What is wrong with a code book that can be read: faults stop a run, gaps are used as they stand."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Collection, Iterator

from dalil.attribute.book.model import (
    CERTAINTIES,
    FEEDS,
    OTHER,
    SOURCE_KINDS,
    WHOLE_LINES,
    Codebook,
    Problem,
    Variable,
    folded,
)
from dalil.casefile.settings import Settings

__all__ = ["problems"]

# Pseudo-counts of one party beyond this claim to know more than anybody has counted.
MANY = 500
KINDS = (*SOURCE_KINDS, *WHOLE_LINES.values())


def problems(book: Codebook, settings: Settings) -> Iterator[Problem]:
    """Every fault and gap, by where it stands."""
    parties = {party.id for party in settings.parties}
    yield from _of_reliability(book)
    yield from _of_certainty(book)
    yield from _doubled(book)
    for variable in book.variables:
        where = f"variables.{variable.id}"
        if variable.role not in settings.roles:
            near = _near(variable.role, settings.roles)
            yield Problem(where, f"unknown role {variable.role!r}{near}", error=True)
        yield from _of_values(variable, where)
        for party, counts in variable.counts.items():
            yield from _of_counts(variable, f"{where}.counts.{party}", party, counts, parties)
        yield from _gaps(variable, where, parties)
        yield from _uncited(where, variable.citation, variable.by)
        for party, citation in variable.citations.items():
            if party not in parties | {OTHER}:
                yield Problem(
                    f"{where}.citations.{party}", f"not a party of the case{_near(party, parties)}", error=True
                )
            yield from _uncited(f"{where}.citations.{party}", citation, variable.by)


def _of_reliability(book: Codebook) -> Iterator[Problem]:
    for kind, given in book.reliability.items():
        where = f"reliability.{kind}"
        if kind not in KINDS:
            yield Problem(where, f"unknown kind of source{_near(kind, KINDS)}", error=True)
        if not given.low <= given.value <= given.high:
            yield Problem(
                where, f"the value {given.value} lies outside its range {given.low} … {given.high}", error=True
            )
        elif given.low == given.high:
            yield Problem(where, "low and high are equal: the book claims to know this number exactly")
        yield from _uncited(where, given.citation, given.by)
    for kind in KINDS:
        if kind not in book.reliability:
            yield Problem(f"reliability.{kind}", f"not given; {0.5 if kind in SOURCE_KINDS else 0.9} is used")


def _of_certainty(book: Codebook) -> Iterator[Problem]:
    for word, share in book.certainty.items():
        if word not in CERTAINTIES:
            yield Problem(f"certainty.{word}", f"unknown word{_near(word, CERTAINTIES)}", error=True)
        if not 0 < share <= 1:
            yield Problem(f"certainty.{word}", f"{share} is not above 0 and at most 1", error=True)
    for word in CERTAINTIES:
        if word not in book.certainty:
            yield Problem(f"certainty.{word}", "not given; 1 is used: no doubt at all")


def _doubled(book: Codebook) -> Iterator[Problem]:
    for name, times in Counter(variable.id for variable in book.variables).items():
        if times > 1:
            yield Problem(f"variables.{name}", f"{times} variables have this id", error=True)
    seen: dict[str, str] = {}
    for variable in book.variables:
        if not variable.fed_by:
            yield Problem(f"variables.{variable.id}", "nothing feeds it: `fed_by` is empty")
        for feed in variable.fed_by:
            if feed not in FEEDS:
                yield Problem(f"variables.{variable.id}", f"unknown source {feed!r}{_near(feed, FEEDS)}", error=True)
            if feed in seen:
                yield Problem(
                    f"variables.{variable.id}", f"{feed} also feeds {seen[feed]}: it would count twice", error=True
                )
            seen[feed] = variable.id


def _of_values(variable: Variable, where: str) -> Iterator[Problem]:
    for value, times in Counter(variable.values).items():
        if times > 1:
            yield Problem(f"{where}.values", f"{value!r} stands there {times} times", error=True)
    meant: dict[str, str] = {folded(value): value for value in variable.values}
    for written, value in variable.written.items():
        if value not in variable.values:
            near = _near(value, variable.values)
            yield Problem(f"{where}.written.{written}", f"unknown value {value!r}{near}", error=True)
        elif meant.setdefault(folded(written), value) != value:
            also = meant[folded(written)]
            yield Problem(f"{where}.written.{written}", f"means {value!r} here and {also!r} elsewhere", error=True)


def _of_counts(
    variable: Variable, where: str, party: str, counts: dict[str, float], parties: set[str]
) -> Iterator[Problem]:
    if party not in parties | {OTHER}:
        yield Problem(where, f"not a party of the case{_near(party, parties)}", error=True)
    for value, count in counts.items():
        if value not in variable.values:
            yield Problem(where, f"unknown value {value!r}{_near(value, variable.values)}", error=True)
        if not (math.isfinite(count) and count >= 0):
            yield Problem(
                f"{where}.{value}", f"{count} cannot be a count: it must be finite, and not negative", error=True
            )
    # Shares are taken and pointed out: as pseudo-counts they say that one case in all was seen.
    total = sum(counts.values())
    if total == 0:
        yield Problem(where, "the counts add up to nothing: leave the party out, or say what it shows", error=True)
    elif abs(total - 1) < 1e-6:
        yield Problem(where, "the counts add up to 1: are these shares? A count says how many cases a share rests on")
    elif total > MANY:
        yield Problem(where, f"the counts claim {total:g} observations, more than {MANY}: is that known?")


def _gaps(variable: Variable, where: str, parties: set[str]) -> Iterator[Problem]:
    for party in sorted(parties - set(variable.counts)):
        yield Problem(f"{where}.counts", f"nothing about {party}: it is taken to look like the others together")
    for value in variable.values:
        if not any(counts.get(value) for counts in variable.counts.values()):
            yield Problem(f"{where}.values", f"no party has {value!r}: only its share of `flat` speaks")
    # It would be set aside in the run as uninformative, without a word about the book.
    if len(variable.counts) > 1 and len({tuple(sorted(counts.items())) for counts in variable.counts.values()}) == 1:
        yield Problem(f"{where}.counts", "all parties show the same: this variable cannot tell them apart")


def _uncited(where: str, citation: str, by: str) -> Iterator[Problem]:
    if not citation.strip():
        yield Problem(where, "no citation; where it is a judgement, write `judgement` and by whom", error=True)
    if citation.strip().casefold() in ("judgement", "judgment") and not by.strip():
        yield Problem(where, "a judgement without the name of who judged", error=True)


def _near(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; known: {', '.join(sorted(known))}"
