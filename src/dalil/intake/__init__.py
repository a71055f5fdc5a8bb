"""Files become sealed originals, and tables become records or refusals."""

from dalil.intake.guard.known_people import KnownPeople, known_people
from dalil.intake.guard.sealed_names import sealed_names
from dalil.intake.ingest.add import add
from dalil.intake.ingest.replay import INTAKE_TABLES, catch_up, is_stale, replay
from dalil.intake.ingest.summary import AddSummary, FileSummary

__all__ = [
    "INTAKE_TABLES",
    "AddSummary",
    "FileSummary",
    "KnownPeople",
    "add",
    "catch_up",
    "is_stale",
    "known_people",
    "replay",
    "sealed_names",
]
