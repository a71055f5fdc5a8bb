"""The reports as columns: what the likelihoods and the blocking read, one row for each report, sorted by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Int16s, Ints, Mask
from dalil.link.reports.classes import place_classes, time_classes
from dalil.link.reports.figures import FIGURES, OPTIONS, figure_bins

__all__ = ["Reports", "read_reports"]


SMALLEST_RADIUS_KM = 0.01  # ten metres: no report is more exact than its reading of a map, and 0 has no density
NAMED_DAYS = 3  # days of attacks on one point (to 11 m) from which on it is taken to stand for a name


@dataclass(frozen=True, slots=True)
class Reports:
    """n reports. Times in days since 1970 (NaN: not stated), angles in degrees, lengths in kilometres.

    `first` (n + 1) says where in `latitude`, `longitude`, `radius_km`, `share` the places begin that a report could
    mean; the shares of one report sum to 1. `named`: its point stands for a named region. `figures` (n, figures,
    options) holds bins of counts, -1 empty.
    """

    ids: list[str]
    organisations: list[str]
    organisation: Ints
    earliest: Floats
    latest: Floats
    first: Ints
    latitude: Floats
    longitude: Floats
    radius_km: Floats
    share: Floats
    named: Mask
    time_class: Ints
    place_class: Ints
    figures: Int16s

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def timed(self) -> Mask:
        """Which reports state a time."""
        return np.isfinite(self.earliest)

    @property
    def placed(self) -> Mask:
        """Which reports have at least one place."""
        return np.diff(self.first) > 0


_PLACES = """
SELECT r.n, coalesce(c.latitude, l.latitude) AS latitude, coalesce(c.longitude, l.longitude) AS longitude,
    coalesce(c.radius_m, l.radius_m, 3000) / 1000 AS radius_km, coalesce(c.score, 1) AS score
FROM report_n AS r JOIN location AS l USING (report_id)
LEFT JOIN place_candidate AS c ON c.report_id = r.report_id AND l.located_by = 'gazetteer' AND c.rank <= 8
WHERE coalesce(c.latitude, l.latitude) IS NOT NULL
ORDER BY r.n, c.rank, c.place_id
"""


def read_reports(facts: Facts, zone: ZoneInfo) -> Reports:
    """Takes: report, location, place_candidate. Leaves the temporary table report_n (report_id, n)."""
    facts.make("report_n", "SELECT report_id, row_number() OVER (ORDER BY report_id) - 1 AS n FROM report")
    head = facts.query(
        "SELECT report_id, coalesce(organisation, '') AS organisation, epoch(earliest) / 86400 AS earliest,"
        " epoch(coalesce(latest, earliest)) / 86400 AS latest, coalesce(time_source ILIKE '%alert%', false) AS alert,"
        " coalesce(place_source, '') AS place_source FROM report JOIN report_n USING (report_id) ORDER BY n"
    ).fetchnumpy()
    organisations, codes = np.unique(head["organisation"].astype(str), return_inverse=True)
    places = facts.query(_PLACES).fetchnumpy()
    first, share = _shares(places["n"].astype(np.int64), _floats(places["score"]), len(head["report_id"]))
    earliest = _floats(head["earliest"])
    latest = np.fmax(earliest, _floats(head["latest"]))
    radius_km, named = np.maximum(_floats(places["radius_km"]), SMALLEST_RADIUS_KM), _named(facts)
    lead = np.append(radius_km, 0.0)[np.minimum(first[:-1], len(radius_km))]
    return Reports(
        ids=[str(each) for each in head["report_id"]],
        organisations=[str(each) for each in organisations],
        organisation=codes.astype(np.int64),
        earliest=earliest,
        latest=latest,
        first=first,
        latitude=_floats(places["latitude"]),
        longitude=_floats(places["longitude"]),
        radius_km=radius_km,
        share=share,
        named=named,
        time_class=time_classes(earliest, latest, head["alert"].astype(np.bool_), zone),
        place_class=place_classes(head["place_source"].tolist(), named, lead),
        figures=_figures(facts),
    )


_NAMED = """
WITH point AS (
    SELECT report_id, CAST(earliest AS DATE) AS day, round(l.latitude, 4) AS y, round(l.longitude, 4) AS x
    FROM report JOIN location AS l USING (report_id)
), used AS (SELECT report_id, count(DISTINCT day) OVER (PARTITION BY y, x) AS days FROM point)
SELECT coalesce(
    place_source = 'name' OR located_by = 'gazetteer' OR place_source IS NULL AND days >= {days}, false)
FROM report_n JOIN report USING (report_id) LEFT JOIN location USING (report_id) LEFT JOIN used USING (report_id)
ORDER BY n
"""


def _named(facts: Facts) -> Mask:
    """(n) True where the source says that the point comes from a name, or attacks of several days share the point."""
    return np.array([row[0] for row in facts.query(_NAMED.format(days=NAMED_DAYS)).fetchall()], dtype=np.bool_)


def _floats(column: Any) -> Floats:
    return np.asarray(np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan), dtype=np.float64)


def _shares(owner: Ints, score: Floats, reports: int) -> tuple[Ints, Floats]:
    """Where each report's places begin, and each place's share of its report's scores."""
    first = np.searchsorted(owner, np.arange(reports + 1)).astype(np.int64)
    positive = np.maximum(np.nan_to_num(score, nan=0.0), 1e-6)
    total = np.bincount(owner, positive, minlength=reports)
    return first, positive / total[owner] if len(owner) else positive


def _figures(facts: Facts) -> Int16s:
    """(n, figures, options): what each report may mean by each figure, as bins, each value once."""
    named = [(figure, place, sql) for figure, options in FIGURES.items() for place, sql in enumerate(options)]
    columns = facts.query(
        f"SELECT {', '.join(f'{sql} AS v{number}' for number, (_, _, sql) in enumerate(named))}"
        " FROM report JOIN report_n USING (report_id) ORDER BY n"
    ).fetchnumpy()
    count = len(columns["v0"])
    figures = np.full((count, len(FIGURES), OPTIONS), -1, dtype=np.int16)
    order = list(FIGURES)
    for number, (figure, place, _) in enumerate(named):
        figures[:, order.index(figure), place] = figure_bins(_floats(columns[f"v{number}"]))
    for later in range(1, OPTIONS):
        for earlier in range(later):
            same = figures[:, :, later] == figures[:, :, earlier]
            figures[:, :, later][same] = -1
    return figures
