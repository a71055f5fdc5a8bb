"""How often: rates with their intervals, ratios between periods, and where a rate changed."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import Figure
from dalil.submit.elements.blocks import Block, bullets, heading, note, paragraph, table
from dalil.submit.elements.cite import cited, sentences
from dalil.submit.elements.frame import captioned
from dalil.submit.elements.pictures import pictures
from dalil.submit.elements.wording import Wording

__all__ = ["attacks_on", "rate_blocks"]

_WHOLE = "whole"


def rate_blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The section of the letter; nothing where the audience has no rate."""
    rows = [row for scope in _scopes(dossier) for row in _rows(dossier, words, *scope)]
    if not rows:
        return
    yield heading(words.text("rates.title"))
    yield paragraph(" ".join([words.text("rates.text"), *sentences(dossier, words, ("exposure.days",))]))
    head = [words.text(f"rates.{key}") for key in ("attacks", "period", "every", "a_day", "figure")]
    yield table(head, rows, ["2", "2.6", "2.6", "1.8r", "1"], captioned(dossier, words, words.text("rates.caption")))
    found = [line for prefix, _ in _scopes(dossier) for line in _comparisons(dossier, words, prefix)]
    if found:
        yield bullets(found)
    yield from pictures(dossier, words, *(f"rate-{name}" for name in dossier.settings.count.rate_objects))
    yield note(words.text("rates.note", level=dossier.settings.count.change_level))


def attacks_on(words: Wording, category: str) -> str:
    """What a category of rates is called."""
    return words.text("rates.all") if category == "all" else words.term("object", category)


def _scopes(dossier: Dossier) -> list[tuple[str, str]]:
    """The beginning of the figures' names and the title of each: the whole case, then its named scopes."""
    return [("", ""), *((f"scope.{scope.id}.", scope.title or scope.id) for scope in dossier.settings.scopes)]


def _rows(dossier: Dossier, words: Wording, prefix: str, title: str) -> Iterator[list[str]]:
    periods = [_WHOLE, *(period.id for period in dossier.settings.periods)]
    for category in ("all", *dossier.settings.count.rate_objects):
        for period in periods:
            rate = dossier.figures.get(f"{prefix}rate.{category}.{period}")
            if rate is None:
                continue
            every = dossier.figures.get(f"{prefix}every.{category}.{period}")
            named = [words.own(title), attacks_on(words, category)] if title else [attacks_on(words, category)]
            behind = [figure for figure in (every, rate) if figure is not None]
            yield [
                words.joined(named), _period(dossier, words, period), _every(words, every) if every else "–",
                _with_interval(words, rate), words.ltr(", ".join(figure.reference for figure in behind)),
            ]  # fmt: skip


def _period(dossier: Dossier, words: Wording, period: str) -> str:
    if period == _WHOLE:
        return words.text("rates.whole")
    named = next(each for each in dossier.settings.periods if each.id == period)
    days = (named.from_ or dossier.settings.from_, named.to or dossier.settings.to)
    return f"{words.own(named.title or named.id)}: {' – '.join(words.day(day) for day in days)}"


def _every(words: Wording, figure: Figure) -> str:
    """One every 2.4 days (1.5–4.1)."""
    unit = "hours" if figure.unit == "hours" else "days"
    return words.text(f"rates.every_{unit}", shown=_with_interval(words, figure))


def _with_interval(words: Wording, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return words.number(figure.value)
    return words.ltr(f"{figure.value:.3g} ({figure.low:.3g}–{figure.high:.3g})")


def _comparisons(dossier: Dossier, words: Wording, prefix: str) -> Iterator[str]:
    """Ratios of periods, and for each category what the search for changes gave."""
    ids = [period.id for period in dossier.settings.periods]
    for category in ("all", *dossier.settings.count.rate_objects):
        ratios = [
            f"{prefix}ratio.{category}.{after}.{before}" for n, before in enumerate(ids) for after in ids[n + 1 :]
        ]
        yield from sentences(dossier, words, ratios)
        start = f"{prefix}change.{category}."
        claimed = dossier.figures.get(f"{start}claimed")
        if claimed is not None and not claimed.value:
            yield cited(words, words.text("rates.no_change", attacks=attacks_on(words, category)), claimed)
        else:
            found = (name for name in dossier.figures if name.startswith(start) and name != f"{start}claimed")
            yield from sentences(dossier, words, (f"{start}claimed", *sorted(found)))
