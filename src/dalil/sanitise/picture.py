"""A picture bare of metadata: the segments that are not the picture left out, or written anew and compared."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final

from dalil.sanitise.original import Unfit

__all__ = ["MOST_PICTURE", "clean_picture", "jpeg_bare", "png_bare"]

MOST_PICTURE: Final = 512 * 2**20
"""Bytes."""
_ORIENTATION = 0x0112  # tag of EXIF 2.3: which way up; the only one that is kept
_TEXT = re.compile(rb"[\x20-\x7e]{8,}")
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"})
_PNG_MOVING = frozenset({b"acTL", b"fcTL", b"fdAT"})
_MARK = "A copy without metadata, made for publication. It is not the original."
"""Stands in every cleaned picture, so that not even a bare one has the hash of its original."""
_INFO = frozenset(
    {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "gamma", "progressive",
     "progression", "srgb", "chromaticity", "transparency", "interlace", "exif"}
)  # fmt: skip


def clean_picture(content: bytes) -> tuple[bytes, str, str]:
    """The bare picture, its suffix, and how it was made: `segments` or `written_anew`. Raises `Unfit`."""
    if len(content) > MOST_PICTURE:
        raise Unfit("too_large")
    if content.startswith(b"\xff\xd8"):
        bare, suffix, how = jpeg_bare(content, _turn(content)), ".jpg", "segments"
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        bare, suffix, how = png_bare(content), ".png", "segments"
    else:
        bare, suffix, how = png_bare(_anew(content)), ".png", "written_anew"
    _demand_bare(content, bare, how)
    return bare, suffix, how


def jpeg_bare(content: bytes, turn: int = 1) -> bytes:
    """A JPEG of its tables and scans alone. `turn` is the orientation (1 to 8), which is kept. Raises `Unfit`."""
    out = [b"\xff\xd8", _oriented(turn) if turn != 1 else b""]
    said = b"\xff\xfe" + struct.pack(">H", len(_MARK) + 2) + _MARK.encode()
    for marker, segment in _segments(content):
        if marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 18:
            out.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0")  # without its thumbnail
        elif marker == 0xEE and segment[4:9] == b"Adobe":
            out.append(b"\xff\xee\x00\x0e" + segment[4:16])
        elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
            continue
        elif marker == 0xD9 or 0xC0 <= marker <= 0xDF:
            out += [said, segment] if marker == 0xDA else [segment]
            said = said if marker != 0xDA else b""
        else:
            raise Unfit("unknown_segment")
    return b"".join(out)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes with the marker) up to the end of the picture; a scan with the coded picture after it."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            raise Unfit("cut_off")
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, b"\xff\xd9"  # whatever stands behind the end is no part of the picture
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            raise Unfit("unknown_segment")
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or end < at + 4:
            raise Unfit("cut_off")
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Unfit("cut_off")
        following = content[at + 1]
        if following != 0 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _oriented(turn: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def png_bare(content: bytes) -> bytes:
    """A PNG of the chunks that draw it alone. Raises `Unfit` for one that moves."""
    out, at = [content[:8]], 8
    while True:
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise Unfit("cut_off")
        if kind in _PNG_MOVING:
            raise Unfit("several_frames")
        if kind in _PNG_KEPT:
            out.append(content[at:end])
        if kind == b"IHDR":
            out.append(_chunk(b"tEXt", b"Comment\0" + _MARK.encode()))
        if kind == b"IEND":
            return b"".join(out)
        at = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _open(content: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(content))
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Unfit("unreadable") from None
    return picture


def _turn(content: bytes) -> int:
    turn = _open(content).getexif().get(_ORIENTATION, 1)
    return turn if turn in range(1, 9) else 1


def _anew(content: bytes) -> bytes:
    from PIL import ImageOps

    picture = _open(content)
    if getattr(picture, "n_frames", 1) != 1:
        raise Unfit("several_frames")
    upright = ImageOps.exif_transpose(picture)
    clear = "A" in upright.getbands() or "transparency" in upright.info
    written = io.BytesIO()
    upright.convert("RGBA" if clear else "RGB").save(written, "PNG")
    return written.getvalue()


def _demand_bare(content: bytes, bare: bytes, how: str) -> None:
    """Read the result again: no metadata, nothing that the left-out parts spelled, the same picture."""
    before, after = _open(content), _open(bare)
    said = {str(after.info.pop(name, b""), "ascii") if name == "comment" else after.info.pop(name, "")
            for name in ("comment", "Comment")}  # fmt: skip
    if set(after.getexif()) - {_ORIENTATION} or set(after.info) - _INFO or said != {_MARK, ""}:
        raise Unfit("not_bare")
    if how == "segments" and (before.mode != after.mode or before.tobytes() != after.tobytes()):
        raise Unfit("not_the_same")
    kept = set(_TEXT.findall(bare))
    if kept & (set(_TEXT.findall(content)) - kept) or any(text in bare for text in _spelled(before)):
        raise Unfit("not_bare")


def _spelled(picture: Any) -> Iterator[bytes]:
    """Every text of eight letters or more that the metadata of the original holds."""
    values = [*picture.getexif().values(), *picture.info.values()]
    for value in values:
        raw = value if isinstance(value, bytes) else str(value).encode("utf-8") if isinstance(value, str) else b""
        yield from _TEXT.findall(raw)
