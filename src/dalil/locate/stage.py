"""The stage that says where each report is taken to be, whether it is in scope, and whom it accuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.sections import Party
from dalil.casefile.settings import Settings
from dalil.locate.candidates import Located, locate_name
from dalil.locate.gazetteer import Gazetteer
from dalil.names import fold

__all__ = ["LocateSummary", "Parties", "locate"]

LocateSummary = dict[str, int]
"""How many reports were located by their own point, by name, not at all; and how many are in scope."""


def locate(facts: Facts, settings: Settings) -> LocateSummary:
    """Locate every report.

    Takes: `report`, `place`. Gives: `location` (its own point, else the place its name means, with a radius that
    holds all candidates that cannot be told apart), `place_candidate` (for reports located by name), `party`,
    `report_party`. Refuses: nothing; a report without a place stays, `located_by` none.
    """
    _by_name(facts)
    _locations(facts, settings)
    _parties(facts, settings)
    counted = facts.rows("SELECT located_by, count(*) AS n FROM location GROUP BY located_by ORDER BY located_by")
    found = {row["located_by"]: row["n"] for row in counted}
    in_scope = int(facts.value("SELECT count(*) FROM location WHERE in_scope"))
    return {name: found.get(name, 0) for name in ("point", "gazetteer", "none")} | {"in_scope": in_scope}


def _by_name(facts: Facts) -> None:
    """Fill temporary tables `named` and `named_candidate`: each distinct pair of written names is located once."""
    gazetteer = Gazetteer(facts.rows("SELECT * FROM place"))
    asked = facts.query(
        """SELECT place, place_ar FROM report WHERE latitude IS NULL AND (place IS NOT NULL OR place_ar IS NOT NULL)
           GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    found = (
        [(number, pair, locate_name(gazetteer, *pair)) for number, pair in enumerate(asked)] if len(gazetteer) else []
    )
    located = [(number, pair, place) for number, pair, place in found if place is not None]
    facts.make("named", [_named_row(number, pair, place) for number, pair, place in located])
    facts.make("named_candidate", [row for number, _, place in located for row in _ranked(number, place)])


def _named_row(number: int, pair: tuple[str | None, str | None], found: Located) -> tuple[Any, ...]:
    return (number, *pair, found.point.latitude, found.point.longitude, found.radius_m, found.tied)


def _ranked(number: int, found: Located) -> Iterator[tuple[Any, ...]]:
    for rank, candidate in enumerate(found.candidates, 1):
        place = candidate.place
        yield (
            number,
            place.place_id,
            rank,
            candidate.score,
            place.point.latitude,
            place.point.longitude,
            place.radius_m,
        )


def _locations(facts: Facts, settings: Settings) -> None:
    # without an area of the case every point is in it, and so is a report without a point
    west, south, east, north = settings.area or (-180.0, -90.0, 180.0, 90.0)
    anywhere = settings.area is None
    period = settings.period
    facts.replace("location", [])
    facts.replace("place_candidate", [])
    facts.query(
        """INSERT INTO location
             (report_id, latitude, longitude, radius_m, located_by, candidates, in_period, in_area, in_scope)
           SELECT *, in_period AND in_area FROM (
             SELECT r.report_id, coalesce(r.latitude, n.latitude) AS latitude,
               coalesce(r.longitude, n.longitude) AS longitude,
               CASE WHEN r.latitude IS NOT NULL THEN r.radius_m
                    ELSE greatest(n.radius_m, coalesce(r.radius_m, 0)) END,
               CASE WHEN r.latitude IS NOT NULL THEN 'point' WHEN n.number IS NOT NULL THEN 'gazetteer' ELSE 'none' END,
               coalesce(n.candidates, 0),
               r.earliest <= ? AND r.latest >= ? AS in_period,
               ? OR coalesce(coalesce(r.latitude, n.latitude) BETWEEN ? AND ?
                 AND coalesce(r.longitude, n.longitude) BETWEEN ? AND ?, FALSE) AS in_area
             FROM report r LEFT JOIN named n ON r.latitude IS NULL
               AND r.place IS NOT DISTINCT FROM n.place AND r.place_ar IS NOT DISTINCT FROM n.place_ar
           ) ORDER BY report_id""",
        [period.latest, period.earliest, anywhere, south, north, west, east],
    )
    facts.query(
        """INSERT INTO place_candidate (report_id, place_id, rank, score, latitude, longitude, radius_m)
           SELECT r.report_id, c.place_id, c.rank, c.score, c.latitude, c.longitude, c.radius_m
           FROM report r JOIN named n ON r.latitude IS NULL
             AND r.place IS NOT DISTINCT FROM n.place AND r.place_ar IS NOT DISTINCT FROM n.place_ar
           JOIN named_candidate c USING (number) ORDER BY r.report_id, c.rank"""
    )


def _parties(facts: Facts, settings: Settings) -> None:
    parties = Parties(settings.parties)
    facts.replace("party", parties.rows)
    alleged = facts.query("SELECT DISTINCT unnest(parties_alleged) AS alleged FROM report ORDER BY alleged").fetchall()
    meant = [(name, parties.meant_by(name)) for (name,) in alleged]
    facts.make("meant", meant)
    facts.replace("report_party", [])
    facts.query(
        """INSERT INTO report_party (report_id, alleged, party_id)
           SELECT DISTINCT report_id, alleged, party_id
           FROM (SELECT report_id, unnest(parties_alleged) AS alleged FROM report) JOIN meant USING (alleged)
           ORDER BY report_id, alleged"""
    )


_SEVERAL = re.compile(r"\s*(?:\+|/|&|,|،|\bor\b|\band\b|(?<!\w)(?:أو|او)(?!\w))\s*")


class Parties:
    """The parties of the case by all their names: id, name in both languages, aliases."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._parties = tuple(parties)
        self._by_name: dict[str, str] = {}
        for party in self._parties:
            for name in (party.id, party.name, party.name_ar, *party.aliases):
                if folded := fold(name):
                    self._by_name.setdefault(folded, party.id)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of table `party`."""
        return [
            {"party_id": party.id, "name": party.name, "name_ar": party.name_ar or None, "kind": party.kind}
            for party in self._parties
        ]

    def meant_by(self, written: str) -> str | None:
        """The id of the party, `a+b` for several named together, or None where any of them is not of the case.

        >>> Parties([Party(id="reds", name="The Reds", aliases=("Red Air Force",))]).meant_by("red air force")
        'reds'
        """
        # the whole before its parts: a party may be called "A and B"
        whole = self._by_name.get(fold(written))
        if whole is not None:
            return whole
        ids = [self._by_name.get(fold(part)) for part in _SEVERAL.split(written) if part.strip()]
        if not ids or None in ids:
            return None
        return "+".join(sorted({id_ for id_ in ids if id_ is not None}))
