"""Transcripts of radio as subtitles (SRT, WebVTT): cues become transmissions, counted from when the recording began.

The beginning stands in the file's name (`20161007T081500Z.srt`, `2016-10-07 08.15.00 +0300.vtt`) or in a NOTE of the
WebVTT (`NOTE start: 2016-10-07T08:15:00Z`). A file that says nowhere when it began is refused: no time is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from dalil.errors import Refused
from dalil.intake.formats.registry import Cells, Context, Example, Item, Reader, Refusal, register
from dalil.intake.notations.source_file import SourceFile

_LIMIT = 50_000_000  # bytes, held in memory at once; a day of speech without a pause is about one million
_KIND = "transmissions"
_NAME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T _]?(\d\d)[:.h-]?(\d\d)[:.m-]?(\d\d)?s?\s*(Z|[+-]\d\d:?\d\d)?", re.I)
_NOTE = re.compile(r"^NOTE\s+start:?\s*(\S.*)$", re.M | re.I)
_MARK = re.compile(r"^.*-->.*$", re.M)
_CUE = re.compile(r"\s*(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{1,3})\s*-->\s*\S+")
_ASIDE = ("NOTE", "STYLE", "REGION")  # blocks of WebVTT that nobody said
# more than twenty characters before a colon are a sentence, not a call sign
_SPEAKER = re.compile(r"^(?:<v\s+([^>]+)>|([^\s:<]{1,20}):\s)")


def sniff(file: SourceFile) -> bool:
    """`.srt` or `.vtt` with at least one cue."""
    return file.suffix in ("srt", "vtt") and b"-->" in file.head


def read(file: SourceFile, context: Context) -> Iterator[Item]:
    """Cues become transmissions; the speaker that a cue names is its call sign."""
    text = _text(file)
    start = _beginning(file, text)
    cues = {row: cue for row, cue in enumerate(_cues(text), 1) if cue is not None}
    for row in range(1, len(_MARK.findall(text)) + 1):
        if row not in cues:
            do = "mend the time of this cue"
            yield Refusal(row, "heard_at", "a cue as 00:00:05,500 --> 00:00:08,000", "another time", do, True, _KIND)
    stem = PurePath(file.plain_name).stem
    columns: dict[str, Sequence[Any]] = {
        "transmission_id": [f"{stem}/{number}" for number in cues],
        "heard_at": [_at(start, offset) for offset, _, _ in cues.values()],
        "call_sign": [speaker for _, speaker, _ in cues.values()],
        "transcript": [said for _, _, said in cues.values()],
    }
    yield Cells(_KIND, list(cues), columns)


def _text(file: SourceFile) -> str:
    try:
        return file.content(_LIMIT).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refused(
            "These subtitles are not UTF-8.", expected="text in UTF-8", found=f"a byte that is not, at {error.start}",
            where=file.name, do="save the file as UTF-8",
        ) from None  # fmt: skip


def _beginning(file: SourceFile, text: str) -> datetime:
    note = _NOTE.search(text)
    found = _NAME.search(note.group(1) if note else file.plain_name)
    if found is None:
        raise Refused(
            "These subtitles do not say when the recording began.",
            expected="date and time in the file's name, or a line: NOTE start: 2016-10-07T08:15:00Z",
            found="neither",
            where=file.name,
            do="rename the file, for instance 20161007T081500Z.srt",
        )
    year, month, day, hour, minute, second, zone = found.groups()
    written = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{_zone(zone)}"
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise Refused("The beginning of the recording is no time.", found=written, do="mend the file's name") from None


def _zone(zone: str | None) -> str:
    return "" if zone is None else "+00:00" if zone.upper() == "Z" else zone


def _at(start: datetime, offset: timedelta) -> str:
    # Without an offset it is a local time of the case's zone, and is read as one where moments are checked.
    return (start + offset).isoformat()


def _cues(text: str) -> Iterator[tuple[timedelta, str, str] | None]:
    """(offset, speaker, words) of each cue; None for one whose beginning is no time."""
    marks = list(_MARK.finditer(text))
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        begun = _CUE.match(mark.group(0))
        if begun is None:
            yield None
            continue
        hours, minutes, seconds, fraction = begun.groups()
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes), seconds=int(seconds),
                           milliseconds=int(fraction.ljust(3, "0")))  # fmt: skip
        yield offset, *_said(text[mark.end() : end], last=n + 1 == len(marks))


def _said(block: str, *, last: bool) -> tuple[str, str]:
    """(speaker, words) of what stands under a cue, up to the mark of the next one."""
    lines = [line.strip() for line in block.split("\n")]
    if not last:
        lines.pop()  # the beginning of the line with the next mark
        # what stands right above that mark is its number or name, and nobody said it
        if lines[-1].isdigit() or (lines[-1] and "" in lines[1:]):
            lines.pop()
    paragraphs = "\n".join(lines).strip().split("\n\n")
    said = " ".join(" ".join(part.split()) for part in paragraphs if not part.strip().startswith(_ASIDE)).strip()
    speaker = _SPEAKER.match(said)
    name = (speaker.group(1) or speaker.group(2)) if speaker else ""
    return name, re.sub(r"<[^>]+>", "", said[speaker.end() :] if speaker else said).strip()


_EXAMPLE = """WEBVTT

NOTE start: 2016-10-07T08:15:00Z

00:00:05.500 --> 00:00:08.000
<v 25>on station
"""

register(
    Reader(
        "subtitles", "2", "Transcripts of radio as SRT or WebVTT", sniff, read,
        example=Example("radio.vtt", _EXAMPLE),
    )
)  # fmt: skip
