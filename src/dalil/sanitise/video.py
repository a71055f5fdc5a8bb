"""A video bare of metadata: its streams packet by packet, without data tracks and messages, read again and compared."""

from __future__ import annotations

import errno
import hashlib
import re
from pathlib import Path
from typing import Any

from dalil.sanitise.original import Unfit

__all__ = ["clean_video"]

_FRAMES = 25  # decoded before and after to see that the picture is the same: a second of it; more take longer
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
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
