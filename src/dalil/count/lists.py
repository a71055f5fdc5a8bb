"""From linked records to capture tables.

Takes one row a record: which list holds it, what it goes back to, its stratum; and partitions: which unit
(incident or person) each record belongs to, one mapping a draw of linking. Gives a capture table per stratum and
draw, all with the same lists. A record copied from another is no capture: copies make lists look alike, so that the
undocumented look fewer than they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dalil.count.estimate.table import CaptureTable, table_from_counts
from dalil.errors import UsageError

__all__ = ["Captures", "ListedRecord", "capture_tables", "first_hand"]

EVERYWHERE = "all"


@dataclass(frozen=True)
class ListedRecord:
    """A record on a list. `origin`: the id of the record it was copied from, or any other source it goes back to."""

    record_id: str
    list_name: str
    origin: str | None = None
    stratum: str = EVERYWHERE


@dataclass(frozen=True)
class Captures:
    """`tables`: by stratum, one a draw of linking; `copies`: records left out as copies, by list;
    `only_copies`: by draw, units left out because they hold nothing but copies."""

    tables: dict[str, list[CaptureTable]]
    copies: dict[str, int]
    only_copies: list[int]


def first_hand(records: Sequence[ListedRecord]) -> list[ListedRecord]:
    """The records that are captures: one for each thing that records go back to.

    A record whose chain of origins ends in another record is a copy of it. Where it ends outside (a post, a file,
    a record not held here), the first record by id that goes back there stands for it, the others are its copies.
    """
    by_id = {record.record_id: record for record in records}
    standing: dict[str, ListedRecord] = {}
    # By id, so that which of several copies stands for all does not hang on the order of files.
    for record in sorted(records, key=lambda record: record.record_id):
        root = _root(record, by_id)
        if root in by_id:
            standing[root] = by_id[root]
        else:
            standing.setdefault(root, record)
    kept = {record.record_id for record in standing.values()}
    return [record for record in records if record.record_id in kept]


def _root(record: ListedRecord, by_id: Mapping[str, ListedRecord]) -> str:
    """The end of the chain of origins; where the chain is a ring, the smallest id in it."""
    passed = [record.record_id]
    while record.origin is not None and record.origin not in passed:
        if record.origin not in by_id:
            return record.origin
        record = by_id[record.origin]
        passed.append(record.record_id)
    if record.origin is None:
        return record.record_id
    return min(passed[passed.index(record.origin) :])


def capture_tables(
    records: Sequence[ListedRecord],
    partitions: Iterable[Mapping[str, str]],
    *,
    lists: Sequence[str] | None = None,
    count_copies: bool = False,
) -> Captures:
    """A capture table for each stratum and each partition (record id to unit id).

    A unit's stratum is that of most of its captures, the first by name where several have as many.
    `lists`: names and their order, by default all, sorted. `count_copies=True` counts copies as captures and is
    there to show the harm only.
    """
    kept = list(records) if count_copies else first_hand(records)
    names = sorted({record.list_name for record in records}) if lists is None else list(lists)
    strata = sorted({record.stratum for record in records})
    tables: dict[str, list[CaptureTable]] = {stratum: [] for stratum in strata}
    only_copies = []
    for partition in partitions:
        _check_partition(records, partition)
        counts = _counts(kept, partition, names)
        for stratum in strata:
            tables[stratum].append(table_from_counts(names, counts[stratum]))
        all_units = {partition[record.record_id] for record in records}
        only_copies.append(len(all_units) - sum(sum(found.values()) for found in counts.values()))
    copies = Counter(record.list_name for record in records) - Counter(record.list_name for record in kept)
    return Captures(tables, dict(copies), only_copies)


def _counts(
    kept: Sequence[ListedRecord], partition: Mapping[str, str], names: Sequence[str]
) -> defaultdict[str, Counter[tuple[int, ...]]]:
    """By stratum: how many units show each combination of lists."""
    units: defaultdict[str, list[ListedRecord]] = defaultdict(list)
    for record in kept:
        units[partition[record.record_id]].append(record)
    counts: defaultdict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for members in units.values():
        on = {record.list_name for record in members}
        votes = Counter(record.stratum for record in members)
        # By name where votes are equal: the order of records must not decide.
        stratum = min(votes, key=lambda name: (-votes[name], name))
        counts[stratum][tuple(int(name in on) for name in names)] += 1
    return counts


def _check_partition(records: Sequence[ListedRecord], partition: Mapping[str, str]) -> None:
    missing = sum(record.record_id not in partition for record in records)
    if missing:
        raise UsageError(
            "A draw of linking leaves records out.",
            expected="a unit for every record",
            found=f"{missing} of {len(records)} records without one",
        )
