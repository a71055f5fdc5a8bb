"""Lists beside the register: exhibits with their copies, requests, commitments to what is withheld, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dalil.present.graphics import Graphic
from dalil.submit.content.exhibits import EXHIBIT_COLUMNS, Exhibit, may_have_hashes
from dalil.submit.content.record_requests import RecordRequest
from dalil.submit.machine.tabular import FICTIONAL, as_text, cell_of, write_rows
from dalil.submit.release.commitments import Withheld
from dalil.submit.release.media import Copy, clean_copies
from dalil.submit.release.redact import Released
from dalil.units import parse_sha256
from dalil.vault.files.store import Store

__all__ = ["copy_exhibits", "write_drawings", "write_exhibits", "write_requests", "write_withheld"]

_CUSTODY = ("sealed_under", "sealed_at", "sha256", "withheld_id", "copy", "copy_sha256", "copy_how", "not_copied")


def copy_exhibits(folder: Path, exhibits: Sequence[Exhibit], store: Store, released: Released) -> dict[str, Copy]:
    """Copy what the audience may have, by reference: originals, checked on the way, or media without metadata."""
    kinds = released.receiver.rules.media
    # Without a hash nothing can be found in the vault, or it may not be: see `content.exhibits`.
    kept = [each for each in exhibits if each.sha256]
    if not kept or not (kinds or may_have_hashes(released)):
        return {}
    (folder / "exhibits").mkdir()
    if may_have_hashes(released):
        for each in kept:
            store.copy_out(parse_sha256(each.sha256), folder / each.copy)
        made = {each.reference: Copy(each.copy, each.sha256, "original") for each in kept}
    else:
        wanted = [(each.reference, each.suffix, parse_sha256(each.sha256)) for each in kept]
        made = clean_copies(folder, wanted, store, kinds)
    if not any((folder / "exhibits").iterdir()):
        (folder / "exhibits").rmdir()  # a bag cannot hold an empty folder
    return made


def write_exhibits(
    path: Path, exhibits: Sequence[Exhibit], copies: Mapping[str, Copy], *, hashes: bool, fictional: bool
) -> None:
    """exhibits.csv: number, sheets, what the audience may know, the entries that sealed it, and the copy if any.

    `hashes` says whether the original's SHA-256 may stand there; `withheld_id` names its line in withheld.csv.
    """
    rows = (_exhibit(each, copies.get(each.reference, Copy()), hashes) for each in exhibits)
    write_rows(path, ["exhibit", "sheets", *EXHIBIT_COLUMNS, *_CUSTODY], rows, fictional=fictional)


def _exhibit(exhibit: Exhibit, copy: Copy, hashes: bool) -> list[str]:
    return [
        exhibit.reference,
        ";".join(exhibit.sheets),
        *(cell_of(exhibit.details.get(name)) for name in EXHIBIT_COLUMNS),
        ";".join(f"{seal.chain}:{seal.number}" for seal in exhibit.sealed),
        ";".join(cell_of(seal.at) for seal in exhibit.sealed if seal.at),
        exhibit.sha256 if hashes else "",
        exhibit.record,
        *(copy.file, copy.sha256, copy.how, copy.why),
    ]


def write_requests(path: Path, requests: Iterable[RecordRequest], *, fictional: bool) -> None:
    """requests.csv: from, to (UTC), latitude, longitude, radius in metres, altitude, sheet."""
    head = ("from_utc", "to_utc", "latitude", "longitude", "radius_m", "altitude", "settles")
    write_rows(path, head, map(_request, requests), fictional=fictional)


def _request(asked: RecordRequest) -> list[Any]:
    ends = (f"{end.isoformat(timespec='minutes')}Z" for end in (asked.since, asked.until))
    return [*ends, asked.latitude, asked.longitude, asked.radius_m, "all", asked.sheet]


def write_withheld(path: Path, kept: Iterable[Withheld], *, fictional: bool) -> int:
    """withheld.csv: table, id, field, commitment. Returns how many."""
    rows = ((each.table, each.id, each.field, each.commitment) for each in kept)
    return write_rows(path, ("table", "id", "field", "commitment"), rows, fictional=fictional)


def write_drawings(folder: Path, drawn: Mapping[str, Sequence[Graphic]], *, fictional: bool) -> None:
    """`NAME.LANGUAGE.svg` with `NAME.LANGUAGE.csv` beside it; of a simulated case both say so."""
    for language, drawings in drawn.items():
        for drawing in drawings:
            folder.mkdir(exist_ok=True)
            stem = f"{drawing.name}.{language}"
            (folder / f"{stem}.svg").write_text(_marked(drawing.svg) if fictional else drawing.svg, encoding="utf-8")
            rows = (map(_cell, row) for row in drawing.rows)
            write_rows(folder / f"{stem}.csv", drawing.columns, rows, fictional=fictional)


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value


def _marked(svg: str) -> str:
    """A drawing may be cut out of its folder: it carries the word itself."""
    mark = f'<text x="99%" y="10" text-anchor="end" font-size="9" fill="#8b1a1a">{FICTIONAL}</text>'
    return svg.removesuffix("</svg>") + mark + "</svg>"
