"""The child's part of checking signed PDF files: what each signature says, and what is wrong with it.

Run by `dalil.limited_host`. Given is a JSON list of paths; written is a JSON list, for each a list of signatures as
(subject, fingerprint, what is wrong).
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dalil.recheck.network import leave_network
from dalil.recheck.reading import read_bytes

if TYPE_CHECKING:
    from pyhanko.sign.validation import PdfSignatureStatus

__all__ = ["Signed", "main", "read_signatures", "signed_by"]

_SHOWN = 120  # characters of what a parser says


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signature of one file says: by whom, the SHA-256 of their certificate, what is wrong with it."""

    subject: str
    fingerprint: str
    wrong: str

    @property
    def by(self) -> str:
        """As bag-info.txt has it."""
        return signed_by(self.subject, self.fingerprint)


def signed_by(subject: str, fingerprint: str) -> str:
    """Whose signature it is, in one line."""
    return f"{subject}; certificate SHA-256 {fingerprint}"


def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None:
    """For the child: see the module."""
    leave_network()
    found = [[astuple(each) for each in _read_file(Path(name))] for name in json.loads(given.read())]
    out.write(json.dumps(found).encode())


def _read_file(path: Path) -> list[Signed]:
    try:
        return read_signatures(read_bytes(path, path.name))
    except Exception as problem:  # noqa: BLE001 - the border of a parser's child process
        return [_unread(problem)]


def read_signatures(content: bytes) -> list[Signed]:
    """What each signature of a PDF says. A file that cannot be read has one that is wrong."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        return [_read(each) for each in PdfFileReader(io.BytesIO(content)).embedded_regular_signatures]
    except (PdfReadError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError) as problem:
        return [_unread(problem)]


def _unread(problem: Exception) -> Signed:
    return Signed("", "", f"a signature that cannot be read: {problem or type(problem).__name__}"[:_SHOWN])


def _read(embedded: Any) -> Signed:
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = embedded.signer_cert
    # Itself as its root: whether the signature holds does not hang on who issued the certificate.
    trust = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    quiet = logging.getLogger("pyhanko")
    quiet.setLevel(logging.CRITICAL)
    status: PdfSignatureStatus = asyncio.run(async_validate_pdf_signature(embedded, trust))
    wrong = ""
    if not status.intact:
        wrong = "a file that was changed after it was signed"
    elif not status.valid:
        wrong = "a signature that is not by the key of its certificate"
    elif embedded.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        wrong = "a file to which something was added after it was signed"
    fingerprint = sha256(certificate.dump()).hexdigest()
    return Signed(_subject(certificate.dump()), fingerprint, wrong)


def _subject(der: bytes) -> str:
    from cryptography.x509 import load_der_x509_certificate

    return load_der_x509_certificate(der).subject.rfc4514_string()
