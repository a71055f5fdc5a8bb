"""Incidents whose author was settled elsewhere teach the code book; expert opinions are kept apart and do not.

They teach three things: what each party's attacks look like (counts), who does how many (base rates), and how often
each kind of source and each line as a whole knows what it says (reliability).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from dalil.attribute.groups import Groups, Pattern
from dalil.attribute.labels import Labelled
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


def learn(
    groups: Groups, patterns: Sequence[Pattern], labels: Mapping[int, str], values: Mapping[str, tuple[str, ...]]
) -> Labelled:
    """What labelled incidents showed; one origin counts once a variable. `labels` by number of the incident."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for at in labelled_rows(groups, labels):
        party = labels[int(groups.incident[at])]
        for variable, witnesses, readings in patterns[groups.pattern[at]][2]:
            tally = [n + readings.count(i) for i, n in enumerate(witnesses)]
            for value, n in zip(values[variable], tally, strict=True):
                if n:
                    counts[variable, party, value] += n / sum(tally)
    return Labelled(counts, Counter(labels.values()))


def labelled_rows(groups: Groups, labels: Mapping[int, str]) -> Iterable[int]:
    """Rows of `groups` that belong to labelled incidents."""
    wanted = np.array(sorted(labels), dtype=np.int64)
    return [int(at) for at in np.flatnonzero(np.isin(groups.incident, wanted))]
