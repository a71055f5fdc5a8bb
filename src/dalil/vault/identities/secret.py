"""The secret of a case: what salts its commitments and opens its sealed identities.

It is kept in `sealed/`, encrypted (age) to those who may open it; the log names them. Giving somebody access is
encrypting this one small file anew.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyrage
from pyrage import x25519

from dalil.errors import CannotProceed, UsageError
from dalil.units import parse_sha256
from dalil.vault.files.store import Store
from dalil.vault.keys.own import Keys
from dalil.vault.log.entry import canonical
from dalil.vault.log.reader import Log
from dalil.vault.log.writer import Item, LogWriter

__all__ = ["CaseSecret", "find_secret", "grant", "make_secret", "salt_for"]


def salt_for(secret: bytes, *parts: str | bytes) -> bytes:
    """HMAC-SHA256 over `parts`, 32 bytes. Lengths go in, so ("ab", "c") and ("a", "bc") differ."""
    message = b""
    for part in parts:
        raw = part.encode("utf-8") if isinstance(part, str) else part
        message += len(raw).to_bytes(8, "big") + raw
    return hmac.digest(secret, message, "sha256")


@dataclass(frozen=True, slots=True)
class CaseSecret:
    """A case's secret, open: `key` (32 bytes) for salts, `identity` for what is sealed to the case."""

    key: bytes = field(repr=False)
    identity: x25519.Identity = field(repr=False)

    def salt(self, *parts: str | bytes) -> bytes:
        """`salt_for` with this secret."""
        return salt_for(self.key, *parts)

    def seal(self, content: bytes) -> bytes:
        """Encrypt to the case."""
        return bytes(pyrage.encrypt(content, [self.identity.to_public()]))

    def unseal(self, content: bytes) -> bytes:
        """Decrypt what was sealed to the case."""
        try:
            return bytes(pyrage.decrypt(content, [self.identity]))
        except pyrage.DecryptError as problem:
            raise CannotProceed("This was sealed to another case.", do="open it in the case it comes from") from problem

    def encode_for(self, recipients: Iterable[str]) -> bytes:
        """The secret, encrypted to each of `recipients` (`age1…`)."""
        content = canonical({"format": 1, "key": self.key.hex(), "identity": str(self.identity)})
        try:
            return bytes(pyrage.encrypt(content, [x25519.Recipient.from_str(each) for each in recipients]))
        except pyrage.RecipientError as problem:
            raise UsageError("This is not an age recipient.", expected="age1… as `dalil keys` prints it") from problem


def make_secret(log: LogWriter, sealed: Store, recipients: Iterable[str] = ()) -> CaseSecret:
    """Make the secret of a case, readable by the writer's key and by `recipients`, and log it."""
    secret = CaseSecret(secrets.token_bytes(32), x25519.Identity.generate())
    grant(log, sealed, secret, [log.keys.recipient, *recipients])
    return secret


def grant(log: LogWriter, sealed: Store, secret: CaseSecret, recipients: Iterable[str]) -> None:
    """Encrypt the secret to these recipients and to nobody else, and log who they are.

    The encryption before stays, and who could open it still can: a secret once read cannot be taken back.
    """
    # The log names the recipients in clear, so that anybody can see who could open the case, and since when.
    named = list(dict.fromkeys(recipients))
    name = sealed.put_bytes(secret.encode_for(named)).sha256
    log.write([Item("secret", public={"sealed": [name], "recipients": named})])


def find_secret(log: Log, sealed: Store, keys: Keys, chain: str = "") -> CaseSecret | None:
    """The secret that `keys` can open, or None when the case has none yet.

    Where joined cases bring several, the newest of `chain` comes first, then the newest of each other chain in order.
    Raises `CannotProceed` when there are secrets and none is for these keys.
    """
    # The last entry of a chain counts: to grant is to encrypt anew for everybody who may open it.
    # Of trusted chains alone: a stranger could seal a secret of their own to this key, and open what is sealed with it.
    newest = {entry.chain: entry for entry in log.entries("secret") if entry.trusted}
    for entry in sorted(newest.values(), key=lambda entry: (entry.chain != chain, entry.chain)):
        if keys.recipient in entry.body["recipients"]:
            content = sealed.read(parse_sha256(entry.body["sealed"][0]))
            parts = json.loads(pyrage.decrypt(content, [keys.identity]))
            return CaseSecret(bytes.fromhex(parts["key"]), x25519.Identity.from_str(parts["identity"]))
    if newest:
        raise CannotProceed(
            "The secret of this case is not sealed to your key.",
            expected="one of the recipients named in the log",
            found=keys.recipient,
            do="ask somebody who can open the case to add your recipient",
        )
    return None
