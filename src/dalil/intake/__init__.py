"""Files become sealed originals, and tables become records or refusals."""

from dalil.intake.adding import add
from dalil.intake.catching_up import catch_up, is_stale, replay
from dalil.intake.summary import AddSummary, FileSummary

__all__ = ["AddSummary", "FileSummary", "add", "catch_up", "is_stale", "replay"]
