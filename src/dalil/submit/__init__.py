"""The submission: what a commission receives, cut to its audience, set in type, and open to checking by anyone."""

from dalil.submit.assemble import Submission, submit
from dalil.submit.certificate import make_certificate, open_certificate
from dalil.submit.disclose import disclose, verify_disclosure
from dalil.submit.port import CaseLike
from dalil.submit.proof import verify_submission

__all__ = [
    "CaseLike",
    "Submission",
    "disclose",
    "make_certificate",
    "open_certificate",
    "submit",
    "verify_disclosure",
    "verify_submission",
]
