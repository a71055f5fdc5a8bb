"""The letter: what was done, the figures, what was withheld and refused, how to check. Each number is a figure's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dalil.messages import catalogue
from dalil.records.kinds import OBJECTS
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import GRADES
from dalil.submit.content.figures import STATED, WITHHELD
from dalil.submit.documents.aim import aim_blocks
from dalil.submit.documents.paragraphs import paragraphs
from dalil.submit.documents.rates import rate_blocks
from dalil.submit.documents.selection import selection_blocks
from dalil.submit.documents.statements import statement_blocks
from dalil.submit.elements.blocks import Block, bullets, code, heading, note, paragraph, table
from dalil.submit.elements.cite import cited, counted, ranged, sentences
from dalil.submit.elements.findings import party_or_set
from dalil.submit.elements.frame import captioned, framed, party_name
from dalil.submit.elements.wording import Wording

__all__ = ["MAIN", "letter", "refused_texts", "tolls"]

_REPORTS = ("reports.total", "reports.in_scope", "reports.outside_period", "reports.outside_area", "reports.no_place")
MAIN = ("incidents.total", "incidents.several_organisations", "incidents.one_report", "incidents.cluster_populated",
         "incidents.incendiary_populated")  # fmt: skip
_NAMED = ("persons.named.killed", "persons.named.killed.civilians", "persons.named.killed.children")
_TOLLS = (("killed", "total"), ("killed", "civilians"), ("killed", "children"), ("killed", "medical"),
          ("injured", "total"), ("injured", "civilians"), ("injured", "children"))  # fmt: skip
_MOST_PARTIES = 12  # rows that leave the table on one page; figures.json has all
_MOST_RECALLED = 40  # ids in one paragraph; changes.json has all
_MOST_REASONS = 12  # sentences on what was refused, each with at most
_MOST_NAMES = 8  # names of figures; how many more there are is said
_FIELD = re.compile(r"\\\{(\w+)\\\}")
_UNKNOWN = ("incidents.no_point", "incidents.no_place", "incidents.day_uncertain", "incidents.no_party_alleged",
            "reports.refused")  # fmt: skip


def letter(dossier: Dossier, words: Wording) -> dict[str, Any]:
    """The letter in one language, for the template `document`."""
    parts = (
        _done,
        selection_blocks,
        _figures,
        rate_blocks,
        aim_blocks,
        _responsible,
        statement_blocks,
        _own,
        _asked,
        _withheld,
        _changed,
        _unknown,
        _check,
    )
    blocks = [block for part in parts for block in part(dossier, words)]
    title = words.own(dossier.settings.title)
    return framed(dossier, words, title, words.text("letter.subtitle"), _facts(dossier, words), blocks)


def _facts(dossier: Dossier, words: Wording) -> list[tuple[str, str]]:
    settings, receiver = dossier.settings, dossier.released.receiver
    area = words.box(settings.area) if settings.area else words.text("letter.area_none")
    return [
        (words.text("letter.to"), words.own(receiver.title(words.language))),
        (words.text("letter.period"), f"{words.day(settings.from_)} – {words.day(settings.to)}"),
        (words.text("letter.area"), area),
        (words.text("letter.organisations"), words.joined(words.own(name) for name in dossier.organisations) or "–"),
        (words.text("letter.position"), words.day(dossier.at.date())),
    ]


def _done(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("letter.done"))
    # For a follow-up question the incidents were named, and no rule chose them.
    chosen = dossier.settings.submit.annex.chooses and not dossier.request.only
    register = "done_register_chosen" if chosen else "done_register"
    for key in ("done_read", "done_scope", register, "done_alleged"):
        yield paragraph(words.text(f"letter.{key}"))
    yield heading(words.text("letter.reports"), 2)
    yield bullets(sentences(dossier, words, _REPORTS))


def _figures(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("letter.figures"))
    yield paragraph(words.text("letter.figures_intro"))
    # Persons by name only where somebody was named: a zero would read as nobody having been killed.
    named = tuple(name for name in _NAMED if (found := dossier.figures.get(name)) and found.value)
    yield bullets([*sentences(dossier, words, MAIN), *tolls(dossier, words), *sentences(dossier, words, named)])
    yield note(words.text("letter.toll_note"))
    yield from _objects(dossier, words)
    yield note(words.text("letter.overlap"))


def tolls(dossier: Dossier, words: Wording) -> Iterator[str]:
    """For each group the sums over the incidents in which it is stated, and in how many it is not."""
    for fate, group in _TOLLS:
        ends = ("min", "max", "not_stated", "max_not_stated")
        low, high, silent, open_ = (dossier.figures.get(f"{fate}.{group}.{end}") for end in ends)
        if low is None or low.value is None:
            continue
        named = {"fate": words.term("fate", fate), "group": words.term("group", group), "rows": low.rows}
        sentence = words.text("letter.toll_open", low=low.value, **named)
        if high is not None and high.value is not None:
            key = "toll_same" if high.value == low.value else "toll"
            sentence = words.text(f"letter.{key}", low=low.value, high=high.value, **named)
        for key, figure in (("toll_no_maximum", open_), ("toll_silent", silent)):
            if figure is not None and figure.value:
                sentence = words.text(f"letter.{key}", sentence=sentence, value=figure.value)
        behind = (figure for figure in (low, high, open_, silent) if figure is not None and figure.value)
        yield cited(words, sentence, *behind)


def _objects(dossier: Dossier, words: Wording) -> Iterator[Block]:
    stated = [fate for fate in ("killed", "injured") if dossier.states(f"{fate}.civilians", "object")]
    rows = []
    for name in OBJECTS:
        figure = dossier.figures.get(f"incidents.object.{name}")
        if figure is None or not figure.value:
            continue
        ranges = (ranged(dossier, words, f"{fate}.civilians", f".object.{name}") for fate in stated)
        rows.append([words.term("object", name), counted(words, figure), *ranges])
    if rows:
        head = [
            words.text(f"letter.{key}") for key in ("object", "incidents", *(f"{fate}_civilians" for fate in stated))
        ]
        caption = captioned(dossier, words, words.text("letter.objects"))
        yield table(head, rows, ["2", "1.1r", *["1.8r"] * len(stated)], caption)


def _responsible(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("letter.findings"))
    graded = list(_graded(dossier, words))
    if graded:
        head = [words.text("letter.party"), *(words.term("grade", grade) for grade in GRADES)]
        yield table(head, graded, ["3", "1r", "1r", "1r"], captioned(dossier, words, words.text("letter.graded")))
        yield bullets(sentences(dossier, words, ("incidents.grade.not_attributed",)))
    elif not any(entry.finding for entry in dossier.entries):
        yield paragraph(words.text("letter.findings_none"))
    yield paragraph(words.text("letter.findings_note"))
    rows = []
    for figure in dossier.by("party"):
        if figure.value:
            label = words.own(party_name(dossier, figure.counted, words))
            rows.append((-figure.value, [label, counted(words, figure)]))
    if rows:
        head = [words.text(f"letter.{key}") for key in ("party", "incidents")]
        ordered = [row for _, row in sorted(rows)[:_MOST_PARTIES]]
        yield table(head, ordered, ["4", "1.4r"], captioned(dossier, words, words.text("letter.parties")))


def _graded(dossier: Dossier, words: Wording) -> Iterator[list[str]]:
    """A row for each party or set: incidents by grade, each number with its figure; single parties first."""
    found = {(figure.party, figure.grade): figure for figure in dossier.by("attributed") if figure.party}
    for party in sorted({party for party, _ in found}, key=lambda ids: (ids.count("+"), ids)):
        cells = (found.get((party, grade)) for grade in GRADES)
        yield [party_or_set(dossier, party, words), *(counted(words, figure) for figure in cells)]


def _own(dossier: Dossier, words: Wording) -> Iterator[Block]:
    text = dossier.request.own.get(words.language, "")
    if text.strip():
        yield heading(words.text("letter.own"))
        yield note(words.text("letter.own_note"))
        yield from paragraphs(text, words, dossier.figures)


def _asked(dossier: Dossier, words: Wording) -> Iterator[Block]:
    if not dossier.requests:
        return
    yield heading(words.text("letter.requests"))
    yield paragraph(" ".join([words.text("letter.requests_text"), *sentences(dossier, words, (f"{STATED}requests",))]))


def _withheld(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("letter.withheld"))
    if not dossier.released.withheld_reports:
        yield paragraph(words.text("letter.withheld_none"))
    found = [
        dossier.figures[name] for name in dossier.figures if name.startswith(WITHHELD) and dossier.figures[name].value
    ]
    yield bullets([cited(words, figure.texts[words.language], figure) for figure in found])
    yield paragraph(words.text("letter.withheld_classes"))


def _changed(dossier: Dossier, words: Wording) -> Iterator[Block]:
    changes = dossier.changes
    if changes is None:
        return
    yield heading(words.text("letter.changes"))
    yield paragraph(words.text("letter.changes_since", bag=words.ltr(changes.since[:16])))
    yield bullets(sentences(dossier, words, (f"{STATED}{name}" for name in changes.counts)))
    if changes.recalled:
        yield paragraph(
            words.text("letter.recall", reports=words.joined(map(words.ltr, changes.recalled[:_MOST_RECALLED])))
        )


def _unknown(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("letter.unknown"))
    yield bullets(sentences(dossier, words, _UNKNOWN))
    refused = list(refused_texts(dossier, words))
    if refused:
        yield paragraph(words.text("letter.refused"))
        yield bullets(refused)


def _check(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield heading(words.text("letter.check"))
    yield paragraph(words.text("letter.check_intro"))
    yield paragraph(words.text("letter.check_figures"))
    certificate = dossier.request.certificate
    yield paragraph(
        words.text(
            "letter.documents_signed", by=words.own(certificate.subject), sha256=words.ltr(certificate.fingerprint)
        )
        if certificate
        else words.text("letter.documents_unsigned")
    )
    yield paragraph(words.text("letter.check_position"))
    lines = [f"{point.chain}  {point.size:>8}  {point.time}  {point.root}" for point in dossier.head]
    yield paragraph(f"{words.text('letter.fingerprint')}: {words.ltr(dossier.fingerprint)}")
    yield code("\n".join(lines))


def refused_texts(dossier: Dossier, words: Wording) -> Iterator[str]:
    """One sentence for each reason, with the figures that it kept back."""
    names: dict[str, list[str]] = {}
    for row in dossier.refused:
        full = ".".join(filter(None, (row["scope"], row["name"])))
        names.setdefault(_reason(row, words), []).append(full)
    for reason, kept in list(names.items())[:_MOST_REASONS]:
        listed = [words.ltr(name) for name in kept[:_MOST_NAMES]]
        if len(kept) > _MOST_NAMES:
            listed.append(words.text("and_more", value=len(kept) - _MOST_NAMES))
        yield words.text("letter.refused_reason", reason=reason, names=words.joined(listed))
    if len(names) > _MOST_REASONS:
        yield words.text("and_more", value=len(names) - _MOST_REASONS)


def _reason(row: dict[str, Any], words: Wording) -> str:
    """The sentence of the catalogue; a reason that it lacks stands in its own words.

    The table holds the English sentence alone: what fills its fields is read back from there.
    """
    key, text = f"count.refused.{row['reason']}", row["text"] or ""
    if key not in catalogue(words.language):
        return words.own(text)
    # The table holds the sentence filled in: its fields are found by the gaps of the English template.
    template = re.escape(catalogue("en").sentences[key])
    filled = re.fullmatch(_FIELD.sub(r"(?P<\1>.+?)", template), text)
    if filled is None:
        return words.own(text)
    fields = {name: words.ltr(value) for name, value in filled.groupdict().items()}
    return catalogue(words.language).text(key, **fields)
