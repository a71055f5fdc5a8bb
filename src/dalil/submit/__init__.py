"""The submission: what a commission receives, cut to its audience, set in type, and open to checking by anyone."""

from dalil.submit.assemble import CaseLike, Submission, submit

__all__ = ["CaseLike", "Submission", "submit"]
