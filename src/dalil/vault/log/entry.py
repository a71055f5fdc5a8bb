"""The two kinds of line in a log: an entry of a chain, and a signed checkpoint over its first entries.

Both are canonical JSON (RFC 8785), so that each has exactly one spelling: a changed case of hexadecimal digits, a
space or a second spelling of a number is a change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from dalil.vault.keys.own import Keys
from dalil.vault.keys.signature import signature_holds

__all__ = ["FIRST", "Checkpoint", "Entry", "Malformed", "canonical", "countersigned", "hash_of"]

FIRST = "0" * 64
"""What entry 0 gives as the hash of the entry before it."""

_CHECKPOINT_FORMAT = "dalil checkpoint 1"
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FORMS: dict[str, re.Pattern[str]] = {
    "previous": _HASH,
    "time": _TIME,
    "kind": re.compile(r"[a-z][a-z_]{0,31}"),
    "nonce": re.compile(r"[0-9a-f]{32}"),
    "chain": re.compile(r"[0-9a-f]{32}"),
    "root": _HASH,
    "key": _HASH,
    "signature": re.compile(r"[0-9a-f]{128}"),
}


class Malformed(ValueError):
    """A line is not what a log holds: what was expected, and what was found."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(expected, found)
        self.expected, self.found = expected, found


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON object (RFC 8785)."""
    return rfc8785.dumps(dict(value))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a chain. `body` holds hashes, keys and versions only, never a name, free text or a cell."""

    number: int
    previous: str
    time: str
    kind: str
    nonce: str
    body: Mapping[str, Any]

    def encode(self) -> bytes:
        """The line without its newline: what is hashed, and the leaf of the tree."""
        return canonical(asdict(self))

    @classmethod
    def decode(cls, line: bytes) -> Entry:
        """Read a line, or raise `Malformed`."""
        fields = _fields(line, {"number", "previous", "time", "kind", "nonce", "body"})
        _demand(type(fields["number"]) is int, "a whole number", fields["number"])
        _demand_body(fields["body"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement: the first `size` entries of `chain` have this Merkle `root`."""

    chain: str
    size: int
    root: str
    key: str
    time: str
    signature: str = ""

    @classmethod
    def sign(cls, keys: Keys, chain: str, size: int, root: bytes, time: str) -> Checkpoint:
        """Make and sign one."""
        # The key's name is part of what is signed: a signature cannot be passed off as another key's.
        bare = cls(chain, size, root.hex(), keys.public_key, time)
        return cls(chain, size, root.hex(), keys.public_key, time, keys.sign(bare.signed_bytes()))

    def signed_bytes(self) -> bytes:
        """What the signature is over: the line without its signature."""
        fields = asdict(self)
        del fields["signature"]
        return canonical({"format": _CHECKPOINT_FORMAT, **fields})

    def encode(self) -> bytes:
        """The line without its newline."""
        return canonical({"format": _CHECKPOINT_FORMAT, **asdict(self)})

    @classmethod
    def decode(cls, line: bytes) -> Checkpoint:
        """Read a line, or raise `Malformed`. The signature is not checked here."""
        fields = _fields(line, {"format", "chain", "size", "root", "key", "time", "signature"})
        _demand(fields.pop("format") == _CHECKPOINT_FORMAT, _CHECKPOINT_FORMAT, "another format")
        _demand(type(fields["size"]) is int and fields["size"] > 0, "a size from 1", fields["size"])
        return cls(**fields)

    def signed_by(self, public_key: str) -> bool:
        """True when the signature is there and is by this key."""
        return self.key == public_key and signature_holds(public_key, self.signature, self.signed_bytes())


def countersigned(chain: str, number: int, public_key: str) -> bytes:
    """What a new key signs to take over `chain` with the entry `number`: without it anybody's key could be named."""
    return canonical({"format": "dalil key 1", "chain": chain, "number": number, "public_key": public_key})


def hash_of(line: bytes) -> str:
    """What the next entry gives as `previous`."""
    return sha256(line).hexdigest()


def _fields(line: bytes, names: set[str]) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = _DECODER.decode(line.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise Malformed("one JSON object", "something else") from problem
    _demand(isinstance(fields, dict), "one JSON object", type(fields).__name__)
    # Also no further fields: what no reader looks at is where something can be hidden.
    _demand(fields.keys() == names, ", ".join(sorted(names)), ", ".join(sorted(fields))[:120])
    _demand(_is_canonical(fields, line), "canonical JSON (RFC 8785)", "another spelling")
    for name, value in fields.items():
        form = _FORMS.get(name)
        if form is not None:
            good = isinstance(value, str) and form.fullmatch(value) is not None
            _demand(good, f"{name} as {form.pattern}", value)
    return fields


def _whole(digits: str) -> int:
    """Whole numbers that every JSON reader keeps exact; the log holds no others."""
    if len(digits.lstrip("-")) > 15:
        raise ValueError("a number beyond 15 digits")
    return int(digits)


def _no_fraction(digits: str) -> int:
    raise ValueError("a fraction in the log")


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_no_fraction, parse_constant=_no_fraction)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _demand_body(body: object) -> None:
    """Whatever a reader relies on has its shape; other names are let through for newer kinds of entry."""
    if not isinstance(body, dict):
        raise Malformed("an object", repr(body)[:120])
    if "pack" in body:
        line = body.get("line")
        _demand(type(line) is int and line >= 0, "the line of a pack, from 0", line)
        _demand(_is_hash(body["pack"]) and _is_hash(body.get("details")), "hashes of a pack and a line", body)
    for name in ("destroyed", "sealed", "set_aside"):
        hashes = body.get(name, [])
        _demand(isinstance(hashes, list) and all(map(_is_hash, hashes)), f"a list of hashes as {name}", hashes)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_canonical(fields: dict[str, Any], line: bytes) -> bool:
    try:
        # In ASCII without fractions Python's own encoder spells JSON as RFC 8785 does, at a fifth of the time.
        spelled = _ENCODER.encode(fields).encode() if line.isascii() else canonical(fields)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return False
    return spelled == line


def _demand(holds: bool, expected: str, found: object) -> None:
    if not holds:
        raise Malformed(expected, repr(found)[:120])
