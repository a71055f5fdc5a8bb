"""Identities of protected persons: encrypted before they touch the disk, each under a key that can be destroyed.

A table with identities is cut up: the bytes of each row go to the key of its person, the rest (header line, line
ends) to the case. While all keys live the original comes back byte for byte. Withdrawn consent destroys one key: the
log stays, the content is gone, and `verify` says so.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyrage
from pyrage import x25519

from dalil.errors import Refused, UsageError
from dalil.units import Sha256
from dalil.vault.files.store import Store
from dalil.vault.identities.secret import CaseSecret
from dalil.vault.log.entry import canonical
from dalil.vault.log.reader import Log
from dalil.vault.log.trust import destroyed_names
from dalil.vault.log.writer import Item, LogWriter, Ref

__all__ = ["Identities", "Opened", "Row", "SealedOriginal", "finish_destroying"]

_PAD = 256
"""Sealed rows are padded to a multiple of this, so that their length does not tell one person from another."""


@dataclass(frozen=True, slots=True)
class Row:
    """Bytes [start, end) of a table belong to `person`: an id unique in the case, as `organisation/witness`."""

    person: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SealedOriginal:
    """A file in `sealed/`. `new` is False when the same bytes were sealed before, and then nothing was written.

    `entry` is the log entry of a new one.
    """

    name: Sha256
    persons: int
    new: bool
    entry: Ref | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed file, opened. `pieces` are its bytes in order; None stands where a key was destroyed."""

    file_name: str
    pieces: tuple[bytes | None, ...]

    @property
    def raw(self) -> bytes:
        """The original, byte for byte; `Refused` when part of it is gone."""
        gone = sum(piece is None for piece in self.pieces)
        if gone:
            raise Refused(
                "Part of this file is gone: consent was withdrawn and the keys were destroyed.",
                expected="every key",
                found=f"{gone} of its rows without a key",
            )
        return b"".join(piece for piece in self.pieces if piece is not None)


@dataclass(frozen=True, slots=True)
class _Person:
    """The key of one person: its file in `sealed/`, and the recipient to seal to."""

    key: Sha256
    recipient: str


class Identities:
    """The sealed identities of a case. Reads the log once, when made."""

    def __init__(self, log: Log, sealed: Store, secret: CaseSecret) -> None:
        self._sealed, self._secret = sealed, secret
        self._persons: dict[str, _Person] = {}
        self._withdrawn: set[str] = set()
        self._originals: dict[str, SealedOriginal] = {}
        for entry in log.entries("identity", "sealed_file", "destroy"):
            if not entry.trusted:  # another case's persons, under another case's secret
                continue
            details = entry.details or {}
            name = Sha256(entry.body.get("sealed", [""])[0])
            match entry.kind:
                case "identity":
                    self._persons[details["person"]] = _Person(name, details["recipient"])
                case "sealed_file":
                    self._originals[details["original"]] = SealedOriginal(name, details["persons"], new=False)
                case _:
                    self._withdrawn.update([details["person"]] if "person" in details else [])

    def seal_table(self, log: LogWriter, raw: bytes, rows: Sequence[Row], file_name: str = "") -> SealedOriginal:
        """Seal a table whose rows belong to persons; synced, logged and signed when this returns.

        Raises `UsageError` when rows overlap or lie outside `raw`, and `Refused` when a row belongs to a person whose
        consent was withdrawn: sealing it again would undo that.
        """
        known = self._known(raw)
        if known is not None:
            return known
        rows = sorted(rows, key=lambda row: row.start)
        _demand_apart(rows, len(raw))
        tokens = [self._token(row.person) for row in rows]
        self._demand_consent(rows, tokens)
        new_persons, items = self._make_keys(token for token in tokens if token not in self._persons)
        # Kept only after the log has them: a failed write must not leave keys that no entry names in use.
        persons = self._persons | new_persons
        sealed_rows = [
            _seal_row(raw[row.start : row.end], persons[token].recipient)
            for row, token in zip(rows, tokens, strict=True)
        ]
        layout = [(row.start, row.end, token) for row, token in zip(rows, tokens, strict=True)]
        original = self._put(log, raw, file_name, layout, sealed_rows, items)
        self._persons = persons
        return original

    def seal_whole(self, log: LogWriter, raw: bytes, file_name: str = "") -> SealedOriginal:
        """Seal a file that must be kept encrypted as a whole.

        For one that names persons in a form whose rows cannot be told apart; no single consent can then be withdrawn
        from it. Reading does not use it yet: it refuses such files.
        """
        return self._known(raw) or self._put(log, raw, file_name, [], [], [])

    def open(self, name: Sha256) -> Opened:
        """Open a sealed file. Only in memory: whoever writes it out answers for where."""
        content = json.loads(self._sealed.read(name))
        plan = self._plan_of(content)
        rest = b64decode(plan["rest"])
        # Rows and what lies between them in turn: a destroyed key takes its row out and leaves the others in place.
        pieces: list[bytes | None] = []
        taken = at = 0
        for (start, end, token), row in zip(plan["rows"], content["rows"], strict=True):
            pieces.append(rest[taken : taken + start - at])
            pieces.append(self._open_row(b64decode(row), token, end - start))
            taken, at = taken + start - at, end
        return Opened(plan["file_name"], (*pieces, rest[taken:]))

    def called(self, file_name: str) -> list[Sha256]:
        """The names in `sealed/` of the files that were handed in as `file_name`, or that have that name there."""
        named = []
        for original in self._originals.values():
            if original.name == file_name or self._plan(original.name)["file_name"] == file_name:
                named.append(original.name)
        return sorted(named)

    def has_key(self, person: str) -> bool:
        """Whether a key of `person` (as given to `seal_table`) is in the case and was not destroyed."""
        token = self._token(person)
        return token in self._persons and token not in self._withdrawn

    def destroy(self, log: LogWriter, *persons: str, because: Mapping[str, Any] | None = None) -> list[Ref]:
        """Destroy the keys of `persons`. First the entries, then the keys: never unlogged.

        `because` are the details of an entry `withdraw`, written in the same batch. Raises `Refused`, and destroys
        none, where one of them has no key here.
        """
        if not all(map(self.has_key, persons)):
            raise Refused("No key of this person is in the case.", do="check the id, and which organisation gave it")
        tokens = [self._token(person) for person in persons]
        keys = [self._persons[token].key for token in tokens]
        items = [Item("withdraw", because)] if because is not None else []
        items += [Item("destroy", {"person": t}, {"destroyed": [key]}) for t, key in zip(tokens, keys, strict=True)]
        refs = log.write(items)
        self._withdrawn.update(tokens)
        for key in keys:
            self._sealed.remove(key)
        return refs

    def _plan(self, name: Sha256) -> dict[str, Any]:
        return self._plan_of(json.loads(self._sealed.read(name)))

    def _plan_of(self, content: Mapping[str, Any]) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads(self._secret.unseal(b64decode(content["rest"])))
        return plan

    def _token(self, person: str) -> str:
        # Salted: pseudonyms are short and could be tried one after the other.
        return self._secret.salt("person", person).hex()

    def _commitment(self, raw: bytes) -> str:
        return self._secret.salt("original", raw).hex()

    def _known(self, raw: bytes) -> SealedOriginal | None:
        return self._originals.get(self._commitment(raw))

    def _demand_consent(self, rows: Sequence[Row], tokens: Sequence[str]) -> None:
        for row, token in zip(rows, tokens, strict=True):
            if token in self._withdrawn:
                raise Refused(
                    "A row belongs to a person whose consent was withdrawn.",
                    expected="only persons whose consent stands",
                    found=f"the row at byte {row.start}",
                    do="take the row out, then add the file again",
                )

    def _make_keys(self, tokens: Iterable[str]) -> tuple[dict[str, _Person], list[Item]]:
        made = {token: x25519.Identity.generate() for token in dict.fromkeys(tokens)}
        names = self._sealed.put_many(self._secret.seal(str(identity).encode()) for identity in made.values())
        persons = {
            token: _Person(stored.sha256, str(identity.to_public()))
            for (token, identity), stored in zip(made.items(), names, strict=True)
        }
        items = [
            Item("identity", {"person": token, "recipient": person.recipient}, {"sealed": [person.key]})
            for token, person in persons.items()
        ]
        return persons, items

    def _put(
        self,
        log: LogWriter,
        raw: bytes,
        file_name: str,
        layout: Sequence[tuple[int, int, str]],
        rows: Sequence[bytes],
        items: Sequence[Item],
    ) -> SealedOriginal:
        """Store the cut-up file and log it. Its file name is sealed too: it may be somebody's name."""
        plan = {"file_name": file_name, "rows": list(layout), "rest": _text(_without(raw, layout))}
        content = {"rest": _text(self._secret.seal(canonical(plan))), "rows": [_text(row) for row in rows]}
        name = self._sealed.put_bytes(canonical(content)).sha256
        original = self._commitment(raw)
        persons = len({token for *_, token in layout})
        item = Item("sealed_file", {"original": original, "persons": persons}, {"sealed": [name]})
        *_, entry = log.write([*items, item])
        self._originals[original] = SealedOriginal(name, persons, new=False)
        return SealedOriginal(name, persons, new=True, entry=entry)

    def _open_row(self, row: bytes, token: str, length: int) -> bytes | None:
        if token in self._withdrawn:
            return None
        key = self._secret.unseal(self._sealed.read(self._persons[token].key)).decode()
        return bytes(pyrage.decrypt(row, [x25519.Identity.from_str(key)]))[:length]


def finish_destroying(log: Log, sealed: Store) -> int:
    """Remove keys that the log says were destroyed and an interrupted command left; how many there were."""
    left = [name for name in sorted(destroyed_names(log.chains(), log.trusted())) if sealed.has(name)]
    for name in left:
        sealed.remove(name)
    return len(left)


def _seal_row(content: bytes, recipient: str) -> bytes:
    # An empty row is padded too: that there is nothing is something to know.
    padded = content.ljust(-(-max(len(content), 1) // _PAD) * _PAD, b"\0")
    return bytes(pyrage.encrypt(padded, [x25519.Recipient.from_str(recipient)]))


def _without(raw: bytes, layout: Sequence[tuple[int, int, str]]) -> bytes:
    edges = [0, *(edge for start, end, _ in layout for edge in (start, end)), len(raw)]
    return b"".join(raw[start:end] for start, end in list(pairwise(edges))[::2])


def _demand_apart(rows: Sequence[Row], length: int) -> None:
    edges = [0, *(edge for row in rows for edge in (row.start, row.end)), length]
    if any(earlier > later for earlier, later in pairwise(edges)):
        raise UsageError("The rows of a table to be sealed overlap or lie outside it.")


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")
