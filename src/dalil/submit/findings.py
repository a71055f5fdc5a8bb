"""Whom the evidence points to, as a sheet says it: the reasons of attribution, never stronger than the grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dalil.casefile.facts import Facts
from dalil.messages import catalogue
from dalil.messages.origins import origin_words
from dalil.submit.entries import Entry
from dalil.submit.frame import party_name
from dalil.submit.matter import Matter
from dalil.submit.port import ReasonsLike, ReasonsOf
from dalil.submit.wording import Wording

__all__ = ["HELD", "finding_parts", "finding_texts", "party_or_set", "reasons_for"]

HELD = "held"
_STANCES = ("supports", "contradicts", "silent", "not_looked_for")
_PARTS = ("supports", "contradicts", "silent", "not_looked_for", "set_aside", "hangs_on", "review")


def reasons_for(
    facts: Facts, entries: Sequence[Entry], languages: Sequence[str], reasons_of: ReasonsOf | None
) -> dict[str, Mapping[str, ReasonsLike]]:
    """By language and incident, from the cut tables; none of findings that a person holds back or that do not leave."""
    if reasons_of is None:
        return {}
    found = [entry for entry in entries if entry.finding and entry.finding["reasons"] and entry.review != HELD]
    return {language: reasons_of(facts, [entry.id for entry in found], language) for language in languages}


def finding_parts(matter: Matter, entry: Entry, words: Wording) -> Iterator[tuple[str, list[str]]]:
    """(heading, sentences) on one incident; without its reasons, where those do not leave, in a few sentences."""
    title, told = words.text("finding.title"), matter.reasons.get(words.language, {}).get(entry.id)
    if told is None:
        texts = list(finding_texts(matter, entry, words))
        if texts:
            yield title, texts
        return
    yield title, list(told.finding)
    for name in _PARTS:
        sentences = list(getattr(told, name))
        if name == "not_looked_for" and sentences:  # names of lines alone
            sentences = [f"{words.joined(sentences)}."]
        if sentences:
            yield told.heading(name), sentences


def finding_texts(matter: Matter, entry: Entry, words: Wording) -> Iterator[str]:
    """The sentences on one incident; none where attribution was not run, or its result does not leave."""
    found = entry.finding
    if found is None or found["grade"] is None:
        return
    if entry.review == HELD:
        yield words.text("finding.held")
        return
    if found["grade"] == "not_attributed":
        yield words.text("finding.not_attributed")
    elif found["party"]:
        yield words.text("finding.attributed", party=party_or_set(matter, found["party"], words),
                         grade=words.term("grade", found["grade"]))  # fmt: skip
        yield words.text("finding.accepted" if entry.review == "accepted" else "finding.unreviewed")
    for stance in _STANCES:
        lines = [words.term("line", line["line"]) for line in entry.lines if line["stance"] == stance]
        if lines:
            yield words.text(f"finding.{stance}", lines=words.joined(lines))
    if found["grade"] != "not_attributed" and found["hangs_on"]:
        line, _, origin = found["hangs_on"].partition(": ")
        source = origin_words(catalogue(words.language), line, origin, words.own) if origin else ""
        named = words.joined([words.term("line", line), source])
        yield words.text("finding.hangs_on", origin=named)
    if found["grade_falls_at"]:
        yield words.text("finding.falls_at", factor=float(found["grade_falls_at"]))


def party_or_set(matter: Matter, party: str, words: Wording) -> str:
    """A party, or a set `a+b` of parties of which it is one, and it is not established which."""
    named = [words.own(party_name(matter, each, words)) for each in party.split("+")]
    return named[0] if len(named) == 1 else words.text("finding.one_of", parties=words.joined(named))
