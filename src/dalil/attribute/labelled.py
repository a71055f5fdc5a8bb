"""Incidents whose author was settled elsewhere teach the code book; expert opinions are kept apart and do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dalil.attribute.book_draws import Labelled
from dalil.attribute.groups import Group
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["learn", "settled"]


def settled(facts: Facts, settings: Settings) -> dict[str, str]:
    """{incident_id: party id} by a court or accepted by the party; where labels disagree, none."""
    parties = {name: party.id for party in settings.parties for name in (party.id, party.name, *party.aliases)}
    found: dict[str, set[str]] = {}
    for row in facts.rows(
        "SELECT DISTINCT i.incident_id, l.party FROM label l JOIN incident_report i USING (report_id)"
        " WHERE l.basis IN ('court', 'accepted_by_party') ORDER BY ALL"
    ):
        found.setdefault(row["incident_id"], set()).add(parties.get(row["party"], row["party"]))
    return {incident: next(iter(named)) for incident, named in found.items() if len(named) == 1}


def learn(groups: Iterable[Group], labels: dict[str, str], values: dict[str, tuple[str, ...]]) -> Labelled:
    """What labelled incidents showed, (variable, party, value) -> count; one origin counts once a variable."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for group in groups:
        party = labels.get(group.incident_id)
        if party is None:
            continue
        for variable, witnesses, readings in group.pattern[2]:
            tally = [n + readings.count(i) for i, n in enumerate(witnesses)]
            for value, n in zip(values[variable], tally, strict=True):
                if n:
                    counts[variable, party, value] += n / sum(tally)  # type: ignore[assignment]
    return counts
