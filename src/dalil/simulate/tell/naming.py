"""Ids: unique within an organisation in the raw files, `organisation/id` wherever two organisations meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dalil.simulate.tell.reports import Report
from dalil.simulate.world.conflict import Conflict


@dataclass
class Counters:
    """The next free numbers, carried from slice to slice."""

    reports: list[int]
    victims: list[int]
    testimonies: int = 1
    remnants: int = 1
    observations: int = 1
    strike: int = 1
    raid: int = 1
    flight: int = 1
    sighting: int = 1
    track: int = 1
    transmission: int = 1
    person: int = 1
    status: int = 1
    more: dict[str, int] = field(default_factory=dict)

    @classmethod
    def fresh(cls, organisations: int) -> Counters:
        """All at 1."""
        return cls([1] * organisations, [1] * organisations)


def report_ids(conflict: Conflict, reports: Sequence[Report], counters: Counters) -> list[str]:
    """The id of each report within its organisation, in the order in which it was written."""
    ids = [""] * len(reports)
    for position in sorted(range(len(reports)), key=lambda n: (reports[n].order_s, n)):
        list_ = reports[position].list_
        ids[position] = f"{prefix(conflict, list_)}-{counters.reports[list_]:05d}"
        counters.reports[list_] += 1
    return ids


def prefix(conflict: Conflict, list_: int) -> str:
    """Three letters of an organisation."""
    return conflict.organisations[list_].folder[:3].upper()


def global_id(conflict: Conflict, list_: int, id_: str) -> str:
    """`organisation/id`."""
    return f"{conflict.organisations[list_].name}/{id_}"
