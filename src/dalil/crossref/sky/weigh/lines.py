"""The two lines of the sky, flight and radio: what was found in all windows, weighed for every party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.chance import Looked
from dalil.crossref.sky.flights.arrays import Flown, gather
from dalil.crossref.sky.radio.sequences import StrikeSequence, surest
from dalil.crossref.sky.read.catalogue import Catalogue
from dalil.crossref.sky.search.logging_periods import LoggingPeriods, stretches_of, within
from dalil.crossref.sky.search.prism import Opportunities
from dalil.crossref.sky.search.search import Search, flights_found, radio_found, radio_matches
from dalil.crossref.sky.search.stated_times import opportunities_over_parts
from dalil.crossref.sky.weigh.coverage import Coverage
from dalil.crossref.sky.weigh.labels import Established, elicited, operators_named
from dalil.crossref.sky.weigh.weighing import Weighed, weigh
from dalil.crossref.window import Bin, Declared
from dalil.kernels import Floats, Ints, Mask
from dalil.names import fold

__all__ = ["Line", "established_parties", "flight_line", "radio_line", "surest_certainty"]

_RADIO_MEAN = 0.08  # E of a strike sequence before any settled incident: most strikes are never heard
_RADIO_STRENGTH = 6.0  # settled incidents that it is worth
# How many such positions lie within a kilometre of what was said, on simulated sieges; a disputed one has two readings.
_AS_HEARD = {"unconfirmed": 0.9, "disputed": 0.5}


@dataclass(frozen=True)
class Line:
    """One line under one declaration. `labels` and `bins` name the axes of what was found and weighed.

    `certainty`, of the line radio, is that of the surest position that matches each incident (None: nothing does).
    """

    name: str
    labels: tuple[str, ...]
    bins: tuple[Bin, ...]
    parties: tuple[str, ...]
    looked: Looked
    established: Established
    weighed: Weighed
    flown: Sequence[Flown]
    found: Opportunities | None
    sequences: Sequence[StrikeSequence]
    certainty: Sequence[str | None] = ()

    @property
    def near_bins(self) -> int:
        """How many bins count as a match. That an aircraft seen far off could have come (`possible`) is none."""
        return max(1, self.looked.bins - 1)


def flight_line(
    facts: Facts, settings: Settings, catalogue: Catalogue, search: Search, coverage: Coverage, watch: LoggingPeriods,
    flown: Sequence[Flown], declared: Declared,
) -> Line | None:  # fmt: skip
    """The line of sightings and tracks; None where there is neither."""
    if not flown or not search.rows:
        return None
    flights = gather(flown, sorted({f.aircraft.label for f in flown}))
    parties = _parties(settings)
    prior = elicited(parties, flights.labels, catalogue, operators_named(settings, catalogue))
    kept = search.kept(watch)
    looked = search.looked(flights_found(search, flights, declared), len(declared.bins), coverage.stratum, kept)
    bins = np.array(declared.bins_s)
    found = opportunities_over_parts(search.places, search.windows, search.further, flights, bins)
    established = established_parties(facts, search, [p[0] for p in parties])
    weighed = weigh(
        looked, coverage.stratum, established, prior, _can_be_own(prior), declared.draws, declared.seed
    )  # fmt: skip
    ids = tuple(p[0] for p in parties)
    return Line("flight", flights.labels, declared.bins, ids, looked, established, weighed, flown, found, ())


def radio_line(
    facts: Facts, settings: Settings, catalogue: Catalogue, search: Search, coverage: Coverage,
    sequences: Sequence[StrikeSequence], declared: Declared,
) -> Line | None:  # fmt: skip
    """The line of strike sequences; None where no transmission was handed in."""
    if not facts.value("SELECT count(*) FROM transmission") or not search.rows:
        return None
    labels = tuple(sorted({s.language or "unknown" for s in sequences} | {"unknown"}))
    parties = _parties(settings)
    shape = (len(parties), len(labels))
    flies = np.array([air_force for _, _, air_force in parties], dtype=np.bool_)
    mean = np.repeat(np.where(flies, _RADIO_MEAN, _RADIO_MEAN / 8)[:, None], len(labels), axis=1)
    prior = (mean * _RADIO_STRENGTH, (1 - mean) * _RADIO_STRENGTH)
    stratum = np.full(len(search.rows), 2, dtype=np.int64)
    looked = search.looked(radio_found(search, sequences, labels), 1, stratum, _listened(facts, search))
    established = established_parties(facts, search, [p[0] for p in parties])
    weighed = weigh(looked, stratum, established, prior, np.zeros(shape), declared.draws, declared.seed + 1)
    certainty = surest_certainty(search, sequences)
    weighed = replace(weighed, ratio=as_heard(weighed.ratio, certainty))
    ids = tuple(p[0] for p in parties)
    return Line("radio", labels, (Bin("matched"),), ids, looked, established, weighed, (), None, sequences, certainty)


def surest_certainty(search: Search, sequences: Sequence[StrikeSequence]) -> tuple[str | None, ...]:
    """Of each incident: the certainty of the surest position that matches it."""
    found: list[list[str]] = [[] for _ in search.rows]
    for n, sequence in radio_matches(search, sequences):
        found[n].append(sequence.certainty)
    return tuple(surest(words) if words else None for words in found)


def as_heard(ratio: Floats, certainty: Sequence[str | None]) -> Floats:
    """Log ratios (draws, incidents, parties), where a position may have been misheard: then a match says nothing.

    >>> as_heard(np.log([[[9.0]]]), ["disputed"]).round(3).tolist(), round(float(np.log(0.5 * 9 + 0.5)), 3)
    ([[[1.609]]], 1.609)
    """
    share = np.array([_AS_HEARD.get(word or "", 1.0) for word in certainty])[None, :, None]
    return np.asarray(np.where(share < 1.0, np.log1p(share * np.expm1(ratio)), ratio))


def _listened(facts: Facts, search: Search) -> Mask:
    """Of each window: whether the radio was listened to, as its log shows."""
    heard = facts.query("SELECT epoch_us(heard_at) / 1e6 AS heard_s FROM transmission ORDER BY 1").fetchnumpy()[
        "heard_s"
    ]
    return within(stretches_of(np.asarray(heard, dtype=np.float64)), search.windows.begin, search.windows.end)


def _parties(settings: Settings) -> list[tuple[str, tuple[str, ...], bool]]:
    return [
        (p.id, tuple(fold(word) for word in (p.id, p.name, p.name_ar, *p.aliases) if word), p.air_force)
        for p in settings.parties
    ]


def _can_be_own(prior: tuple[Floats, Floats]) -> Floats:
    """(parties, labels): 1 where the catalogue, or not knowing better, lets a label be the party's own."""
    return np.asarray((prior[0] / (prior[0] + prior[1]) > 0.05).astype(np.float64))


def established_parties(facts: Facts, search: Search, parties: Sequence[str]) -> Established:
    """Takes `label` and `incident_report`. Incidents settled by a court or the party itself, where all agree."""
    rows = facts.rows(
        "SELECT incident_id, min(party) AS party FROM label JOIN incident_report USING (report_id) "
        "WHERE basis IN ('court', 'accepted_by_party') GROUP BY incident_id HAVING count(DISTINCT party) = 1 ORDER BY 1"
    )
    number: Mapping[str, int] = {party: n for n, party in enumerate(parties)}
    place = {row["incident_id"]: n for n, row in enumerate(search.rows)}
    settled = [row for row in rows if row["incident_id"] in place and row["party"] in number]
    known = sorted((place[row["incident_id"]], number[row["party"]]) for row in settled)
    table: Ints = np.array(known, dtype=np.int64).reshape(-1, 2)
    return Established(table[:, 0], table[:, 1])
