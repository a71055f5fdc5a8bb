"""Which incidents have a sheet: every one, or those that a rule of the case chooses; and what that may cost in pages.

The rule is applied to what leaves: a party or a grade that the audience may not have chooses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dalil.casefile.sections import AnnexRule
from dalil.errors import Refused
from dalil.submit.blocks import Block, bullets, heading, paragraph
from dalil.submit.entries import Entry
from dalil.submit.findings import HELD
from dalil.submit.frame import party_name
from dalil.submit.matter import Matter
from dalil.submit.wording import Wording

__all__ = ["demand_budget", "pages_of", "select", "selection_blocks"]

_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")


def select(entries: Sequence[Entry], rule: AnnexRule) -> list[Entry]:
    """The incidents that the rule gives a sheet, in the order of the register. An empty rule gives every one."""
    if not rule.chooses:
        return list(entries)
    return [entry for entry in entries if entry.id in rule.only or _meets(entry, rule)]


def _meets(entry: Entry, rule: AnnexRule) -> bool:
    """True where every condition that the rule states is met; one that states none chooses by `only` alone."""
    found = entry.finding if entry.review != HELD else None
    conditions = [
        (rule.grades, {found["grade"]} if found else set()),
        (rule.parties, set((found["party"] or "").split("+")) if found else set()),
        (rule.objects, set(entry.row["objects_hit"] or ())),
    ]
    stated = [(set(wanted), has) for wanted, has in conditions if wanted]
    return bool(stated) and all(wanted & has for wanted, has in stated)


def selection_blocks(matter: Matter, words: Wording) -> Iterator[Block]:
    """The part of the letter that says who chose the sheets and by which rule. Nothing where all have one."""
    rule = matter.settings.submit.annex
    if not rule.chooses or matter.asked:
        return
    chosen = sum(len(volume.entries) for volume in matter.volumes)
    yield heading(words.text("selection.title"))
    by = rule.by or matter.settings.organisation
    who = words.text("selection.by", by=words.own(by)) if by else words.text("selection.by_nobody")
    yield paragraph(words.text("selection.text", chosen=chosen, whole=len(matter.entries), who=who))
    yield bullets(list(_conditions(matter, rule, words)))
    if rule.reason:
        yield paragraph(words.text("selection.reason", reason=words.own(rule.reason)))
    yield paragraph(words.text("selection.no_sample"))


def _conditions(matter: Matter, rule: AnnexRule, words: Wording) -> Iterator[str]:
    parties = words.joined(words.own(party_name(matter, party, words)) for party in rule.parties)
    for key, shown in (("grades", words.terms("grade", rule.grades)), ("parties", parties),
                       ("objects", words.terms("object", rule.objects))):  # fmt: skip
        if shown:
            yield words.text(f"selection.{key}", which=shown)
    if rule.only:
        known = {entry.id for entry in matter.entries}
        missing = sum(name not in known for name in rule.only)
        yield words.text("selection.only", value=len(rule.only) - missing)
        if missing:
            yield words.text("selection.only_missing", value=missing)


def demand_budget(folder: Path, matter: Matter, languages: Iterable[str]) -> None:
    """Raise `Refused` where the letter, with its sheets where a rule chose them, has more pages than the budget.

    Without a rule the sheets are the whole register, and the budget is the letter's alone.
    """
    budget, chosen = matter.settings.submit.page_budget, matter.settings.submit.annex.chooses and not matter.asked
    for language in languages:
        files = [f"letter.{language}.pdf", *(volume.file(language) for volume in matter.volumes if chosen)]
        pages = {name: pages_of(folder / name) for name in files}
        if sum(pages.values()) > budget:
            raise Refused(
                "The submission is longer than its page budget.",
                expected=f"at most {budget} pages (submit.page_budget)",
                found=f"{sum(pages.values())} pages: " + ", ".join(f"{name} {n}" for name, n in pages.items()),
                where="case.toml, submit",
                do="choose fewer incidents in submit.annex, shorten the paragraphs, or raise submit.page_budget",
            )


def pages_of(pdf: Path) -> int:
    """How many pages a PDF of ours has: the count at the root of its page tree, which is the largest.

    Raises `Refused` for a file in which none is found.
    """
    counts = [int(a or b) for a, b in _PAGES.findall(pdf.read_bytes())]
    if not counts:
        raise Refused("The pages of a document could not be counted.", expected="a page tree", where=pdf.name)
    return max(counts)
