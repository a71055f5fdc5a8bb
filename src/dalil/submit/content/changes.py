"""What changed since an earlier submission to the same audience, and which accounts are recalled.

An account that was shown and no longer may be (its consent was withdrawn, or it was retracted) is recalled by name:
whoever received it must stop using it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dalil.submit.content.entries import Entry
from dalil.submit.content.figures import STATED, Figure, same_value

__all__ = ["Before", "Changes", "changes_since"]


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier submission, as far as it is compared."""

    bag_sha256: str
    accounts: frozenset[str]
    incidents: frozenset[str]
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of accounts recalled and added, of incidents gone and new; figures as (name, before, now)."""

    since: str
    recalled: tuple[str, ...]
    added_accounts: tuple[str, ...]
    incidents_gone: tuple[str, ...]
    incidents_new: tuple[str, ...]
    figures: tuple[tuple[str, float | None, float | None], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, under the names that figures have."""
        return {
            "recalled": len(self.recalled),
            "incidents_gone": len(self.incidents_gone),
            "incidents_new": len(self.incidents_new),
            "figures_moved": len(self.figures),
        }

    def as_json(self) -> dict[str, Any]:
        """For changes.json."""
        return asdict(self)


def changes_since(before: Before, entries: Sequence[Entry], figures: Sequence[Figure]) -> Changes:
    """Compare this submission with an earlier one."""
    accounts = {str(account.row["report_id"]) for entry in entries for account in entry.accounts}
    incidents = {entry.id for entry in entries}
    now = {figure.name: figure.value for figure in figures}
    moved = [
        (name, before.figures.get(name), now.get(name))
        for name in sorted(before.figures.keys() | now.keys())
        # Figures about the submission itself differ whenever it does, and say nothing of the case.
        if not name.startswith(STATED) and not same_value(before.figures.get(name), now.get(name))
    ]
    return Changes(
        since=before.bag_sha256,
        # Whatever was shown and is not any more: withdrawn, retracted, or let out to fewer. Which of these is not said.
        recalled=tuple(sorted(before.accounts - accounts)),
        added_accounts=tuple(sorted(accounts - before.accounts)),
        incidents_gone=tuple(sorted(before.incidents - incidents)),
        incidents_new=tuple(sorted(incidents - before.incidents)),
        figures=tuple(moved),
    )
