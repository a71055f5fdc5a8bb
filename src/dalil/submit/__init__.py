"""The submission: what a commission receives, cut to its audience, set in type, and open to checking by anyone."""

from dalil.submit.content.request import Request
from dalil.submit.package.build import Submission, submit
from dalil.submit.package.certificate import make_certificate, open_certificate
from dalil.submit.package.disclose import disclose, verify_disclosure
from dalil.submit.package.files import read_public_key
from dalil.submit.package.verify import is_submission, verify_submission

__all__ = [
    "Request",
    "Submission",
    "disclose",
    "is_submission",
    "make_certificate",
    "open_certificate",
    "read_public_key",
    "submit",
    "verify_disclosure",
    "verify_submission",
]
