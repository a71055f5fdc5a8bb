"""What a finding hangs on, by the number under which the reader finds it: an exhibit as X-0007, a report by its id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dalil.casefile.facts import Facts
from dalil.submit.content.exhibits import Exhibit
from dalil.submit.release.redact import Released

__all__ = ["name_origins"]


def name_origins(facts: Facts, released: Released, exhibits: Sequence[Exhibit]) -> None:
    """Takes observation of the case and the cut attribution. Renames what findings hang on in the latter."""
    numbers: dict[str, list[str]] = defaultdict(list)
    by_file: dict[str, str] = {}
    for exhibit in exhibits:
        by_file[exhibit.file] = exhibit.reference
        for name in (exhibit.record, *exhibit.reports):
            numbers[name].append(exhibit.reference)
    for row in facts.rows("SELECT observation_id, exhibit FROM observation WHERE exhibit IS NOT NULL ORDER BY ALL"):
        # An observation of an exhibit that stays in keeps its own id, which says nothing outside the case.
        if row["exhibit"] in by_file:
            numbers[released.called(row["observation_id"])].append(by_file[row["exhibit"]])
    named = {name: ", ".join(found) for name, found in numbers.items()}
    released.facts.query(
        "UPDATE attribution SET origin_kind = 'exhibit', origin_id = becomes FROM"
        " (SELECT unnest(?::VARCHAR[]) AS called, unnest(?::VARCHAR[]) AS becomes)"
        " WHERE origin_kind = 'record' AND origin_id = called",
        [list(named), list(named.values())],
    )
