"""What a sheet shows of the sky: which aircraft could have been in reach and when, how near, and the base rate.

Derived results alone: no post, no sighting, no position of an aircraft, and times to the minute. Where an account of
the incident is withheld the times stay in too, for the window that was searched follows from all accounts. Those whom
a rule lets have PROTECTED_PLACE get the figure with posts and prisms beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.present.sky_figure import protected
from dalil.records import TABLES, Sensitivity
from dalil.submit.content.entries import Entry
from dalil.submit.release.redact import Released

__all__ = ["SkySeen", "sky_of"]

_NEEDED = ("label", "bin", "bin_s", "possible_from", "possible_to", "circling")
_QUERY = """
SELECT incident_id, label, bin_s, possible_from, possible_to, circling FROM opportunity
WHERE line = 'flight' AND bin <> 'possible'
ORDER BY incident_id, bin_s, possible_from, flight_id
"""


@dataclass(frozen=True, slots=True)
class SkySeen:
    """Of one incident: the flights near enough to count, nearest first, what is known of chance, and the protected
    figure by language where a rule lets it out."""

    flights: Sequence[dict[str, Any]]
    present: dict[str, Any]
    figures: Mapping[str, str]


def sky_of(facts: Facts, released: Released, chosen: Sequence[Entry], languages: Iterable[str]) -> dict[str, SkySeen]:
    """Takes `opportunity` and the cut tables. By the incident's id as it leaves; only incidents with a flight near."""
    rules = released.receiver.rules
    if not all(released.receiver.may(column) for column in TABLES["opportunity"].columns if column.name in _NEEDED):
        return {}
    # Flights are kept by the id of the case, the register by the one that leaves.
    own = {shown: mine for mine, shown in released.shown["incident"].items()}
    flights: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in facts.rows(_QUERY):
        flights[row.pop("incident_id")].append(row)
    present = {row["incident_id"]: row for row in released.facts.rows("SELECT * FROM sky_present")}
    # The figure shows where observers stand: default deny, and nobody draws it to throw it away.
    drawn_in = languages if Sensitivity.PROTECTED_PLACE in rules.classes else ()
    found = {}
    for entry in chosen:
        mine = own.get(entry.id, entry.id)
        if flights.get(mine) and entry.row["earliest"] is not None:
            drawn = {each: protected(facts, mine, entry.id, each) for each in drawn_in}
            found[entry.id] = SkySeen(flights[mine], present.get(entry.id, {}), drawn)
    return found
