"""Lists beside the register: exhibits with their copies, requests, commitments to what is withheld, drawings."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dalil.present.graphics import Graphic
from dalil.submit.content.exhibits import EXHIBIT_COLUMNS, Exhibit, may_have_hashes
from dalil.submit.content.record_requests import RecordRequest
from dalil.submit.machine.tabular import FICTIONAL, as_text
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
    extra = [FICTIONAL] if fictional else []
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["exhibit", "sheets", *EXHIBIT_COLUMNS, *_CUSTODY, *extra])
        for each in exhibits:
            details = [as_text(_plain(each.details.get(name))) for name in EXHIBIT_COLUMNS]
            copy = copies.get(each.reference, Copy())
            custody = [
                ";".join(f"{seal.chain}:{seal.number}" for seal in each.sealed),
                ";".join(_plain(seal.at) for seal in each.sealed if seal.at),
                each.sha256 if hashes else "",
                each.record,
                *(copy.file, copy.sha256, copy.how, copy.why),
            ]
            writer.writerow([each.reference, ";".join(each.sheets), *details, *custody, *extra])


def write_requests(path: Path, requests: Iterable[RecordRequest], *, fictional: bool) -> None:
    """requests.csv: from, to (UTC), latitude, longitude, radius in metres, altitude, sheet."""
    extra = [FICTIONAL] if fictional else []
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["from_utc", "to_utc", "latitude", "longitude", "radius_m", "altitude", "settles", *extra])
        for each in requests:
            ends = (f"{end.isoformat(timespec='minutes')}Z" for end in (each.since, each.until))
            writer.writerow([*ends, each.latitude, each.longitude, each.radius_m, "all", each.sheet, *extra])


def write_withheld(path: Path, kept: Iterable[Withheld], *, fictional: bool) -> int:
    """withheld.csv: table, id, field, commitment. Returns how many."""
    mark = [FICTIONAL] if fictional else []
    lines = [[each.table, each.id, each.field, each.commitment, *mark] for each in kept]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["table", "id", "field", "commitment", *mark])
        writer.writerows(lines)
    return len(lines)


def write_drawings(folder: Path, drawn: Mapping[str, Sequence[Graphic]], *, fictional: bool) -> None:
    """`NAME.LANGUAGE.svg` with `NAME.LANGUAGE.csv` beside it; of a simulated case both say so."""
    for language, drawings in drawn.items():
        for drawing in drawings:
            folder.mkdir(exist_ok=True)
            stem = f"{drawing.name}.{language}"
            (folder / f"{stem}.svg").write_text(_marked(drawing.svg) if fictional else drawing.svg, encoding="utf-8")
            extra = (FICTIONAL,) if fictional else ()
            with (folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow((*drawing.columns, *extra))
                writer.writerows([*map(_cell, row), *extra] for row in drawing.rows)


def _cell(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value


def _marked(svg: str) -> str:
    """A drawing may be cut out of its folder: it carries the word itself."""
    mark = f'<text x="99%" y="10" text-anchor="end" font-size="9" fill="#8b1a1a">{FICTIONAL}</text>'
    return svg.removesuffix("</svg>") + mark + "</svg>"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='seconds')}Z"
    return "" if value is None else str(value)
