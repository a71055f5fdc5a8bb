"""The folder `data` as an RO-Crate 1.1, and a Concordance load file, so that other systems can take it in.

Both list what is there and say nothing that the files do not. The crate is written here rather than by the package
rocrate: a list of files needs no library, and handing over must work with few. Tests read it with that package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dalil.submit.content.dossier import Dossier
from dalil.submit.machine.provenance import PROVENANCE
from dalil.submit.machine.tabular import FICTIONAL, write_json

__all__ = ["CRATE", "LOAD", "plain_cell", "write_crate", "write_load"]

CASE = "https://ontology.caseontology.org/case/case/1.4.0"
CRATE, LOAD = "ro-crate-metadata.json", "load.dat"

_FORMATS = {
    ".pdf": "application/pdf", ".csv": "text/csv", ".json": "application/json", ".txt": "text/plain",
    ".svg": "image/svg+xml", ".jsonld": "application/ld+json", ".geojson": "application/geo+json",
    ".parquet": "application/vnd.apache.parquet",
}  # fmt: skip
_FIELD, _QUOTE, _NEWLINE = "\x14", "\xfe", "\xae"
"""Concordance's own signs: between fields, around them, and for a line break inside one."""


def write_crate(folder: Path, dossier: Dossier, title: str) -> None:
    """ro-crate-metadata.json: the root data set, every file with its format and size, and who made it."""
    files = [_file(folder, path) for path in _files(folder)]
    mark = f"{FICTIONAL}: " if dossier.settings.fictional else ""
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{mark}{title}",
        "description": f"{mark}What a commission receives, cut to the audience {dossier.released.receiver.name}.",
        "datePublished": f"{dossier.at:%Y-%m-%d}",
        "license": "As agreed between those who hand over and those who receive.",
        "identifier": dossier.position,
        "hasPart": [{"@id": entity["@id"]} for entity in files],
        "temporalCoverage": f"{dossier.settings.from_}/{dossier.settings.to}",
    }
    about = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    write_json(folder / CRATE, {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *files]})


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (CRATE, LOAD))


def _file(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    entity: dict[str, Any] = {"@id": name, "@type": "File", "name": name, "contentSize": str(path.stat().st_size)}
    if path.suffix in _FORMATS:
        entity["encodingFormat"] = _FORMATS[path.suffix]
    if name == PROVENANCE:
        entity["conformsTo"] = {"@id": CASE}
        entity["description"] = "Provenance of the exhibits in CASE/UCO"
    return entity


def write_load(folder: Path, dossier: Dossier) -> None:
    """load.dat: a document or exhibit a line, for review platforms. UTF-8 with a byte order mark, CRLF."""
    mark = FICTIONAL if dossier.settings.fictional else ""
    lines = [("BEGDOC", "ENDDOC", "TITLE", "FILEPATH", "SHEETS", "NOTE")]
    for path in _files(folder):
        if path.suffix == ".pdf":
            name = path.relative_to(folder).as_posix()
            lines.append((path.stem, path.stem, path.stem, name, _sheets(dossier, path.name), mark))
    for exhibit in dossier.exhibits:
        copied = exhibit.copy if (folder / exhibit.copy).is_file() else ""
        kind = str(exhibit.details.get("kind") or "")
        lines.append((exhibit.reference, exhibit.reference, kind, copied, ";".join(exhibit.sheets), mark))
    text = "".join(_FIELD.join(f"{_QUOTE}{plain_cell(cell)}{_QUOTE}" for cell in line) + "\r\n" for line in lines)
    # Review platforms tell UTF-8 by its mark, and end a line as Windows does.
    (folder / LOAD).write_bytes(text.encode("utf-8-sig"))


def _sheets(dossier: Dossier, file: str) -> str:
    for volume in dossier.volumes:
        if file.endswith(f".{volume.number:03d}.pdf"):
            return f"{volume.entries[0].sheet}-{volume.entries[-1].sheet}"
    return ""


def plain_cell(cell: str) -> str:
    """A cell in which nothing is a sign of the format but its own line breaks.

    >>> plain_cell("a® b\\r\\nc\\rd") == "a(R) b®c®d"
    True
    """
    # before the line breaks: ® of the text would be read as one
    for sign, spelled in ((_NEWLINE, "(R)"), (_QUOTE, "th"), (_FIELD, " "), ("\r\n", "\n"), ("\r", "\n")):
        cell = cell.replace(sign, spelled)
    return cell.replace("\n", _NEWLINE)
