"""What each report goes back to: reports of one origin are one witness, however many organisations print them.

The rules, each a reason to say that one report goes back to what another goes back to:

- report: its `origin` names the other report (global id, or an id of its own organisation);
- exhibit: its `origin` is an exhibit that the other has, or both have an exhibit with the same content or name;
- url: its `origin` is an address that the other gives as origin or source; or all addresses it cites, the other cites;
- copy: its narrative is the other's, word for word (at least `SAME_WORDS` letters after folding).

The origin of a group is the report that the others name; where none is named, the smallest id.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from dalil import names
from dalil.casefile.facts import Facts
from dalil.unions import Unions

__all__ = ["SAME_WORDS", "fill_origins"]

SAME_WORDS = 80  # letters of an account from which on equal wording is a copy and no chance: a sentence or two

_ADDRESS = "regexp_replace(lower(split_part({0}, '#', 1)), '^https?://(www\\.)?|/+$', '', 'g')"


def fill_origins(facts: Facts) -> int:
    """Fill `origin`; returns the number of distinct origins. Takes: report, exhibit, report_source."""
    reports = [row[0] for row in facts.query("SELECT report_id FROM report ORDER BY report_id").fetchall()]
    unions = Unions(reports)
    basis = dict.fromkeys(reports, "own")
    copied_from: dict[str, str] = {}
    named: set[str] = set()

    for kind, later, earlier in _ties(facts, set(reports)):
        root, top = unions.find(later), unions.find(earlier)
        if root == top:
            continue
        # A report that others name stays the root; else the smallest id does, whatever the order of the ties.
        if kind != "report" and ((root < top and top not in named) or root in named):
            root, top, later, earlier = top, root, earlier, later
        named |= {top} if kind == "report" else set()
        unions.put_under(root, top)
        if basis[later] == "own":
            basis[later], copied_from[later] = kind, earlier
    rows = [
        {
            "report_id": report,
            "origin_id": origin,
            "basis": "own" if origin == report else basis[report],
            "copied_from": copied_from.get(report) if origin != report else None,
        }
        for report, origin in unions.firsts().items()
    ]
    facts.replace("origin", rows)
    return len({row["origin_id"] for row in rows})


def _ties(facts: Facts, reports: set[str]) -> Iterator[tuple[str, str, str]]:
    """(basis, report, what it goes back to), those that name a report first."""
    stated = facts.query(
        "SELECT report_id, organisation, origin FROM report WHERE origin IS NOT NULL ORDER BY report_id"
    ).fetchall()
    for report, organisation, origin in stated:
        for meant in (origin, f"{organisation}/{origin}"):
            if meant in reports and meant != report:
                yield "report", report, meant
                break
    for basis, query in (("exhibit", _EXHIBITS), ("url", _URLS), ("url", _SAME_URLS)):
        for later, earlier in facts.query(query).fetchall():
            yield basis, later, earlier
    for later, earlier in _same_words(facts):
        yield "copy", later, earlier


_EXHIBITS = """
WITH held AS (
    SELECT DISTINCT r.report_id, coalesce(e.sha256, u.file) AS thing
    FROM (SELECT report_id, unnest(list_append(coalesce(exhibits, []), origin)) AS file FROM report) AS u
    JOIN report AS r USING (report_id) LEFT JOIN exhibit AS e ON e.file = u.file
    WHERE u.file IS NOT NULL AND u.file NOT LIKE '%://%' AND u.file NOT IN (SELECT report_id FROM report)
)
SELECT report_id, first FROM (SELECT report_id, min(report_id) OVER (PARTITION BY thing) AS first FROM held)
WHERE report_id <> first ORDER BY ALL
"""

_URLS = f"""
WITH said AS (
    SELECT report_id, {_ADDRESS.format("origin")} AS url, true AS stated FROM report WHERE origin LIKE '%://%'
    UNION SELECT report_id, {_ADDRESS.format("url")}, false FROM report_source WHERE url IS NOT NULL
)
SELECT report_id, first FROM (
    SELECT report_id, stated, min(report_id) OVER (PARTITION BY url) AS first,
        bool_or(stated) OVER (PARTITION BY url) AS any_stated, count(*) OVER (PARTITION BY url, stated) AS used
    FROM said
) WHERE report_id <> first AND any_stated ORDER BY ALL
"""

_SAME_URLS = f"""
WITH cited AS (
    SELECT DISTINCT report_id, {_ADDRESS.format("url")} AS url FROM report_source WHERE url IS NOT NULL
), used AS (SELECT url FROM cited GROUP BY url HAVING count(*) BETWEEN 2 AND 40),
number AS (SELECT report_id, count(*) AS urls FROM cited GROUP BY report_id),
shared AS (
    SELECT a.report_id, b.report_id AS other, count(*) AS urls FROM cited AS a
    JOIN used USING (url) JOIN cited AS b USING (url) WHERE a.report_id <> b.report_id GROUP BY ALL
)
SELECT s.report_id, min(s.other) FROM shared AS s
JOIN number AS mine ON mine.report_id = s.report_id JOIN number AS theirs ON theirs.report_id = s.other
WHERE s.urls = mine.urls AND (theirs.urls > mine.urls OR s.other < s.report_id) GROUP BY s.report_id ORDER BY ALL
"""


def _same_words(facts: Facts) -> Iterator[tuple[str, str]]:
    cursor = facts.query(
        f"SELECT report_id, narrative FROM report WHERE len(narrative) >= {SAME_WORDS} ORDER BY report_id"
    )
    alike: dict[str, list[str]] = defaultdict(list)
    while batch := cursor.fetchmany(5000):
        for report, narrative in batch:
            folded = names.fold(narrative)
            if len(folded) >= SAME_WORDS:
                alike[hashlib.sha256(folded.encode()).hexdigest()].append(report)
    for group in alike.values():
        yield from ((later, group[0]) for later in group[1:])
