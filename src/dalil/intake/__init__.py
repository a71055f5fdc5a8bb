"""Files become sealed originals, and tables become records or refusals."""

from dalil.intake.adding import add
from dalil.intake.catching_up import INTAKE_TABLES, catch_up, is_stale, replay
from dalil.intake.sealed_names import sealed_names
from dalil.intake.summary import AddSummary, FileSummary

__all__ = ["INTAKE_TABLES", "AddSummary", "FileSummary", "add", "catch_up", "is_stale", "replay", "sealed_names"]
