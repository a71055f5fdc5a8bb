"""Who was responsible, as a sheet says it: never stronger than the grade, and with what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.submit.entries import Entry
from dalil.submit.matter import Matter
from dalil.submit.wording import Wording

__all__ = ["HELD", "finding_texts", "party_or_set"]

HELD = "held"
_STANCES = ("supports", "contradicts", "silent", "not_looked_for")


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
        named = words.joined([words.term("line", line), words.own(origin)])
        yield words.text("finding.hangs_on", origin=named)
    if found["grade_falls_at"]:
        yield words.text("finding.falls_at", factor=float(found["grade_falls_at"]))


def party_or_set(matter: Matter, party: str, words: Wording) -> str:
    """A party, or a set `a+b` of parties of which it is one, and it is not established which."""
    named = [words.own(matter.party(each, words)) for each in party.split("+")]
    return named[0] if len(named) == 1 else words.text("finding.one_of", parties=words.joined(named))
