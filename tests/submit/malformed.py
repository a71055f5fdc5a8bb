"""Ways in which a file can be malformed, by name: each takes the bytes of a file and gives others.

Those of one form (JSON, CSV, lists of hashes, keys) are tried on every file: a file of another form is malformed too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

Malform = Callable[[bytes], bytes]


def _at(content: bytes, share: float) -> int:
    return min(int(len(content) * share), max(len(content) - 1, 0))


def _flip(share: float) -> Malform:
    def flipped(content: bytes) -> bytes:
        at = _at(content, share)
        return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :] if content else b"\xff"

    return flipped


def _cut(share: float) -> Malform:
    return lambda content: content[: _at(content, share)]


def _whole(other: bytes) -> Malform:
    return lambda _content: other


def _insert(what: bytes, share: float = 0.5) -> Malform:
    return lambda content: content[: _at(content, share)] + what + content[_at(content, share) :]


def _swap(old: bytes, new: bytes, count: int = 1) -> Malform:
    return lambda content: content.replace(old, new, count)


def _numbers(new: bytes) -> Malform:
    return lambda content: re.sub(rb"(?<![\w.\"-])\d+(?:\.\d+)?(?![\w.\"])", new, content)


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Malform:
    return lambda content: b"\n".join(change(content.split(b"\n")))


def _json(change: Callable[[object], object]) -> Malform:
    """On the parsed JSON; what is none becomes the text of an empty object."""

    def changed(content: bytes) -> bytes:
        try:
            value = json.loads(content)
        except ValueError:
            value = {}
        return json.dumps(change(value), ensure_ascii=True).encode()

    return changed


def _each(change: Callable[[dict[str, object]], object]) -> Callable[[object], object]:
    """On every object of a list, or of the features of a collection."""

    def changed(value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("features"), list):
            return {**value, "features": [change(dict(each)) for each in value["features"]]}
        if isinstance(value, dict):
            return change(dict(value))
        return [change(dict(each)) if isinstance(each, dict) else each for each in value] if value else [{}]  # type: ignore[attr-defined]

    return changed


def _all_values(new: object) -> Callable[[object], object]:
    return _each(lambda each: dict.fromkeys(each, new))


def _without(number: int) -> Callable[[object], object]:
    return _each(lambda each: {name: value for n, (name, value) in enumerate(each.items()) if n != number})


_DEEP = b"[" * 200_000
_NOISE = bytes(n % 251 for n in range(100_000))
_LONG_LINE = b"x" * 300_000

MALFORMED: dict[str, Malform] = {
    "empty": _whole(b""),
    "one_zero": _whole(b"\0"),
    "zeros": _whole(b"\0" * 5000),
    "noise": _whole(bytes(n * 7919 % 251 for n in range(4000))),
    "newline": _whole(b"\n"),
    "newlines": _whole(b"\n" * 3000),
    "spaces": _whole(b" " * 3000),
    "cut_start": lambda content: content[1:],
    "cut_end": lambda content: content[:-1],
    "cut_tenth": _cut(0.1),
    "cut_half": _cut(0.5),
    "cut_most": _cut(0.95),
    "flip_first": _flip(0.0),
    "flip_third": _flip(0.33),
    "flip_last": _flip(1.0),
    "doubled": lambda content: content + content,
    "reversed": lambda content: content[::-1],
    "lower": bytes.lower,
    "upper": bytes.upper,
    "bom": lambda content: b"\xef\xbb\xbf" + content,
    "utf16": lambda content: content.decode("latin-1").encode("utf-16"),
    "utf32": lambda content: content.decode("latin-1").encode("utf-32"),
    "not_utf8": _insert(b"\xff\xfe\xc3\x28"),
    "overlong_utf8": _insert(b"\xc0\xaf\xe0\x80\xaf"),
    "surrogate_utf8": _insert(b"\xed\xa0\x80"),
    "nul_inside": _insert(b"\0"),
    "escape_inside": _insert(b"\x1b[2J\x1b]0;x\x07"),
    "bidi_inside": _insert("\u202e\u2066\u061c".encode()),
    "crlf": _swap(b"\n", b"\r\n", -1),
    "cr": _swap(b"\n", b"\r", -1),
    "line_separators": _swap(b"\n", "\u2028".encode(), -1),
    "tabs": _swap(b" ", b"\t", -1),
    "long_line": _insert(_LONG_LINE),
    "quote_inside": _insert(b'"'),
    "comma_inside": _insert(b","),
    "commas_gone": _swap(b",", b"", -1),
    "quotes_gone": _swap(b'"', b"", -1),
    "braces_gone": _swap(b"}", b"", -1),
    "first_line_gone": _lines(lambda lines: lines[1:]),
    "first_line_twice": _lines(lambda lines: lines[:1] + lines),
    "last_line_gone": _lines(lambda lines: lines[:-2] + lines[-1:]),
    "lines_reversed": _lines(lambda lines: lines[::-1]),
    "half_lines": _lines(lambda lines: [line[: len(line) // 2] for line in lines]),
    "numbers_huge": _numbers(b"9" * 400),
    "numbers_beyond_digits": _numbers(b"9" * 5000),
    "numbers_float_huge": _numbers(b"1e999"),
    "numbers_negative": _numbers(b"-1"),
    "numbers_text": _numbers(b'"one"'),
    "numbers_nan": _numbers(b"NaN"),
    "numbers_infinite": _numbers(b"-Infinity"),
    "numbers_true": _numbers(b"true"),
    "numbers_null": _numbers(b"null"),
    "json_null": _whole(b"null"),
    "json_number": _whole(b"17"),
    "json_text": _whole(b'"text"'),
    "json_empty_list": _whole(b"[]"),
    "json_empty_object": _whole(b"{}"),
    "json_list_of_null": _whole(b"[null, null]"),
    "json_list_of_lists": _whole(b"[[[]]]"),
    "json_deep": _whole(_DEEP),
    "json_deep_objects": _whole(b'{"a":' * 100_000),
    "json_surrogate": _whole(b'["\\ud800", {"\\udfff": "\\ud800"}]'),
    "json_all_null": _json(_all_values(None)),
    "json_all_lists": _json(_all_values([[]])),
    "json_all_objects": _json(_all_values({"x": {}})),
    "json_all_text": _json(_all_values("\ud800")),
    "json_all_huge": _json(_all_values(10**400)),
    "json_all_true": _json(_all_values(True)),
    "json_first_name_gone": _json(_without(0)),
    "json_second_name_gone": _json(_without(1)),
    "json_third_name_gone": _json(_without(2)),
    "json_fifth_name_gone": _json(_without(4)),
    "json_wrapped": _json(lambda value: [value]),
    "json_keyed": _json(lambda value: {"features": value, "chain": value}),
    "json_twice": lambda content: re.sub(rb'("\w+"): ', rb"\1: 0, \1: ", content, count=1),
    "hash_of_nothing": _whole(b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  .\n"),
    "hash_odd_paths": _whole(b"".join(b"%064d  %s\n" % (0, path) for path in (b".", b"/", b"..", b"data", b"data//a"))),
    "pem_empty": _whole(b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"),
    "pem_rubbish": _whole(b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
    "pem_twice": lambda content: content.replace(b"END", b"BEGIN"),
    "parquet_only_magic": _whole(b"PAR1PAR1"),
    "parquet_footer_length": lambda content: content[:-8] + b"\xff\xff\xff\x7fPAR1",
    "parquet_footer_zero": lambda content: content[:-8] + b"\0\0\0\0PAR1",
    "parquet_pages_noise": lambda content: content[:4] + _NOISE[: len(content) // 3] + content[4 + len(content) // 3 :],
    "pdf_bare": _whole(b"%PDF-1.7\n%%EOF\n"),
    "pdf_signed_nonsense": _whole(b"%PDF-1.7\n1 0 obj<</Type/Sig/ByteRange[0 1 2 99999999999]/Contents<00>>>\nxref\n"),
    "pdf_loop": _whole(b"%PDF-1.7\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF/ByteRange"),
}  # fmt: skip
"""More than sixty of them."""
