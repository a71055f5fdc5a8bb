"""The annex: contents, summary tables and charts, the map, the register, the volumes of sheets, the figures cited."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dalil.records import GROUPS
from dalil.records.kinds import OBJECTS, REPORT_KINDS, WEAPONS
from dalil.submit.content.dossier import Matter
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

_MOST_MONTHS = 36
_MOST_PLACES = 20
_MOST_ROWS = 1_000  # beyond, the register stands in the volumes alone: one table of 7,520 rows takes 1 GB to set


def annex(matter: Matter, words: Wording) -> dict[str, Any]:
    """The annex in one language, for the template `document`."""
    blocks = [
        contents(words.text("annex.contents")),
        page(),
        *_summary(matter, words),
        *drawing_blocks(matter, words),
        *_map(matter, words),
        *_volumes(matter, words),
        *_register(matter, words),
        *not_attributed_blocks(matter, words),
        *checked_blocks(matter, words),
        *exhibit_blocks(matter, words),
        *index_blocks(matter, words),
    ]
    blocks += _cited(matter, words, [*letter(matter, words)["blocks"], *blocks])
    title = words.own(matter.settings.title)
    return framed(matter, words, title, words.text("annex.subtitle"), (), blocks)


def _summary(matter: Matter, words: Wording) -> Iterator[Block]:
    yield heading(words.text("annex.summary"))
    yield note(words.text("annex.legend"))
    yield heading(words.text("annex.persons"), 2)
    rows = [row for group in GROUPS if (row := _group_row(matter, words, group))]
    head = [words.text(f"annex.{key}") for key in ("group", "killed", "silent_killed", "injured", "silent_killed")]
    yield table(
        head,
        rows,
        ["1.6", "2r", "1.3r", "2r", "1.3r"],
        captioned(matter, words, words.text("annex.persons"), headed=True),
    )
    for key, family, codes in (("objects", "object", OBJECTS), ("weapons", "weapon", WEAPONS),
                               ("kinds", "kind", REPORT_KINDS)):  # fmt: skip
        named = [(words.term(family, code), f"incidents.{family}.{code}") for code in codes]
        yield from _chart(matter, words, key, named)
    yield from _chart(matter, words, "parties", _parties(matter, words))
    yield from _months(matter, words)
    yield from _places(matter, words)


def _group_row(matter: Matter, words: Wording, group: str) -> list[str]:
    cells = [words.term("group", group)]
    stated = False
    for fate in ("killed", "injured"):
        stated = stated or f"{fate}.{group}.min" in matter.figures
        cells.append(ranged(matter, words, f"{fate}.{group}"))
        cells.append(counted(words, matter.figures.get(f"{fate}.{group}.not_stated")))
    return cells if stated else []


def _chart(matter: Matter, words: Wording, key: str, named: list[tuple[str, str]]) -> Iterator[Block]:
    found = [(label, matter.figures[name]) for label, name in named if name in matter.figures]
    rows = [(label, figure.value or 0.0, _shown(words, figure)) for label, figure in found if figure.value]
    if rows:
        yield heading(words.text(f"annex.{key}"), 2)
        yield bars(rows, captioned(matter, words, words.text(f"annex.{key}"), headed=True))


def _shown(words: Wording, figure: Figure) -> str:
    return f"{words.number(figure.value)}  {words.ltr(f'[{figure.reference}]')}"


def _parties(matter: Matter, words: Wording) -> list[tuple[str, str]]:
    found = [figure for name, figure in matter.figures.items() if name.startswith("incidents.party.")]
    ordered = sorted(found, key=lambda figure: (-(figure.value or 0), figure.name))[:_MOST_PLACES]
    return [(words.own(party_name(matter, figure.counted, words)), figure.name) for figure in ordered]


def _months(matter: Matter, words: Wording) -> Iterator[Block]:
    prefix = "incidents.month."
    months = sorted(name.removeprefix(prefix) for name in matter.figures if name.startswith(prefix))
    if len(months) <= _MOST_MONTHS:
        rows = [(words.month(month), matter.figures[prefix + month].value or 0.0,
                 _shown(words, matter.figures[prefix + month])) for month in months]  # fmt: skip
        key = "months"
    else:
        years: Counter[str] = Counter()
        for month in months:
            years[month[:4]] += int(matter.figures[prefix + month].value or 0)
        rows = [(words.ltr(year), float(n), words.number(n)) for year, n in sorted(years.items())]
        key = "years"
    if rows:
        yield heading(words.text(f"annex.{key}"), 2)
        yield bars(rows, captioned(matter, words, words.text(f"annex.{key}"), headed=True))
    if rows and key == "years":
        yield note(words.text("annex.years_note"))


def _places(matter: Matter, words: Wording) -> Iterator[Block]:
    """The figures of places, the same in every language: a place has one spelling here, however records write it."""
    start = "incidents.place."
    found = [figure for name, figure in matter.figures.items() if name.startswith(start) and figure.value]
    most = sorted(found, key=lambda figure: (-(figure.value or 0), figure.name))[:_MOST_PLACES]
    spelled = {e.row["place"]: place_of(e, words) for e in reversed(matter.entries) if e.row["place"]}
    rows = [[spelled.get(each.counted) or words.own(each.counted), counted(words, each)] for each in most]
    if rows:
        yield heading(words.text("annex.places"), 2)
        head = [words.text("annex.place"), words.text("letter.incidents")]
        yield table(head, rows, ["5", "1r"], captioned(matter, words, words.text("annex.places"), headed=True))


def _map(matter: Matter, words: Wording) -> Iterator[Block]:
    points = [(e.row["latitude"], e.row["longitude"]) for e in matter.entries if e.row["latitude"] is not None]
    drawing = draw(points, matter.settings.area)
    if drawing is None:
        return
    yield page()
    yield heading(words.text("annex.map"))
    caption = words.text("annex.map_caption", value=len(points))
    if drawing["outside"]:
        caption += " " + words.text("annex.map_outside", value=drawing["outside"])
    yield chart_map(drawing, captioned(matter, words, caption), words.text("annex.map_alt"))


def _volumes(matter: Matter, words: Wording) -> Iterator[Block]:
    yield heading(words.text("annex.volumes"))
    chosen = sum(len(volume.entries) for volume in matter.volumes)
    whole = chosen == len(matter.entries)
    yield paragraph(words.text("annex.volumes_intro" if whole else "annex.volumes_chosen", value=chosen))
    for volume in matter.volumes:
        ends = (words.ltr(volume.entries[0].sheet), words.ltr(volume.entries[-1].sheet))
        named = words.ltr(volume.file(words.language))
        yield paragraph(words.text("annex.volume_file", number=volume.number, first=ends[0], last=ends[1], file=named))


def _register(matter: Matter, words: Wording) -> Iterator[Block]:
    yield page()
    yield heading(words.text("annex.register"))
    if len(matter.entries) > _MOST_ROWS:
        yield paragraph(words.text("annex.register_elsewhere", value=len(matter.entries)))
        return
    yield paragraph(words.text("annex.register_intro", zone=words.ltr(matter.settings.zone)))
    volume_of = {entry.id: volume.number for volume in matter.volumes for entry in volume.entries}
    rows = [[*row_of(entry, words), words.number(volume_of.get(entry.id))] for entry in matter.entries]
    head = [*register_head(words), words.text("annex.volume")]
    caption = captioned(matter, words, words.text("annex.register"), headed=True)
    yield table(head, rows, [*REGISTER_WIDTHS, "0.7r"], caption)


def _cited(matter: Matter, words: Wording, said: list[Block]) -> Iterator[Block]:
    """Each figure whose number stands anywhere in the letter or the annex."""
    text = json.dumps(said, ensure_ascii=False)
    numbers = {int(number) for number in re.findall(r"\bF(\d+)\b", text)}
    for first, last in re.findall(r"\bF(\d+)–F(\d+)\b", text):
        numbers.update(range(int(first), int(last) + 1))
    rows = [_cited_row(figure, words) for figure in matter.figures.values() if figure.number in numbers]
    yield page()
    yield heading(words.text("annex.figures"))
    yield paragraph(words.text("annex.figures_intro", value=len(matter.figures)))
    head = [words.text(f"annex.{key}") for key in ("figure", "what", "value", "rows", "remade")]
    caption = captioned(matter, words, words.text("annex.figures"), headed=True)
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
