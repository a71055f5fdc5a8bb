"""Blocking: which pairs of reports are compared at all. It grows with the number of reports, not its square.

A report reaches over cells of space and time as large as its own uncertainty, a report more exact than the cells
lies in one of them; two reports meet at the coarser of their two levels. What has no place or no time meets
through a rare word of its place's name, a figure or a source. A block with more than `FULL_BLOCK` reports (a
siege: thousands on one place and day) is not joined with itself; its reports are sorted in several ways, and
each meets its neighbours.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.geo.earth import KM_PER_DEGREE
from dalil.kernels import Ints
from dalil.link.reports.columns import Reports

__all__ = ["FULL_BLOCK", "NEIGHBOURS", "block", "blocking_recall"]

FULL_BLOCK = 150
"""Reports in a block up to which each meets each."""

NEIGHBOURS = 12
"""In a larger block: neighbours met in each order."""

# What they trade: smaller loses pairs whose places or times are wrong by more than they say (`blocking_recall` tells
# of each run how many), larger gives more pairs to compare.
_SLACK_KM = 2.0  # kilometres by which a place may be further off than its radius says
_FAR_SLACK_KM = 9.0  # the same where few reports lie: there it costs little to look further
_CELL_DEGREES = 0.1  # side of the smallest cells, 11 km; cells double from level to level
_BIN_DAYS = 2.0  # length of the shortest bins of time; they grow eightfold from level to level
_MARGIN_DAYS = 1.25  # by which a time may be off: the wrong day, and local time taken for UTC
_DAY_MARGIN_DAYS = 0.3  # of reports that state a day: the day before and after are met
_SPARSE_BLOCK = 30  # reports up to which a wide block is joined: it is for where few reports lie

_SPACE = """
WITH sized AS (
    SELECT n, latitude, longitude, 1.25 * radius_km + {slack} AS reach_km,
        greatest(0, ceil(log2((1.25 * radius_km + {slack}) / (0.5 * {cell} * {km}))))::INTEGER AS own
    FROM block_place
), levels AS (SELECT DISTINCT own AS level FROM sized)  -- only levels that a report has of its own
SELECT DISTINCT n, level, level = own AS reaching, lat_cell, lon_cell, latitude, longitude, reach_km
FROM (
    SELECT n, own, level, reach_km, {cell} * power(2, level) AS size, latitude, longitude,
        CASE WHEN level = own THEN reach_km / {km} ELSE 0 END AS dy,
        CASE WHEN level = own THEN reach_km / ({km} * greatest(0.05, cos(radians(latitude)))) ELSE 0 END AS dx
    FROM sized JOIN levels ON level >= own
), unnest(range(floor((latitude - dy) / size)::BIGINT, floor((latitude + dy) / size)::BIGINT + 1)) AS y(lat_cell),
   unnest(range(floor((longitude - dx) / size)::BIGINT, floor((longitude + dx) / size)::BIGINT + 1)) AS x(lon_cell)
"""

_TIME = """
WITH sized AS (
    SELECT n, earliest, latest,
        greatest(0, ceil(log2((latest - earliest + 2 * {margin}) / (2.5 * {bin})) / 3))::INTEGER AS own
    FROM block_time WHERE earliest IS NOT NULL
), levels AS (SELECT DISTINCT own AS level FROM sized)
SELECT n, level AS t_level, level = own AS lasting, bin
FROM (
    SELECT n, own, level, {bin} * power(8, level) AS size, earliest, latest,
        CASE WHEN level = own THEN {margin} ELSE 0 END AS margin
    FROM sized JOIN levels ON level >= own
), unnest(generate_series(floor((earliest - margin) / size)::BIGINT, floor((latest + margin) / size)::BIGINT)) AS b(bin)
"""

_NEAR = """
SELECT n, hash({tag}, level, lat_cell, lon_cell, t_level, bin) AS key, {cap} AS cap,
    reaching, lasting, latitude, longitude, reach_km
FROM reach JOIN span USING (n)
"""

_REST = """
WITH rare AS (
    SELECT word FROM block_word GROUP BY word
    HAVING count(*) <= greatest({sparse}, (SELECT count(*) FROM report_n) / 50)
)
SELECT n, hash('name', word, t_level, bin) AS key, {cap} AS cap, n IN (FROM unplaced) AS reaching, lasting,
    NULL, NULL, NULL
FROM block_word JOIN rare USING (word) JOIN span USING (n)
UNION ALL
SELECT n, hash('toll', toll, t_level, bin), {cap}, n IN (FROM unplaced), lasting, NULL, NULL, NULL
FROM block_time JOIN span USING (n) WHERE toll >= 4
UNION ALL
SELECT n, hash('untimed', level, lat_cell, lon_cell, toll), {cap}, n IN (FROM untimed), reaching, NULL, NULL, NULL
FROM reach JOIN block_time USING (n) WHERE toll >= 3
UNION ALL
SELECT n, hash('untimed name', w.word, toll), {cap}, n IN (FROM untimed), true, NULL, NULL, NULL
FROM block_word AS w JOIN rare USING (word) JOIN block_time USING (n)
UNION ALL
SELECT n, hash('source', token), {sparse}, true, true, NULL, NULL, NULL FROM report_token
"""

_PAIRS = """
WITH block_size AS (
    SELECT key, count(DISTINCT n) AS size, count(DISTINCT n) FILTER (reaching) AS reaching,
        count(DISTINCT n) FILTER (lasting) AS lasting, min(cap) AS cap
    FROM block_key GROUP BY key HAVING size > 1 AND reaching > 0 AND lasting > 0
), met AS (
    SELECT k.*, earliest, latest, b.size * least(b.reaching, b.lasting) <= b.cap * b.cap AS small,
        CASE WHEN b.reaching <= b.lasting THEN k.reaching ELSE k.lasting END AS pivot,
        CASE WHEN k.cap = {full} AND latest - earliest > 0.9 THEN {day_margin} ELSE {margin} END AS margin
    FROM block_key AS k JOIN block_size AS b USING (key) JOIN block_time USING (n)
), large AS (
    SELECT m.*, {ranks} FROM (FROM met WHERE NOT small AND cap = {full}) AS m JOIN block_time AS t USING (n)
)
SELECT least(a, b) AS a, greatest(a, b) AS b, bool_or(sourced) AS sourced FROM (
    SELECT l.n AS a, r.n AS b, l.cap = {sparse} AND l.latitude IS NULL AS sourced
    FROM met AS l JOIN met AS r ON l.key = r.key
    WHERE l.small AND r.small AND l.pivot AND l.n <> r.n AND (l.n < r.n OR NOT r.pivot)
        AND (l.cap = {sparse} AND l.latitude IS NULL OR {near})
    {sorted}
) GROUP BY ALL ORDER BY a, b
"""

_NEAR_ENOUGH = f"""
    (l.reaching OR r.reaching) AND (l.lasting OR r.lasting)
    AND coalesce(l.earliest - greatest(l.margin, r.margin) <= r.latest
        AND r.earliest - greatest(l.margin, r.margin) <= l.latest, true)
    AND coalesce(
        abs(l.latitude - r.latitude) * {KM_PER_DEGREE} <= l.reach_km + r.reach_km
        AND abs(l.longitude - r.longitude) * {KM_PER_DEGREE} * cos(radians(l.latitude)) <= l.reach_km + r.reach_km,
        true
    )
"""

_ORDERS = (
    "t.earliest, toll",
    "toll, t.earliest",
    "t.latitude, t.longitude",
    "t.longitude, t.latitude",
    "word, t.earliest",
)


def block(facts: Facts, reports: Reports, words: list[tuple[int, str, bool]]) -> int:
    """Fill the temporary table candidate (a, b: numbers of reports, a < b); returns the number of pairs.

    Takes: report_n, report_token (n, token: what a report goes back to); `words` are (number of a report, skeleton
    of a word of its place's name, whether it is proper). Each pair is given once.
    """
    _register(facts, reports, words)
    facts.make("span", _TIME.format(bin=_BIN_DAYS, margin=_MARGIN_DAYS))
    facts.make("block_key")
    for tag, slack, cap in (("'near'", _SLACK_KM, FULL_BLOCK), ("'far'", _FAR_SLACK_KM, _SPARSE_BLOCK)):
        facts.make("reach", _SPACE.format(slack=slack, cell=_CELL_DEGREES, km=KM_PER_DEGREE))
        facts.query(f"INSERT INTO block_key {_NEAR.format(tag=tag, cap=cap)}")
    facts.query(f"INSERT INTO block_key {_REST.format(cap=FULL_BLOCK, sparse=_SPARSE_BLOCK)}")
    facts.make("candidate", _PAIRS.format(
        ranks=_ranks(), full=FULL_BLOCK, sorted=_neighbours(), sparse=_SPARSE_BLOCK, margin=_MARGIN_DAYS,
        day_margin=_DAY_MARGIN_DAYS, near=_NEAR_ENOUGH,
    ))  # fmt: skip
    for table in ("reach", "span", "block_key"):
        facts.query(f"DROP TABLE {table}")
    return int(facts.value("SELECT count(*) FROM candidate"))


def _ranks() -> str:
    """SQL: the place of a report of a large block in each order."""
    return ", ".join(
        f"row_number() OVER (PARTITION BY key ORDER BY {order}, m.n) AS o{number}"
        for number, order in enumerate(_ORDERS)
    )


def _neighbours() -> str:
    """SQL: the pairs of reports of a large block that are neighbours in one of the orders."""
    return " ".join(
        f"UNION ALL SELECT l.n, r.n, false FROM large AS l JOIN large AS r ON l.key = r.key"
        f" AND r.o{number} > l.o{number} AND r.o{number} <= l.o{number} + {NEIGHBOURS} AND {_NEAR_ENOUGH}"
        for number in range(len(_ORDERS))
    )


def blocking_recall(facts: Facts, cluster: Ints) -> float:
    """Of the pairs of reports that are of one attack in the register, the share that blocking had given.

    The others were found through a third report. Takes: the temporary table candidate; `cluster` (n) of each report.
    """
    facts.make("report_cluster", pa.table({"n": np.arange(len(cluster)), "cluster": cluster}))
    (linked, given) = facts.query(
        "SELECT count(*), count(c.a) FROM report_cluster AS l JOIN report_cluster AS r"
        " ON l.cluster = r.cluster AND l.n < r.n LEFT JOIN candidate AS c ON c.a = l.n AND c.b = r.n"
    ).fetchall()[0]
    facts.query("DROP TABLE report_cluster")
    return float(given / linked) if linked else 1.0


def _toll(reports: Reports) -> Ints:
    """(n) the first reading of the dead that a report gives, as a bin; -1 where it gives none."""
    killed = reports.figures[:, 0, :]
    return np.asarray(killed[np.arange(len(killed)), (killed >= 0).argmax(axis=1)], dtype=np.int64)


def _register(facts: Facts, reports: Reports, words: list[tuple[int, str, bool]]) -> None:
    """The temporary tables that the blocking reads."""
    facts.make("block_place", _places(reports))
    facts.make("block_time", _times(reports, words))
    facts.make("block_word", words)
    facts.make("unplaced", "SELECT n FROM report_n WHERE n NOT IN (SELECT n FROM block_place)")
    facts.make("untimed", "SELECT n FROM block_time WHERE earliest IS NULL")


def _places(reports: Reports) -> pa.Table:
    """A row for each place that a report could mean."""
    owner = np.repeat(np.arange(len(reports)), np.diff(reports.first))
    return pa.table({
        "n": owner, "latitude": reports.latitude, "longitude": reports.longitude, "radius_km": reports.radius_km,
        "named": reports.named[owner],
    })  # fmt: skip


def _times(reports: Reports, words: list[tuple[int, str, bool]]) -> pa.Table:
    """A row for each report: its interval, and what large blocks are sorted by."""
    lead = [int(at) if placed else None for at, placed in zip(reports.first[:-1], reports.placed, strict=True)]
    first_word = {n: word for n, word, _ in reversed(words)}
    return pa.table({
        "n": pa.array(range(len(reports)), pa.int64()),
        "earliest": pa.array(reports.earliest, from_pandas=True), "latest": pa.array(reports.latest, from_pandas=True),
        "toll": pa.array([int(each) if each >= 0 else None for each in _toll(reports)], pa.int64()),
        "latitude": pa.array([None if at is None else float(reports.latitude[at]) for at in lead], pa.float64()),
        "longitude": pa.array([None if at is None else float(reports.longitude[at]) for at in lead], pa.float64()),
        "word": pa.array([first_word.get(n) for n in range(len(reports))], pa.string()),
    })  # fmt: skip
