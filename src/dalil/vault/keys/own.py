"""A person's keys: one that signs the log (Ed25519) and one that opens what is sealed to them (age, X25519).

They are made on first use and live outside every case, in `~/.config/dalil` (or `DALIL_CONFIG`), readable by their
owner alone and, where wanted, under a passphrase. Whoever loses them cannot open what only they could open, and goes
on in a new chain under a new key; the old chain stays valid.
"""

from __future__ import annotations

import getpass
import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import passphrase as age_passphrase
from pyrage import x25519

from dalil.errors import CannotProceed, Refused, VerificationFailed
from dalil.vault.files.disk import clear_errors, make_folder, sync_folder, write_new
from dalil.vault.files.header import HEADER_LENGTH, Header
from dalil.vault.keys.signature import fingerprint_of

__all__ = ["Keys", "config_folder", "open_keys", "set_passphrase"]

_FILE = "keys"


def config_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where keys are kept: `DALIL_CONFIG`, else `~/.config/dalil`."""
    return Path(environment.get("DALIL_CONFIG") or Path.home() / ".config" / "dalil")


@dataclass(frozen=True, slots=True)
class Keys:
    """A person's keys, open. `label` is the name they sign with: a pseudonym, made from the key unless chosen."""

    label: str
    _signing: Ed25519PrivateKey = field(repr=False)
    identity: x25519.Identity = field(repr=False)

    @classmethod
    def make(cls, label: str = "") -> Keys:
        """New keys from the system's randomness."""
        signing = Ed25519PrivateKey.generate()
        public = _public_hex(signing)
        return cls(label or f"key-{fingerprint_of(public)[:8]}", signing, x25519.Identity.generate())

    @property
    def public_key(self) -> str:
        """The Ed25519 public key, 64 hexadecimal digits."""
        return _public_hex(self._signing)

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits; the name of the chain that this key begins."""
        return fingerprint_of(self.public_key)

    @property
    def recipient(self) -> str:
        """The age recipient (`age1…`) to which others seal for this person."""
        return str(self.identity.to_public())

    def sign(self, message: bytes) -> str:
        """Ed25519 signature, 128 hexadecimal digits. Begin each kind of message with words no other kind has."""
        return self._signing.sign(message).hex()

    def _encode(self, passphrase: str) -> bytes:
        seed = self._signing.private_bytes_raw().hex()
        content = json.dumps({"label": self.label, "signing": seed, "identity": str(self.identity)}).encode()
        if passphrase:
            content = age_passphrase.encrypt(content, passphrase)
        return Header("keys", "age" if passphrase else "none", self.fingerprint).encode() + content


def open_keys(folder: Path | None = None, *, label: str = "", environment: Mapping[str, str] = os.environ) -> Keys:
    """The keys in `folder` (default `config_folder`), made on first use.

    A passphrase comes from `DALIL_PASSPHRASE` or is asked for on the terminal. New keys are put under one when
    `DALIL_PASSPHRASE` is set; `set_passphrase` does so later. `label` is used for new keys only.
    """
    folder = folder or config_folder(environment)
    path = folder / _FILE
    if not path.exists():
        make_folder(folder)
        keys = Keys.make(label)
        if write_new(path, keys._encode(environment.get("DALIL_PASSPHRASE", ""))):
            return keys
        # Another command made them at the same moment; those are the keys.
    return _read(path, environment)


def set_passphrase(keys: Keys, passphrase: str, folder: Path | None = None) -> None:
    """Store the keys under another passphrase, or under none (`""`).

    The new file is opened with the passphrase before it takes the place of the old one: whatever an interrupted command
    left beside it, the keys open with what was typed last or with what opened them before.
    """
    path = (folder or config_folder()) / _FILE
    beside = path.with_name(f"{_FILE}-{secrets.token_hex(8)}")
    try:
        write_new(beside, keys._encode(passphrase))
        found = _read(beside, {"DALIL_PASSPHRASE": passphrase})
        if found.fingerprint != keys.fingerprint or found.recipient != keys.recipient:
            raise VerificationFailed(
                "The keys as written are not the keys that were to be written.",
                expected=keys.fingerprint,
                found=found.fingerprint,
                where=str(beside),
                do="nothing was changed; check the disk, then try again",
            )
        with clear_errors("storing the keys", path):
            beside.replace(path)
            sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path, environment: Mapping[str, str]) -> Keys:
    # Checked on every use, not only when they are made: copying from a memory stick loses permissions.
    if path.stat().st_mode & 0o077:
        raise CannotProceed(
            "Other users of this machine can read the keys.",
            expected="a file that only its owner can read",
            found=f"mode {path.stat().st_mode & 0o777:o}",
            where=str(path),
            do=f"chmod 600 {path}",
        )
    try:
        raw = path.read_bytes()
    except PermissionError as problem:
        raise CannotProceed("No permission to read the keys.", where=str(path)) from problem
    header = Header.decode(raw[:HEADER_LENGTH], str(path))
    content = raw[HEADER_LENGTH:]
    if header.protection == "age":
        content = _unlock(content, path, environment)
    keys = _parse(content, path)
    # The header is outside the passphrase, so it is compared with what is inside.
    if keys.fingerprint != header.owner:
        raise VerificationFailed(
            "The key file was changed.", expected=header.owner, found=keys.fingerprint, where=str(path)
        )
    return keys


def _unlock(content: bytes, path: Path, environment: Mapping[str, str]) -> bytes:
    passphrase = environment.get("DALIL_PASSPHRASE", "")
    if not passphrase:
        if not sys.stdin.isatty():
            raise CannotProceed(
                "The keys need a passphrase, and there is no terminal to ask on.",
                where=str(path),
                do="set DALIL_PASSPHRASE, or run the command in a terminal",
            )
        passphrase = getpass.getpass("Passphrase of your keys: ")
    try:
        return bytes(age_passphrase.decrypt(content, passphrase))
    except pyrage.DecryptError as problem:
        raise Refused("The passphrase does not open the keys.", where=str(path), do="try again") from problem


def _parse(content: bytes, path: Path) -> Keys:
    try:
        parts = json.loads(content)
        signing = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(parts["signing"]))
        return Keys(str(parts["label"]), signing, x25519.Identity.from_str(parts["identity"]))
    except (ValueError, KeyError, TypeError, pyrage.IdentityError) as problem:
        raise VerificationFailed(
            "The key file cannot be read.",
            found="damaged content",
            where=str(path),
            do="put back your copy of the key file; without one, move it away and new keys are made",
        ) from problem


def _public_hex(signing: Ed25519PrivateKey) -> str:
    return signing.public_key().public_bytes_raw().hex()
