"""The annex: contents, summary tables and charts, the map, the register, the volumes of sheets, the figures cited."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dalil.records import GROUPS
from dalil.records.kinds import OBJECTS, REPORT_KINDS, WEAPONS
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import Figure
from dalil.submit.documents.exhibits import exhibit_blocks
from dalil.submit.documents.index import index_blocks, not_attributed_blocks
from dalil.submit.documents.letter import letter
from dalil.submit.documents.statements import checked_blocks
from dalil.submit.elements.blocks import Block, bars, chart_map, contents, heading, note, page, paragraph, table
from dalil.submit.elements.cite import counted, ranged
from dalil.submit.elements.frame import captioned, framed, party_name
from dalil.submit.elements.maps import draw
from dalil.submit.elements.pictures import drawing_blocks
from dalil.submit.elements.register import REGISTER_WIDTHS, place_of, register_head, row_of
from dalil.submit.elements.wording import Wording

__all__ = ["annex"]

_MOST_MONTHS = 36  # bars of a chart that stays on one page; figures.json has all
_MOST_PLACES = 20  # bars, the longest; figures.json has all
_MOST_ROWS = 1_000  # beyond, the register stands in the volumes alone: one table of 7,520 rows takes 1 GB to set


def annex(dossier: Dossier, words: Wording) -> dict[str, Any]:
    """The annex in one language, for the template `document`."""
    blocks = [
        contents(words.text("annex.contents")),
        page(),
        *_summary(dossier, words),
        *drawing_blocks(dossier, words),
        *_map(dossier, words),
        *_volumes(dossier, words),
        *_register(dossier, words),
        *not_attributed_blocks(dossier, words),
        *checked_blocks(dossier, words),
        *exhibit_blocks(dossier, words),
        *index_blocks(dossier, words),
    ]
    # Last: it lists the figures that the blocks before it, and the letter, have cited.
    blocks += _cited(dossier, words, [*letter(dossier, words)["blocks"], *blocks])
    title = words.own(dossier.settings.title)
    return framed(dossier, words, title, words.text("annex.subtitle"), (), blocks)


def _summary(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("annex.summary"))
    yield note(words.text("annex.legend"))
    yield heading(words.text("annex.persons"), 2)
    rows = [row for group in GROUPS if (row := _group_row(dossier, words, group))]
    head = [words.text(f"annex.{key}") for key in ("group", "killed", "silent_killed", "injured", "silent_killed")]
    yield table(
        head,
        rows,
        ["1.6", "2r", "1.3r", "2r", "1.3r"],
        captioned(dossier, words, words.text("annex.persons"), headed=True),
    )
    for key, family, codes in (("objects", "object", OBJECTS), ("weapons", "weapon", WEAPONS),
                               ("kinds", "kind", REPORT_KINDS)):  # fmt: skip
        named = [(words.term(family, code), f"incidents.{family}.{code}") for code in codes]
        yield from _chart(dossier, words, key, named)
    yield from _chart(dossier, words, "parties", _parties(dossier, words))
    yield from _months(dossier, words)
    yield from _places(dossier, words)


def _group_row(dossier: Dossier, words: Wording, group: str) -> list[str]:
    cells = [words.term("group", group)]
    stated = False
    for fate in ("killed", "injured"):
        stated = stated or f"{fate}.{group}.min" in dossier.figures
        cells.append(ranged(dossier, words, f"{fate}.{group}"))
        cells.append(counted(words, dossier.figures.get(f"{fate}.{group}.not_stated")))
    return cells if stated else []


def _chart(dossier: Dossier, words: Wording, key: str, named: list[tuple[str, str]]) -> Iterator[Block]:
    found = [(label, dossier.figures[name]) for label, name in named if name in dossier.figures]
    rows = [(label, figure.value or 0.0, _shown(words, figure)) for label, figure in found if figure.value]
    if rows:
        yield heading(words.text(f"annex.{key}"), 2)
        yield bars(rows, captioned(dossier, words, words.text(f"annex.{key}"), headed=True))


def _shown(words: Wording, figure: Figure) -> str:
    return f"{words.number(figure.value)}  {words.ltr(f'[{figure.reference}]')}"


def _parties(dossier: Dossier, words: Wording) -> list[tuple[str, str]]:
    ordered = sorted(dossier.by("party"), key=lambda figure: (-(figure.value or 0), figure.name))[:_MOST_PLACES]
    return [(words.own(party_name(dossier, figure.counted, words)), figure.name) for figure in ordered]


def _months(dossier: Dossier, words: Wording) -> Iterator[Block]:
    months = sorted(dossier.by("month"), key=lambda figure: figure.counted)
    if len(months) <= _MOST_MONTHS:
        rows = [(words.month(each.counted), each.value or 0.0, _shown(words, each)) for each in months]
        key = "months"
    else:
        years: Counter[str] = Counter()
        for each in months:
            years[each.counted[:4]] += int(each.value or 0)
        rows = [(words.ltr(year), float(n), words.number(n)) for year, n in sorted(years.items())]
        key = "years"
    if rows:
        yield heading(words.text(f"annex.{key}"), 2)
        yield bars(rows, captioned(dossier, words, words.text(f"annex.{key}"), headed=True))
    if rows and key == "years":
        yield note(words.text("annex.years_note"))


def _places(dossier: Dossier, words: Wording) -> Iterator[Block]:
    """The figures of places, the same in every language: a place has one spelling here, however records write it."""
    found = [figure for figure in dossier.by("place") if figure.value]
    most = sorted(found, key=lambda figure: (-(figure.value or 0), figure.name))[:_MOST_PLACES]
    spelled = {e.row["place"]: place_of(e, words) for e in reversed(dossier.entries) if e.row["place"]}
    rows = [[spelled.get(each.counted) or words.own(each.counted), counted(words, each)] for each in most]
    if rows:
        yield heading(words.text("annex.places"), 2)
        head = [words.text("annex.place"), words.text("letter.incidents")]
        yield table(head, rows, ["5", "1r"], captioned(dossier, words, words.text("annex.places"), headed=True))


def _map(dossier: Dossier, words: Wording) -> Iterator[Block]:
    points = [(e.row["latitude"], e.row["longitude"]) for e in dossier.entries if e.row["latitude"] is not None]
    drawing = draw(points, dossier.settings.area)
    if drawing is None:
        return
    yield page()
    yield heading(words.text("annex.map"))
    caption = words.text("annex.map_caption", value=len(points))
    if drawing["outside"]:
        caption += " " + words.text("annex.map_outside", value=drawing["outside"])
    yield chart_map(drawing, captioned(dossier, words, caption), words.text("annex.map_alt"))


def _volumes(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("annex.volumes"))
    chosen = sum(len(volume.entries) for volume in dossier.volumes)
    whole = chosen == len(dossier.entries)
    yield paragraph(words.text("annex.volumes_intro" if whole else "annex.volumes_chosen", value=chosen))
    for volume in dossier.volumes:
        ends = (words.ltr(volume.entries[0].sheet), words.ltr(volume.entries[-1].sheet))
        named = words.ltr(volume.file(words.language))
        yield paragraph(words.text("annex.volume_file", number=volume.number, first=ends[0], last=ends[1], file=named))


def _register(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield page()
    yield heading(words.text("annex.register"))
    if len(dossier.entries) > _MOST_ROWS:
        yield paragraph(words.text("annex.register_elsewhere", value=len(dossier.entries)))
        return
    yield paragraph(words.text("annex.register_intro", zone=words.ltr(dossier.settings.zone)))
    volume_of = {entry.id: volume.number for volume in dossier.volumes for entry in volume.entries}
    rows = [[*row_of(entry, words), words.number(volume_of.get(entry.id))] for entry in dossier.entries]
    head = [*register_head(words), words.text("annex.volume")]
    caption = captioned(dossier, words, words.text("annex.register"), headed=True)
    yield table(head, rows, [*REGISTER_WIDTHS, "0.7r"], caption)


def _cited(dossier: Dossier, words: Wording, said: list[Block]) -> Iterator[Block]:
    """Each figure whose number stands anywhere in the letter or the annex."""
    text = json.dumps(said, ensure_ascii=False)
    numbers = {int(number) for number in re.findall(r"\bF(\d+)\b", text)}
    for first, last in re.findall(r"\bF(\d+)–F(\d+)\b", text):
        numbers.update(range(int(first), int(last) + 1))
    rows = [_cited_row(figure, words) for figure in dossier.figures.values() if figure.number in numbers]
    yield page()
    yield heading(words.text("annex.figures"))
    yield paragraph(words.text("annex.figures_intro", value=len(dossier.figures)))
    head = [words.text(f"annex.{key}") for key in ("figure", "what", "value", "rows", "remade")]
    caption = captioned(dossier, words, words.text("annex.figures"), headed=True)
    yield table(head, rows, ["0.8", "5", "1.2r", "1r", "1.6"], caption)


def _cited_row(figure: Figure, words: Wording) -> list[str]:
    value = words.number(figure.value)
    if figure.low is not None and figure.high is not None:
        value = words.text("annex.interval", value=figure.value or 0, low=figure.low, high=figure.high)
    remade = words.text("annex.remade_yes" if figure.query else "annex.remade_no")
    if figure.query and not figure.whole:
        remade = words.text("annex.remade_part", value=words.number(figure.shipped[0] if figure.shipped else None))
    label = figure.labels.get(words.language, figure.name)
    return [words.ltr(figure.reference), label, value, words.number(figure.rows), remade]
