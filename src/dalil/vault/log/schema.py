"""What the details of each kind of entry hold. An entry of another form is set aside: reported, and acting nowhere.

Whoever reads a log relies on these names; an entry is signed by whoever wrote it, and that may be a stranger. A kind
that is not listed is one of a newer version: nothing here reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dalil.units import Sha256

__all__ = ["FORMS", "fault_of", "originals_of"]

_HASH = re.compile(r"[0-9a-f]{64}")
_HEX = re.compile(r"([0-9a-f]{2})+")
_RECIPIENT = re.compile(r"age1[0-9a-z]{58}")

Form = tuple[str, Callable[[Any], bool]]
"""What is expected, in words, and whether a value is that."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _matches(form: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _is_position(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_count, value.values()))


def _is_heads(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(head, list) and len(head) == 2 and _is_count(head[0]) and _matches(_HASH)(head[1])
        for head in value.values()
    )


def _or_none(form: Form) -> Form:
    what, holds = form
    return f"{what}, or nothing", lambda value: value in (None, "") or holds(value)


TEXT: Form = ("a text", _is_text)
TEXTS: Form = ("a list of texts", _is_texts)
COUNT: Form = ("a whole number from 0", _is_count)
DAY: Form = ("a day as YYYY-MM-DD", _is_day)
HASH: Form = ("a SHA-256", _matches(_HASH))
TOKEN: Form = ("hexadecimal digits", _matches(_HEX))
VERSION: Form = ("a version", lambda value: isinstance(value, str | int))
OBJECT: Form = ("an object", _is_object)
RECIPIENT: Form = ("an age recipient", _matches(_RECIPIENT))
POSITION: Form = ("how many entries of each chain", _is_position)
HEADS: Form = ("of each chain how many entries and their root", _is_heads)
DECISION: Form = (
    "a kind of decision",
    lambda value: value in ("merge", "apart", "hold", "accept", "standard", "retract"),
)

FORMS: Mapping[str, Mapping[str, Form]] = {
    "settings": {"sha256": HASH, "size": COUNT},
    "codebook": {"sha256": HASH, "size": COUNT},
    "seal": {"sha256": HASH, "size": COUNT, "file_name": TEXT, "organisation": TEXT, "metadata": OBJECT},
    "read": {
        "sha256": HASH, "file_name": TEXT, "reader": TEXT, "reader_version": VERSION, "as": _or_none(TEXT),
        "organisation": TEXT, "as_of": DAY, "mapping_sha256": _or_none(HASH),
    },
    "identity": {"person": TOKEN, "recipient": RECIPIENT},
    "sealed_file": {"original": TOKEN, "persons": COUNT},
    "destroy": {"person": TOKEN},
    "join": {"heads": HEADS},
    "run": {
        "stages": TEXTS, "engine": TEXT, "settings": HASH, "codebook": _or_none(HASH), "position": POSITION,
        "versions": OBJECT,
    },
    "declare": {"format": COUNT},
    "learned": {"stage": TEXT},
    "decide": {"kind": DECISION, "a": TEXTS},
    "withdraw": {"testimonies": TEXTS, "reports": TEXTS},
    "read_out": {},  # one of two, as the second look says
    "export": {"audience": TEXT},
    "submit": {"audience": TEXT, "languages": TEXTS, "bag": HASH},
}  # fmt: skip
"""The details that every entry of a kind has; it may have others."""

_BODIES: Mapping[str, Mapping[str, Form]] = {
    "secret": {"sealed": ("one name", lambda value: isinstance(value, list) and len(value) == 1), "recipients": TEXTS},
    "identity": {"sealed": ("one name", lambda value: isinstance(value, list) and len(value) == 1)},
    "sealed_file": {"sealed": ("one name", lambda value: isinstance(value, list) and len(value) == 1)},
}
"""What stands openly in entries of a kind, where readers rely on more than `entry.py` checks."""


def fault_of(kind: str, body: Mapping[str, Any], details: Mapping[str, Any] | None) -> str | None:
    """What is wrong with an entry, without its values; None where nothing is.

    >>> fault_of("destroy", {}, {"person": 7})
    'person: expected hexadecimal digits'
    >>> fault_of("a_newer_kind", {}, {}) is None
    True
    """
    wrong = _fault(_BODIES.get(kind, {}), body)
    if wrong is not None or kind not in FORMS:
        return wrong
    if details is None:  # destroyed, as an entry says; or there never were any
        return None if "pack" in body or "destroyed" in body else "no details"
    return _fault(FORMS[kind], details) or _second_look(kind, details)


def _fault(forms: Mapping[str, Form], values: Mapping[str, Any]) -> str | None:
    for name, (what, holds) in forms.items():
        if name not in values:
            return f"{name}: expected {what}, found nothing"
        if not holds(values[name]):
            return f"{name}: expected {what}"
    return None


def _second_look(kind: str, details: Mapping[str, Any]) -> str | None:
    """What one field alone does not show."""
    if kind == "decide":
        if details["kind"] == "retract" and len(details["a"]) != 1:
            return "a: expected one decision to retract"
        if not _is_texts(details.get("b") or []):
            return "b: expected a list of texts"
        if not (_is_text(details.get("by", "")) and _is_text(details.get("reason", ""))):
            return "by and reason: expected texts"
    if kind == "read_out" and not _matches(_HASH)(details.get("sha256", details.get("sealed"))):
        return "sha256 or sealed: expected a SHA-256"
    if kind == "seal" and not _is_text(details["metadata"].get("role", "")):
        return "metadata: expected a role that is a text"
    return None


def originals_of(details: Mapping[str, Any]) -> list[Sha256]:
    """The files in the vault that details name: by convention `sha256` and `objects`, in an entry of any kind."""
    objects = details.get("objects", ())
    names = [*([details["sha256"]] if "sha256" in details else []), *(objects if isinstance(objects, list) else ())]
    return [Sha256(name) for name in map(str, names)]
