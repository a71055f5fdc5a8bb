"""Whom the evidence points to, as a sheet says it: the reasons of attribution, never stronger than the grade."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.messages import catalogue
from dalil.messages.origins import origin_words
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import HELD, Entry
from dalil.submit.elements.frame import party_name
from dalil.submit.elements.wording import Wording

__all__ = ["finding_parts", "finding_texts", "line_rows", "party_or_set"]

_STANCES = ("supports", "contradicts", "silent", "not_looked_for")
_PARTS = ("supports", "contradicts", "silent", "not_looked_for", "set_aside", "critical_origin", "review")


def finding_parts(dossier: Dossier, entry: Entry, words: Wording) -> Iterator[tuple[str, list[str]]]:
    """(heading, sentences) on one incident; without its reasons, where those do not leave, in a few sentences."""
    title, told = words.text("finding.title"), dossier.reasons.get(words.language, {}).get(entry.id)
    if told is None:
        texts = list(finding_texts(dossier, entry, words))
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


def finding_texts(dossier: Dossier, entry: Entry, words: Wording) -> Iterator[str]:
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
        yield words.text("finding.attributed", party=party_or_set(dossier, found["party"], words),
                         grade=words.term("grade", found["grade"]))  # fmt: skip
        yield words.text("finding.accepted" if entry.review == "accepted" else "finding.unreviewed")
    for stance in _STANCES:
        lines = [words.term("line", line["line"]) for line in entry.lines if line["stance"] == stance]
        if lines:
            yield words.text(f"finding.{stance}", lines=words.joined(lines))
    if found["grade"] != "not_attributed" and found["hangs_on"]:
        kind, origin = found["origin_kind"], found["origin_id"]
        source = origin_words(catalogue(words.language), kind, origin, words.own) if origin else ""
        named = words.joined([words.term("line", found["hangs_on"]), source])
        yield words.text("finding.hangs_on", origin=named)
    if found["grade_falls_at"]:
        yield words.text("finding.falls_at", factor=float(found["grade_falls_at"]))


def party_or_set(dossier: Dossier, party: str, words: Wording) -> str:
    """A party, or a set `a+b` of parties of which it is one, and it is not established which."""
    named = [words.own(party_name(dossier, each, words)) for each in party.split("+")]
    return named[0] if len(named) == 1 else words.text("finding.one_of", parties=words.joined(named))


def line_rows(entry: Entry, words: Wording, *, silent: bool = True) -> list[list[str]]:
    """Line, what it does, ratio, range; those that speak for the finding first. Nothing where nobody was found.

    `silent` says whether lines on which nothing was recorded have a row.
    """
    if not entry.finding or not entry.finding["party"]:
        return []
    known = [line for line in entry.lines if line["stance"] in (_STANCES if silent else _STANCES[:-1])]
    ordered = sorted(known, key=lambda line: (_STANCES.index(line["stance"]), -(line["ratio"] or 0), line["line"]))
    return [
        [
            words.term("line", line["line"]),
            words.text(f"evidence.{line['stance']}"),
            _ratio(line["ratio"], words),
            _range(line["ratio_low"], line["ratio_high"], words),
        ]
        for line in ordered
    ]


def _ratio(value: float | None, words: Wording) -> str:
    """Two significant digits: the code book supports no more."""
    return "–" if value is None else words.ltr(f"{float(f'{value:.2g}'):,.10g}")


def _range(low: float | None, high: float | None, words: Wording) -> str:
    if low is None or high is None:
        return "–"
    return words.ltr(f"{float(f'{low:.2g}'):,.10g}–{float(f'{high:.2g}'):,.10g}")
