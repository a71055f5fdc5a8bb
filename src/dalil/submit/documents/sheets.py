"""One sheet for each incident: what is known, and each source's account side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dalil.records import GROUPS
from dalil.submit.content.dossier import Dossier, Volume
from dalil.submit.content.entries import HELD, Account, Entry
from dalil.submit.documents.statements import statements_against
from dalil.submit.elements.blocks import table
from dalil.submit.elements.findings import finding_parts, line_rows
from dalil.submit.elements.frame import captioned, framed, party_name
from dalil.submit.elements.register import REGISTER_WIDTHS, place_of, register_head, row_of, when_of
from dalil.submit.elements.strips import sheet_map, sky_strip, sky_title, time_strip
from dalil.submit.elements.wording import Wording

__all__ = ["sheets"]

_SIDE_BY_SIDE = 3  # accounts whose columns can still be read on A4
_MOST_SOURCES = 12  # addresses on a sheet; how many more there are is said


def sheets(dossier: Dossier, volume: Volume, words: Wording) -> dict[str, Any]:
    """One volume in one language, for the template `sheets`."""
    first, last = volume.entries[0].sheet, volume.entries[-1].sheet
    title = words.text("page.volume", title=words.own(dossier.settings.title), first=words.ltr(first),
                       last=words.ltr(last))  # fmt: skip
    page = framed(dossier, words, title, "", (), ())
    page["words"] = {
        "toll": captioned(dossier, words, words.text("sheet.toll")),
        "toll_head": [words.text(f"sheet.{key}") for key in ("group", "killed", "injured")],
        "accounts": captioned(dossier, words, words.text("sheet.accounts")),
        "sources": words.text("sheet.sources"),
        "lines_head": [words.text(f"evidence.{key}") for key in ("line", "stance", "ratio", "range")],
        "lines": captioned(dossier, words, words.text("evidence.title")),
        "lines_note": words.text("evidence.note"),
        "strip": captioned(dossier, words, words.text("evidence.strip")),
        "sky": captioned(dossier, words, sky_title(words)),
    }
    rows = [row_of(entry, words) for entry in volume.entries]
    caption = captioned(dossier, words, words.text("annex.register"), headed=True)
    page["register"] = table([*register_head(words)], rows, REGISTER_WIDTHS, caption)
    page["words"]["register"] = words.text("annex.register")
    page["sheets"] = [_sheet(dossier, entry, words) for entry in volume.entries]
    return page


def _sheet(dossier: Dossier, entry: Entry, words: Wording) -> dict[str, Any]:
    urls = list(dict.fromkeys(url for account in entry.accounts for url in account.urls))
    sources = [words.own(url) for url in urls[:_MOST_SOURCES]]
    if len(urls) > _MOST_SOURCES:
        sources.append(words.text("and_more", value=len(urls) - _MOST_SOURCES))
    parts = list(finding_parts(dossier, entry, words))
    # A statement is checked against a finding: where a person holds that back, there is none.
    if parts and entry.review != HELD and (said := list(statements_against(dossier, entry, words))):
        parts.append((words.text("statement.title"), said))
    return {
        "title": words.text("sheet.title", sheet=words.ltr(entry.sheet), when=when_of(entry, words)),
        "facts": [list(fact) for fact in _facts(dossier, entry, words) if fact[1]],
        "map": sheet_map(entry, words),
        "tolls": list(_tolls(entry, words)),
        "findings": [{"title": title, "texts": texts} for title, texts in parts],
        "lines": _lines(dossier, entry, words) if parts and entry.review != HELD else [],
        "strip": time_strip(entry, words),
        "sky": sky_strip(dossier.sky.get(entry.id), entry, words),
        "accounts": [
            _group(dossier, entry, part, words, first)
            for first, part in zip(
                range(1, len(entry.accounts) + 1, _SIDE_BY_SIDE), _parts(entry.accounts), strict=False
            )
        ],
        "withheld": words.text("sheet.account_withheld", value=entry.withheld) if entry.withheld else "",
        "sources": sources,
    }


def _lines(dossier: Dossier, entry: Entry, words: Wording) -> list[list[str]]:
    """Without those on which nothing was recorded where the reasons beside them list those."""
    told = entry.id in dossier.reasons.get(words.language, {})
    return line_rows(entry, words, silent=not told)


def _parts(accounts: Sequence[Account]) -> Iterator[Sequence[Account]]:
    for start in range(0, len(accounts), _SIDE_BY_SIDE):
        yield accounts[start : start + _SIDE_BY_SIDE]


def _facts(dossier: Dossier, entry: Entry, words: Wording) -> Iterator[tuple[str, str]]:
    row = entry.row
    yield words.text("sheet.id"), words.ltr(entry.id)
    yield words.text("sheet.when"), when_of(entry, words)
    yield words.text("sheet.place"), place_of(entry, words)
    yield words.text("sheet.position"), _position(dossier, entry, words)
    yield words.text("sheet.kind"), words.term("kind", row["kind"])
    yield words.text("sheet.objects"), words.terms("object", row["objects_hit"])
    yield words.text("sheet.weapons"), words.terms("weapon", row["weapons"])
    yield words.text("sheet.strikes"), words.number(row["strikes"]) if row["strikes"] else ""
    parties = (words.own(party_name(dossier, party, words)) for party in row["parties_alleged"] or ())
    yield words.text("sheet.parties"), words.joined(parties)
    counts = {name: int(row[name] or 0) for name in ("reports", "organisations", "origins")}
    yield words.text("sheet.exhibits"), words.joined(map(words.ltr, dossier.exhibits_on(entry)))
    yield words.text("sheet.accounts_count"), words.text("sheet.reports", **counts)


def _position(dossier: Dossier, entry: Entry, words: Wording) -> str:
    row, rules = entry.row, dossier.released.receiver.rules
    if row["latitude"] is None:
        return words.text("not_stated")
    coarse = entry.coarse and rules.protected_place_decimals < rules.coordinate_decimals
    decimals = rules.protected_place_decimals if coarse else rules.coordinate_decimals
    shown = words.point(row["latitude"], row["longitude"], decimals)
    if row["radius_m"]:
        shown = words.text("sheet.position_radius", point=shown, radius=float(round(row["radius_m"])))
    return words.text("sheet.position_coarse", position=shown) if coarse else shown


def _tolls(entry: Entry, words: Wording) -> Iterator[list[str]]:
    for group in GROUPS:
        pairs = entry.toll("killed", group), entry.toll("injured", group)
        if any(end is not None for pair in pairs for end in pair):
            yield [words.term("group", group), *(words.interval(*pair) for pair in pairs)]


def _group(dossier: Dossier, entry: Entry, accounts: Sequence[Account], words: Wording, first: int) -> dict[str, Any]:
    """Up to three accounts as columns, numbered from `first`; a row that none of them fills is left out."""
    columns = [dict(_account(dossier, entry, account, words)) for account in accounts]
    labels = [label for label, _ in _account(dossier, entry, accounts[0], words)]
    rows = [[label, *(column[label] for column in columns)] for label in labels]
    names = (account.row["organisation"] for account in accounts)
    shown = [words.own(name) if name else words.text("sheet.anonymous") for name in names]
    head = ["", *(f"{words.ltr(str(number))}. {name}" for number, name in enumerate(shown, first))]
    return {"head": head, "rows": [row for row in rows if any(row[1:])]}


def _account(dossier: Dossier, entry: Entry, account: Account, words: Wording) -> Iterator[tuple[str, str]]:
    row, rules = account.row, dossier.released.receiver.rules
    place = words.own(words.written.named(row["place"] or row["place_ar"], row["place_ar"]))
    decimals = min(rules.coordinate_decimals, rules.protected_place_decimals if entry.coarse else 7)
    yield words.text("sheet.report"), words.ltr(str(row["report_id"]))
    yield words.text("sheet.time"), words.when(row["earliest"], row["latest"]) if row["earliest"] else ""
    yield words.text("sheet.precision"), words.term("time_precision", row["time_precision"])
    yield words.text("sheet.place"), place
    point = words.point(row["latitude"], row["longitude"], decimals) if row["latitude"] is not None else ""
    # A point made coarse is not what the account calls exact.
    coarse = point and decimals < rules.coordinate_decimals
    precision = "" if coarse else words.term("place_precision", row["place_precision"])
    yield words.text("sheet.position"), words.joined([point, precision])
    yield words.text("sheet.kind"), words.term("kind", row["kind"])
    yield words.text("sheet.objects"), words.terms("object", row["objects_hit"])
    yield words.text("sheet.weapons"), words.terms("weapon", row["weapons"])
    yield words.text("sheet.killed"), _stated(row, "killed", words)
    yield words.text("sheet.injured"), _stated(row, "injured", words)
    yield words.text("sheet.parties"), words.joined(words.own(party) for party in row["parties_alleged"] or ())
    yield words.text("sheet.sources_count"), words.number(account.sources) if account.sources else ""
    yield words.text("sheet.narrative"), words.own(row["narrative"])


def _stated(row: dict[str, Any], fate: str, words: Wording) -> str:
    """Every group that the account states, on one line."""
    parts = []
    for group in GROUPS:
        low, high = row[f"{fate}_{group}_min"], row[f"{fate}_{group}_max"]
        if low is not None or high is not None:
            parts.append(f"{words.term('group', group)} {words.interval(low, high)}")
    return words.joined(parts)
