"""The certificate that an organisation signs PDF files with: opened from PKCS#12, or made where it has none.

Readers of PDF take RSA and elliptic curves, not the Ed25519 of the log, so that this is a key of its own. Its name
stands in every file that it signs: an organisation's or a pseudonym, never a person's who is in danger.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from dalil.errors import CannotProceed, Refused, UsageError
from dalil.submit.content.request import Certificate

__all__ = ["PASSPHRASE", "fingerprint_of", "make_certificate", "open_certificate"]

PASSPHRASE = "DALIL_CERTIFICATE_PASSPHRASE"
"""The environment variable that holds it in scripts."""

_LONGEST_NAME = 64  # letters of a common name (X.520, ub-common-name)
_USE = {
    "digital_signature": True, "content_commitment": True, "key_encipherment": False, "data_encipherment": False,
    "key_agreement": False, "key_cert_sign": False, "crl_sign": False, "encipher_only": False, "decipher_only": False,
}  # fmt: skip


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate (DER): what somebody compares with what they have from another source."""
    return sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def make_certificate(path: Path, name: str, *, passphrase: str = "", years: int = 10) -> str:
    """Write to `path` a new P-256 key and a certificate in `name` that it signs itself. Returns the fingerprint.

    Raises `UsageError` for a file that exists, a name that is empty or longer than 64 letters.
    """
    if path.exists():
        raise UsageError("The target exists already; nothing is overwritten.", where=str(path))
    if not 0 < len(name) <= _LONGEST_NAME:
        raise UsageError(
            "A certificate cannot be made in this name.", expected="1 to 64 letters", found=f"{len(name)} letters"
        )
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC).replace(microsecond=0)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**_USE), critical=True)
        .sign(key, SHA256())
    )
    under = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    content = pkcs12.serialize_key_and_certificates(None, key, certificate, None, under)
    # Readable by its owner alone from the first byte, and never over a file that is there.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
    return fingerprint_of(certificate)


def open_certificate(path: Path, environment: Mapping[str, str] = os.environ) -> Certificate:
    """Open a PKCS#12 file. The passphrase comes from `DALIL_CERTIFICATE_PASSPHRASE`, or is asked for on the terminal.

    Raises `UsageError` for a file that is not there, `Refused` for one that is no PKCS#12, holds a key that readers of
    PDF do not take, or is not valid today; `CannotProceed` where a passphrase is needed and nobody can be asked.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UsageError("The certificate cannot be read.", expected="a PKCS#12 file (.p12)",
                         found=problem.strerror or "", where=str(path)) from None  # fmt: skip
    given = environment.get(PASSPHRASE)
    passphrase = given.encode() if given else None
    found = _load(content, passphrase)
    if found is None and not given:
        passphrase = _ask(path)
        found = _load(content, passphrase)
    if found is None:
        raise Refused("The certificate does not open.", expected="a PKCS#12 file with a key and its certificate, "
                      "and its passphrase", where=str(path), do=f"check the file, and {PASSPHRASE}")  # fmt: skip
    return _usable(found, content, passphrase, path)


def _load(content: bytes, passphrase: bytes | None) -> pkcs12.PKCS12KeyAndCertificates | None:
    try:
        found = pkcs12.load_pkcs12(content, passphrase)
    except (ValueError, TypeError):
        return None
    return found if found.key is not None and found.cert is not None else None


def _ask(path: Path) -> bytes:
    if not sys.stdin.isatty():
        raise CannotProceed("The certificate needs a passphrase, and there is no terminal to ask on.",
                            where=str(path), do=f"set {PASSPHRASE}, or run the command in a terminal")  # fmt: skip
    return getpass.getpass("Passphrase of the certificate: ").encode()


def _usable(
    found: pkcs12.PKCS12KeyAndCertificates, content: bytes, passphrase: bytes | None, path: Path
) -> Certificate:
    assert found.cert is not None
    certificate = found.cert.certificate
    if not isinstance(found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Refused("Readers of PDF do not take signatures of this key.", expected="RSA or an elliptic curve",
                      found=type(found.key).__name__, where=str(path),
                      do="make one with: dalil certificate")  # fmt: skip
    now = datetime.now(UTC)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= now <= last:
        raise Refused("The certificate is not valid today.", expected=f"{first:%Y-%m-%d} to {last:%Y-%m-%d}",
                      found=f"{now:%Y-%m-%d}", where=str(path), do="renew it")  # fmt: skip
    return Certificate(certificate.subject.rfc4514_string(), fingerprint_of(certificate), content, passphrase)
