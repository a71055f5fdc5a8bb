"""The submission: what a commission receives, cut to its audience, set in type, and open to checking by anyone."""

from dalil.submit.content.request import Request
from dalil.submit.package.build import Submission, submit
from dalil.submit.package.certificate import make_certificate, open_certificate
from dalil.submit.package.disclose import disclose, verify_disclosure
from dalil.submit.package.verify import NOT_COVERED, read_public_key, shown_by, verify_submission

__all__ = [
    "NOT_COVERED",
    "Request",
    "Submission",
    "disclose",
    "make_certificate",
    "open_certificate",
    "read_public_key",
    "shown_by",
    "submit",
    "verify_disclosure",
    "verify_submission",
]
