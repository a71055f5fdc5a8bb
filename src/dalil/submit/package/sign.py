"""PDF files signed (PAdES B-B, ETSI EN 319 142): the file as it was set, byte for byte, and the signature after it.

The signature stands in an incremental update, so that cutting a signed file at the length of the unsigned one gives the
unsigned one back: the same case gives the same bytes up to there. What follows holds the time of signing and random
numbers, and differs each time.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dalil.errors import CannotProceed, Refused
from dalil.limited import Limits, run_limited
from dalil.submit.content.request import Certificate
from dalil.vault.files.regular import read_regular
from dalil.vault.log.chain import Problem

if TYPE_CHECKING:
    from pyhanko.sign.validation import PdfSignatureStatus

__all__ = ["NOBODY", "SIGNED_BY", "Signed", "check_documents", "is_signed", "sign_documents", "signed_by"]

SIGNED_BY = "Documents-Signed-By"
"""The line of bag-info.txt that says whose signatures the PDF files bear."""
NOBODY = "nobody"

_FIELD = "Dalil"
_MARK = b"/ByteRange"

MOST_PDF = 1 << 30  # bytes of one document: volumes are cut at a hundredth of that
_LIMITS = Limits(memory_bytes=4 * 2**30, seconds=120, clock_seconds=240, output_bytes=1 << 20)
"""A volume of a thousand pages takes some two seconds and 200 MB."""


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


def is_signed(content: bytes) -> bool:
    """True for a PDF that bears any signature."""
    return _MARK in content


def sign_documents(files: Iterable[Path], certificate: Certificate) -> None:
    """Sign each file in place. Raises `CannotProceed` where the package is missing."""
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
        from pyhanko.sign.fields import SigSeedSubFilter
    except ImportError:
        raise CannotProceed("Signing PDF files needs a package that is not installed.", expected="pyHanko",
                            do="install dalil with its extra 'sign'") from None  # fmt: skip

    class Signer(PdfSigner):  # type: ignore[misc,unused-ignore]
        """In UTC: left alone, pyHanko writes the zone of this machine, and so where it stands."""

        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = datetime.now(UTC).replace(microsecond=0)
            return session

    key = SimpleSigner.load_pkcs12_data(certificate.pkcs12, other_certs=[], passphrase=certificate.passphrase)
    about = PdfSignatureMetadata(field_name=_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    # Read whole and written whole: a file is never half signed.
    for file in files:
        signed = Signer(about, key).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(file.read_bytes())))
        file.write_bytes(signed.getvalue())


def check_documents(files: Sequence[Path], stated: str) -> tuple[list[Problem], str]:
    """For the verifier: each PDF bears the signature that bag-info.txt states, or none does. Problems, what was seen.

    Who stands behind a certificate is not checked: its fingerprint is shown, to be compared with one from elsewhere.
    """
    pdfs = [file for file in files if file.suffix == ".pdf" and file.is_file() and not file.is_symlink()]
    bearing = [file for file in pdfs if is_signed(read_regular(file, most=MOST_PDF))]
    if stated == NOBODY:
        return [Problem("no signature", "one", file.name) for file in bearing], f"{len(pdfs)} PDF files, not signed"
    problems = [Problem(stated, "no signature", file.name) for file in pdfs if file not in bearing]
    if find_spec("pyhanko") is None:
        return problems, f"{len(bearing)} signatures not checked: pyHanko is not installed (extra 'sign')"
    problems += _wrong(bearing, stated)
    return problems, f"{len(bearing)} PDF files signed by {stated}; compare the fingerprint with one from elsewhere"


def _wrong(files: Iterable[Path], stated: str) -> Iterator[Problem]:
    for file in files:
        found = read_limited(read_regular(file, most=MOST_PDF), file.name)
        if len(found) != 1:
            yield Problem("one signature", str(len(found)), file.name)
        for each in found:
            if each.wrong:
                yield Problem("a signature over the whole file", each.wrong, file.name)
            elif each.by != stated:
                yield Problem(stated, each.by, file.name)


def read_limited(content: bytes, name: str) -> list[Signed]:
    """`read_signatures` in a child of limited memory and time: the file is a stranger's."""
    try:
        found = json.loads(run_limited("dalil.submit.package.sign", [], content, _LIMITS, where=name))
    except Refused as problem:
        return [Signed("", "", f"a signature that cannot be read: {problem.what}")]
    return [Signed(**each) for each in found]


def main(arguments: list[str], given: BinaryIO, out: BinaryIO) -> None:
    """What the child does: a PDF comes in, what its signatures say goes out."""
    out.write(json.dumps([asdict(each) for each in read_signatures(given.read())]).encode())


def read_signatures(content: bytes) -> list[Signed]:
    """What each signature of a PDF says. A file that cannot be read has one that is wrong."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        return [_read(each) for each in PdfFileReader(io.BytesIO(content)).embedded_regular_signatures]
    except (PdfReadError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError) as problem:
        return [Signed("", "", f"a signature that cannot be read: {problem}"[:120])]


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
