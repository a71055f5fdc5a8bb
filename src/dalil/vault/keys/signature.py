"""What anybody can do with a public key: name it, check a signature of it, hand it to openssl.

Apart from the keys themselves, so that whatever checks a log or a submission needs nothing that can sign or open.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["fingerprint_of", "public_key_pem", "signature_holds"]


def fingerprint_of(public_key: str) -> str:
    """First 32 hexadecimal digits of the SHA-256 of the raw public key (given as 64 hexadecimal digits)."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]


def signature_holds(public_key: str, signature: str, message: bytes) -> bool:
    """True when `signature` (128 hexadecimal digits) over `message` is by `public_key` (64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        # Letters that are no hexadecimal and a key of another length are no error here: they sign nothing.
        return False
    return True


def public_key_pem(public_key: str) -> bytes:
    """The key as openssl takes it, to check signatures without this program."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
