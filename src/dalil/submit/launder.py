"""One picture or video without what it says about who took it, in a process of its own: hostile files end here.

Run as a file. The original is standard input, an open file from its present position on, so that no second copy of it
touches the disk; the job is the first argument (JSON); what was done is printed as JSON.

Pictures: segments that are not the picture are left out (JPEG, PNG: the coded picture stays as it is, bit for bit);
others are written anew as PNG. Videos: streams are copied packet by packet without metadata, data tracks and
supplemental messages. Then the result is read again and compared. What is in the picture itself (faces, places, the
noise of the sensor) stays.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import resource
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["Unfit", "clean_picture", "clean_video", "jpeg_bare", "png_bare"]

_MOST_PICTURE = 512 * 2**20
_MOST_MEMORY, _MOST_SECONDS = 4 * 2**30, 900
_FRAMES = 25
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_ORIENTATION = 0x0112
_TEXT = re.compile(rb"[\x20-\x7e]{8,}")
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"})
_PNG_MOVING = frozenset({b"acTL", b"fcTL", b"fdAT"})
_MARK = "A copy without metadata, made for publication. It is not the original."
"""Stands in every cleaned picture, so that not even a bare one has the hash of its original."""
_INFO = frozenset(
    {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "gamma", "progressive",
     "progression", "srgb", "chromaticity", "transparency", "interlace", "exif"}
)  # fmt: skip
_CONTAINERS = {"mov,mp4,m4a,3gp,3g2,mj2": ("mp4", ".mp4"), "matroska,webm": ("matroska", ".mkv")}
_MESSAGES = {"h264": "6", "hevc": "39|40", "vp8": "", "vp9": "", "mpeg4": "user data"}
"""Video codecs that can be cleaned, with the units that carry messages of the camera or the encoder (SEI, metadata)."""
_MARKED = ("h264", "hevc")
_NEUTRAL = {
    "major_brand": r"isom", "minor_version": r"\d+", "compatible_brands": r"[a-z0-9]+", "language": r"und|",
    "handler_name": r"VideoHandler|SoundHandler|", "vendor_id": r"\[0\]\[0\]\[0\]\[0\]", "encoder": r"Lavf",
    "duration": r"[\d:.]+",
}  # fmt: skip
"""What a container cannot do without, and what may stand there."""


class Unfit(Exception):
    """The file cannot be cleaned; the text says why, and nothing of what is in it."""


def clean_picture(content: bytes) -> tuple[bytes, str, str]:
    """The bare picture, its suffix, and how it was made: `segments` or `written_anew`. Raises `Unfit`."""
    if len(content) > _MOST_PICTURE:
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


class Rest(io.RawIOBase):
    """An open file from its present position on, as if it began there."""

    def __init__(self, fd: int) -> None:
        self._fd, self._base = fd, os.lseek(fd, 0, os.SEEK_CUR)
        self._size, self._at = os.fstat(fd).st_size - self._base, 0

    def readable(self) -> bool:
        return True

    seekable = readable

    def readinto(self, buffer: Any) -> int:
        found = os.pread(self._fd, len(buffer), self._base + self._at)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at


def clean_video(source: Any, out: Path, *, sound: bool) -> tuple[str, str]:
    """Write the bare video to `out`; its suffix and `remuxed`. Raises `Unfit`, and then leaves nothing."""
    import av

    try:
        with av.open(source) as read:
            if read.format.name not in _CONTAINERS:
                raise Unfit("unknown_container")
            container, suffix = _CONTAINERS[read.format.name]
            told = [*read.metadata.values(), *(text for stream in read.streams for text in stream.metadata.values())]
            copied = _copy(read, out, container, sound)
        _demand_bare_video(source, out, copied, told, sound)
    except (av.FFmpegError, ValueError, OSError) as problem:
        out.unlink(missing_ok=True)
        number = getattr(problem, "errno", None)
        if number in _FULL:
            raise OSError(number, "the disk is full") from problem
        raise Unfit("unreadable") from problem
    except Unfit:
        out.unlink(missing_ok=True)
        raise
    return suffix, "remuxed"


def _copy(read: Any, out: Path, container: str, sound: bool) -> dict[int, str]:
    """Copy the streams that leave; the SHA-256 of what is in each, by its new number."""
    import av

    taken = [s for s in read.streams if s.type == "video" or (sound and s.type == "audio")]
    if not any(stream.type == "video" for stream in taken):
        raise Unfit("no_picture")
    with av.open(str(out), "w", format=container, options={"fflags": "+bitexact"}) as written:
        ways = {stream.index: _way(stream, written) for stream in taken}
        sums: dict[int, Any] = {copy.index: hashlib.sha256() for copy, _ in ways.values()}
        for packet in read.demux(taken):
            copy, cut = ways[packet.stream.index]
            marked = packet.stream.codec_context.name in _MARKED
            for part in cut.filter(packet if packet.size else None) if cut else [packet] if packet.size else []:
                sums[copy.index].update(_between_marks(bytes(part)) if marked else bytes(part))
                part.stream = copy
                written.mux(part)
    return {number: digest.hexdigest() for number, digest in sums.items()}


def _way(stream: Any, written: Any) -> tuple[Any, Any]:
    """The copy of a stream, bare, and what cuts the messages out of its packets, if anything must."""
    from av.bitstream import BitStreamFilterContext

    codec = stream.codec_context.name
    if stream.type == "video" and codec not in _MESSAGES:
        raise Unfit("unknown_codec")
    copy = written.add_stream_from_template(stream)
    copy.metadata.clear()
    cut: Any = None
    if codec == "mpeg4":
        cut, copy.codec_context.extradata = _UserData(), _without_user_data(copy.codec_context.extradata or b"") or None
    elif messages := _MESSAGES.get(codec, ""):
        cut = BitStreamFilterContext(f"filter_units=remove_types={messages}", stream, copy)
        if headers := copy.codec_context.extradata:
            copy.codec_context.extradata = _without_messages(headers, codec)
    return copy, cut


class _UserData:
    """Cuts user data out of packets of MPEG-4 part 2, which no filter of the library does."""

    def filter(self, packet: Any) -> list[Any]:
        import av

        if packet is None:
            return []
        bare = av.Packet(_without_user_data(bytes(packet)))
        bare.pts, bare.dts, bare.duration = packet.pts, packet.dts, packet.duration
        bare.time_base, bare.is_keyframe = packet.time_base, packet.is_keyframe
        return [bare]


def _without_user_data(content: bytes) -> bytes:
    """The units of a stream of MPEG-4 part 2 but those that begin 00 00 01 B2 (ISO/IEC 14496-2, 6.2.2)."""
    first, *units = content.split(b"\0\0\1")
    return first + b"".join(b"\0\0\1" + unit for unit in units if not unit.startswith(b"\xb2"))


def _without_messages(headers: bytes, codec: str) -> bytes:
    """The stream's headers as the filter gives them, without messages: it cuts those out of packets alone."""
    unwanted = {int(number) for number in _MESSAGES[codec].split("|")}
    units = [unit for unit in re.split(rb"\x00*\x00\x00\x01", headers) if unit]
    kinds = [unit[0] & 31 if codec == "h264" else unit[0] >> 1 & 63 for unit in units]
    return b"".join(b"\0\0\0\1" + unit for unit, kind in zip(units, kinds, strict=True) if kind not in unwanted)


def _between_marks(content: bytes) -> bytes:
    """The units of a packet that begins each with a mark, as the filter gives it."""
    return b"".join(part.rstrip(b"\0") for part in content.split(b"\0\0\1"))


def _behind_lengths(content: bytes) -> bytes:
    """The same units where each has its length before it, as a container holds them."""
    parts, at = [], 0
    while at + 4 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        parts.append(content[at + 4 : at + 4 + length].rstrip(b"\0"))
        at += 4 + length
    return b"".join(parts)


def _neutral(name: str, text: str) -> bool:
    return name in _NEUTRAL and re.fullmatch(_NEUTRAL[name], text) is not None


def _demand_bare_video(source: Any, out: Path, copied: dict[int, str], told: list[str], sound: bool) -> None:
    import av

    with av.open(str(out)) as read:
        kept = [*read.metadata.items(), *(pair for stream in read.streams for pair in stream.metadata.items())]
        if not all(_neutral(name.lower(), text) for name, text in kept):
            raise Unfit("not_bare")
        if {stream.type for stream in read.streams} - ({"video", "audio"} if sound else {"video"}) or read.chapters():
            raise Unfit("not_bare")
        marked = {s.index for s in read.streams if s.codec_context.name in _MARKED}
        sums = {stream.index: hashlib.sha256() for stream in read.streams}
        for packet in read.demux():
            content = bytes(packet)
            sums[packet.stream.index].update(_behind_lengths(content) if packet.stream.index in marked else content)
        if {number: digest.hexdigest() for number, digest in sums.items()} != copied:
            raise Unfit("not_the_same")
    bare, neutral = out.read_bytes(), {text for _, text in kept}
    if any(text.encode() in bare for text in told if len(text) >= 8 and text not in neutral):
        raise Unfit("not_bare")
    source.seek(0)
    if not (shown := _shown(str(out))) or shown != _shown(source):
        raise Unfit("not_the_same")


def _shown(source: Any) -> list[str]:
    """What a player shows first: the hashes of the first frames."""
    import av

    with av.open(source) as read:
        frames = (frame for _, frame in zip(range(_FRAMES), read.decode(video=0), strict=False))
        return [hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in frames]


def main(job: dict[str, Any]) -> dict[str, str]:
    """Clean what stands on standard input. Gives suffix, how, and the SHA-256 of original and result."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    out, source = Path(job["out"]), Rest(0)
    whole = hashlib.file_digest(io.BufferedReader(source), "sha256").hexdigest()
    source.seek(0)
    if job["kind"] == "video":
        suffix, how = clean_video(source, out, sound=job["sound"])
    else:
        bare, suffix, how = clean_picture(source.read(_MOST_PICTURE + 1))
        out.write_bytes(bare)
    result = hashlib.sha256(out.read_bytes()).hexdigest()
    if result == whole:  # its hash would say whose it is
        out.unlink()
        raise Unfit("same_as_original")
    return {"suffix": suffix, "how": how, "original": whole, "sha256": result}


if __name__ == "__main__":
    try:
        print(json.dumps(main(json.loads(sys.argv[1]))))
    except (Unfit, MemoryError) as error:
        print(json.dumps({"unfit": str(error) or "too_large"}))
    except OSError as error:
        print(json.dumps({"disk": error.errno}))
