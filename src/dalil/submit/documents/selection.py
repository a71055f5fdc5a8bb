"""What the letter says where a rule of the case chose the incidents that have a sheet: who chose, and how."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.casefile.sections import AnnexRule
from dalil.submit.content.dossier import Dossier
from dalil.submit.elements.blocks import Block, bullets, heading, paragraph
from dalil.submit.elements.frame import party_name
from dalil.submit.elements.wording import Wording

__all__ = ["selection_blocks"]


def selection_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The part of the letter that says who chose the sheets and by which rule. Nothing where all have one."""
    rule = dossier.settings.submit.annex
    if not rule.chooses or dossier.request.only:
        return
    chosen = sum(len(volume.entries) for volume in dossier.volumes)
    yield heading(words.text("selection.title"))
    by = rule.by or dossier.settings.organisation
    who = words.text("selection.by", by=words.own(by)) if by else words.text("selection.by_nobody")
    yield paragraph(words.text("selection.text", chosen=chosen, whole=len(dossier.entries), who=who))
    yield bullets(list(_conditions(dossier, rule, words)))
    if rule.reason:
        yield paragraph(words.text("selection.reason", reason=words.own(rule.reason)))
    yield paragraph(words.text("selection.no_sample"))


def _conditions(dossier: Dossier, rule: AnnexRule, words: Wording) -> Iterator[str]:
    parties = words.joined(words.own(party_name(dossier, party, words)) for party in rule.parties)
    for key, shown in (("grades", words.terms("grade", rule.grades)), ("parties", parties),
                       ("objects", words.terms("object", rule.objects))):  # fmt: skip
        if shown:
            yield words.text(f"selection.{key}", which=shown)
    if rule.only:
        # Ids of the rule that this audience does not have are counted and not named: a name would say that it exists.
        known = {entry.id for entry in dossier.entries}
        missing = sum(name not in known for name in rule.only)
        yield words.text("selection.only", value=len(rule.only) - missing)
        if missing:
            yield words.text("selection.only_missing", value=missing)
