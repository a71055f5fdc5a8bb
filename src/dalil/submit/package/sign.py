"""PDF files signed (PAdES B-B, ETSI EN 319 142): the file as it was set, byte for byte, and the signature after it.

The signature stands in an incremental update, so that cutting a signed file at the length of the unsigned one gives the
unsigned one back: the same case gives the same bytes up to there. What follows holds the time of signing and random
numbers, and differs each time.
"""

from __future__ import annotations

import io
import json
import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dalil.errors import CannotProceed
from dalil.limited import LimitReached, Limits
from dalil.limited_host import limited_output
from dalil.recheck.signatures import Signed
from dalil.submit.content.request import Certificate
from dalil.vault.log.chain import Problem

__all__ = ["NOBODY", "SIGNED_BY", "check_documents", "is_signed", "sign_documents"]

SIGNED_BY = "Documents-Signed-By"
"""The line of bag-info.txt that says whose signatures the PDF files bear."""
NOBODY = "nobody"

_FIELD = "Dalil"
_MARK = b"/ByteRange"
_LIMITS = Limits(seconds=600, clock_seconds=1200)  # all documents together: a volume of 200 sheets takes seconds


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
    bearing = [file for file in pdfs if _bears_mark(file)]
    if stated == NOBODY:
        return [Problem("no signature", "one", file.name) for file in bearing], f"{len(pdfs)} PDF files, not signed"
    problems = [Problem(stated, "no signature", file.name) for file in pdfs if file not in bearing]
    if find_spec("pyhanko") is None:
        return problems, f"{len(bearing)} signatures not checked: pyHanko is not installed (extra 'sign')"
    problems += _wrong(bearing, stated)
    return problems, f"{len(bearing)} PDF files signed by {stated}; compare the fingerprint with one from elsewhere"


def _bears_mark(file: Path) -> bool:
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        if not size:
            return False  # nothing that could be mapped
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(_MARK) >= 0


def _wrong(files: Sequence[Path], stated: str) -> Iterator[Problem]:
    if not files:
        return
    asked = json.dumps([str(file.absolute()) for file in files]).encode()
    try:
        with limited_output("dalil.recheck.signatures", [], asked, _LIMITS, where="data/*.pdf") as out:
            found = json.loads(out.read())
    except LimitReached as problem:
        yield Problem(problem.expected, problem.found, problem.where)
        return
    for file, signatures in zip(files, found, strict=True):
        if len(signatures) != 1:
            yield Problem("one signature", str(len(signatures)), file.name)
        for each in (Signed(*fields) for fields in signatures):
            if each.wrong:
                yield Problem("a signature over the whole file", each.wrong, file.name)
            elif each.by != stated:
                yield Problem(stated, each.by, file.name)
