"""Beyond the accidental: were protected places struck more than accident would give, and what else could say so."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import Figure
from dalil.submit.elements.blocks import Block, bullets, heading, note, paragraph
from dalil.submit.elements.cite import cited, sentences
from dalil.submit.elements.wording import Wording

__all__ = ["aim_blocks"]

_LEVEL = 0.05  # of the larger of two p-values, by convention: the sentence gives p itself
_LEFT_OUT = ("targeting.strikes", "targeting.left_out.from_name", "targeting.left_out.no_precise_place")


def aim_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The section of the letter; nothing where the question was not asked or was refused."""
    options = dossier.settings.count
    found = [line for category in options.aim_sites for line in _category(dossier, words, category)]
    again = list(_second_strikes(dossier, words))
    if not found and not again:
        return
    yield heading(words.text("aim.title"))
    yield paragraph(words.text("aim.text", radius=options.aim_radius_m, displacement=options.aim_displacement_m))
    yield bullets([*found, *again])
    if found:
        yield bullets(sentences(dossier, words, _LEFT_OUT))
    yield note(words.text("aim.note"))


def _category(dossier: Dossier, words: Wording, category: str) -> Iterator[str]:
    """What was seen beside what accident gives, then what would explain it away. p is the larger of two."""
    of = _named(dossier, f"targeting.{category}.", ("hits", "raids", "sites", "expected", "p"))
    if of is None:
        return
    values = {name: figure.value for name, figure in of.items()}
    sites = words.term("object", category)
    more = (of["p"].value or 0) <= _LEVEL
    yield cited(words, words.text("aim.more" if more else "aim.not_more", object=sites, **values), *of.values())
    away = _named(dossier, f"targeting.{category}.", ("tipping", "tipping_05", "surface_p"))
    if more and away is not None:
        shown = {name: figure.value for name, figure in away.items()}
        yield cited(words, words.text("aim.explained_away", object=sites, **shown), *away.values())


def _second_strikes(dossier: Dossier, words: Wording) -> Iterator[str]:
    of = _named(dossier, "second_strikes.", ("count", "expected", "p"))
    if of is None:
        return
    options = dossier.settings.count
    yield cited(
        words,
        words.text("aim.second", first=options.second_strike_from_minutes, last=options.second_strike_minutes,
                   metres=options.second_strike_m, **{name: figure.value for name, figure in of.items()}),
        *of.values(),
    )  # fmt: skip


def _named(dossier: Dossier, prefix: str, names: tuple[str, ...]) -> dict[str, Figure] | None:
    """The figures of these names, or None where the audience lacks one of them."""
    found = {name: dossier.figures[prefix + name] for name in names if prefix + name in dossier.figures}
    return found if len(found) == len(names) else None
