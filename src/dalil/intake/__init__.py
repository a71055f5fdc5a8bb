"""Files become sealed originals, and tables become records or refusals."""

from dalil.intake.add.ingest import add
from dalil.intake.add.replay import INTAKE_TABLES, catch_up, is_stale, replay
from dalil.intake.add.summary import AddSummary, FileSummary
from dalil.intake.guard.sealed_names import sealed_names

__all__ = ["INTAKE_TABLES", "AddSummary", "FileSummary", "add", "catch_up", "is_stale", "replay", "sealed_names"]
