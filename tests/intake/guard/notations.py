"""One table in every notation, by the ending of its name, and all that stands in a folder, unpacked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Rows = Sequence[Sequence[str]]

ENDINGS = (
    "csv", "tsv", "txt", "bak", "", "u16.csv", "cp.csv", "wide.txt", "xlsx", "xlsm", "ods", "parquet", "json", "jsonl",
    "lists.json", "xml", "kml", "html",
)  # fmt: skip
ROWLESS = ("parquet", "json", "jsonl", "xml", "kml")
"""Notations whose fields have names of their own: nothing can stand above a header."""


def in_notation(rows: Rows, name: str, *, sheet: int = 0) -> bytes:
    """The rows as the ending of `name` has them; of a workbook on the sheet of this number."""
    ending = name.partition(".")[2]
    if ending in ("xlsx", "xlsm"):
        return _xlsx(rows, sheet)
    if ending == "ods":
        return _ods(rows, sheet)
    if ending == "html":
        made = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
        return f"<html><body><table>{made}</table></body></html>".encode()
    if ending == "lists.json":
        return json.dumps(rows, ensure_ascii=False).encode()
    if ending == "wide.txt":
        return "\n".join("   ".join(row) for row in rows).encode()
    if ending in ROWLESS:
        return _records(rows[0], rows[1:], ending)
    sign = {"tsv": "\t", "txt": ";", "bak": "|", "u16.csv": ";"}.get(ending, ",")
    text = "\n".join(sign.join(row) for row in rows) + "\n"
    if ending == "cp.csv":
        return text.encode("cp1251" if any("а" <= sign <= "я" for sign in text.lower()) else "cp1256", "replace")
    return text.encode("utf-16" if ending == "u16.csv" else "utf-8")


def _records(header: Sequence[str], rows: Rows, ending: str) -> bytes:
    if ending == "parquet":
        out = io.BytesIO()
        pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(header)}), out)
        return out.getvalue()
    records = [dict(zip(header, row, strict=True)) for row in rows]
    if ending == "json":
        return json.dumps({"list": records}, ensure_ascii=False).encode()
    if ending == "jsonl":
        return "".join(json.dumps(record) + "\n" for record in records).encode()
    data = [
        "".join(f'<Data name="{escape(key)}"><value>{escape(cell)}</value></Data>' for key, cell in record.items())
        for record in records
    ]
    return f"<?xml version='1.0'?><kml><Document>{''.join(data)}</Document></kml>".encode()


def _xlsx(rows: Rows, sheet: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for number in range(sheet):
            made.add_worksheet(f"S{number}").write_row(0, 0, ["place", "date"])
        page = made.add_worksheet("List")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def _ods(rows: Rows, sheet: int) -> bytes:
    tables = [[["place", "date"]]] * sheet + [rows]
    made = ""
    for number, each in enumerate(tables):
        cells = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in each
        )
        made += f'<table:table table:name="T{number}">{cells}</table:table>'
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>{made}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", content)
    return out.getvalue()


def unpacked(folder: Path) -> str:
    """Every byte and every path below the folder as text in UTF-8 and UTF-16, with what ZIP files hold."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        found.append(str(path))
        content = path.read_bytes() if path.is_file() else b""
        start = content.find(b"PK\x03\x04")
        parts = [content]
        if 0 <= start < 100:  # behind the header of a stored file
            with zipfile.ZipFile(io.BytesIO(content[start:])) as packed:
                parts += [packed.read(name) for name in packed.namelist()]
        found += [part.decode(code, "ignore") for part in parts for code in ("utf-8", "utf-16-le", "utf-16-be")]
        found += [part[1:].decode("utf-16-le", "ignore") for part in parts]
    return "\n".join(found)
