"""What the parties said, as far as it leaves: each statement with the incidents that it was checked against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalil.submit.redact import Released

__all__ = ["Said", "read_statements"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Rows of `statement` in the order of time; by statement and by incident the rows of `statement_check`.

    What a person holds back is not held against a statement either: it is in neither.
    """

    statements: Sequence[Row] = ()
    checked: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    excluding: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def against(self, incident: str) -> list[Row]:
        """The statements whose truth would exclude what was found on an incident, in the order of time."""
        wanted = {row["statement_id"] for row in self.excluding.get(incident, ())}
        return [row for row in self.statements if row["statement_id"] in wanted]


def read_statements(released: Released) -> Said:
    """Takes the cut statement, statement_check and review, once: documents are filled without asking again."""
    statements = released.facts.rows(
        "SELECT * FROM statement WHERE party IS NOT NULL AND statement_id IS NOT NULL ORDER BY made_on, statement_id"
    )
    checked: dict[str, list[Row]] = defaultdict(list)
    excluding: dict[str, list[Row]] = defaultdict(list)
    for row in released.facts.rows(
        "SELECT DISTINCT statement_id, incident_id, grade, excluded FROM statement_check WHERE incident_id NOT IN"
        " (SELECT incident_id FROM review WHERE state = 'held') ORDER BY statement_id, incident_id"
    ):
        checked[row["statement_id"]].append(row)
        if row["excluded"]:
            excluding[row["incident_id"]].append(row)
    return Said(statements, dict(checked), dict(excluding))
