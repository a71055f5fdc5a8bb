"""What stands around the blocks of every document: running head and foot, captions, the names of parties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dalil.messages import Language
from dalil.submit.content.dossier import Dossier
from dalil.submit.elements.blocks import Block
from dalil.submit.elements.wording import Wording

__all__ = ["captioned", "framed", "party_name", "typed"]


def framed(dossier: Dossier, words: Wording, title: str, subtitle: str, facts: Sequence[tuple[str, str]],
           blocks: Sequence[Block]) -> dict[str, Any]:  # fmt: skip
    """A document for the template: running head and foot, title, blocks."""
    settings, audience = dossier.settings, dossier.released.receiver.title(words.language)
    return {
        "language": words.language,
        "rtl": words.rtl,
        "type": typed(words.written),
        "fictional": words.text("fictional") if settings.fictional else "",
        "running": title,
        "audience": words.text("page.audience", audience=words.own(audience)),
        "page_label": words.text("page.label"),
        "position": words.text("page.position", position=words.ltr(dossier.position)),
        "author": settings.organisation or "Dalil",
        "title": title,
        "subtitle": subtitle,
        "facts": [list(fact) for fact in facts],
        "blocks": list(blocks),
    }


def typed(written: Language) -> dict[str, Any]:
    """The type of a language, as the templates take it: fonts, kerning, size in points, leading in em."""
    return {
        "fonts": list(written.fonts),
        "kerning": written.kerning,
        "size": written.size_pt,
        "leading": written.leading_em,
    }


def captioned(dossier: Dossier, words: Wording, text: str, *, headed: bool = False) -> str:
    """The caption of a table or chart; of a simulated case it says so. Under a heading it is not said twice."""
    if dossier.settings.fictional:
        return words.text("fictional_table", caption=text)
    return "" if headed else text


def party_name(dossier: Dossier, party_id: str, words: Wording) -> str:
    """A party's name in the case, in the language where it has one; or the id as it stands."""
    named = next((party for party in dossier.settings.parties if party.id == party_id), None)
    if named is None:
        return party_id
    return words.written.named(named.name, named.name_ar)
