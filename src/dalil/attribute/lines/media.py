"""What an exhibit shows. Copies of a film are one origin, whoever posted them.

Two exhibits are taken for one recording where they have the same content, or were found at one address, or one was
obtained from the other's address or file, or both were recorded in the same second. Exhibits of reports that go back
to one report are one too: who retells an account retells its pictures. Copies that nothing of this gives away are not
found. Where the rules err they join: that costs weight and invents none.
"""

from __future__ import annotations

from dalil.attribute.lines.registry import Feed, Line, register
from dalil.casefile.facts import Facts
from dalil.unions import Unions

__all__ = ["find_films"]

_FILM_JOIN = "LEFT JOIN attribute_film f ON f.shown = coalesce(o.organisation, '') || chr(31) || o.exhibit"
_FILM = "coalesce(f.film, coalesce(o.organisation, '') || chr(31) || o.exhibit)"
"""The recording that the exhibit of observation `o` goes back to."""

_ADDRESS = "regexp_replace(lower(split_part({0}, '#', 1)), '^https?://(www\\.)?|/+$', '', 'g')"

# An exhibit is named within its organisation; where that has none of the name, the one of that name is meant. A time
# of a full minute is one that was rounded.
_TIES = f"""
WITH named AS (SELECT DISTINCT coalesce(organisation, '') AS organisation, exhibit FROM observation
    WHERE exhibit IS NOT NULL
), own AS (
    SELECT n.organisation || chr(31) || n.exhibit AS shown, e.* FROM named n JOIN exhibit e ON e.file = n.exhibit
        AND coalesce(e.organisation, '') = n.organisation
), known AS (
    FROM own UNION ALL
    SELECT n.organisation || chr(31) || n.exhibit, e.* FROM named n JOIN exhibit e ON e.file = n.exhibit
    WHERE n.organisation || chr(31) || n.exhibit NOT IN (SELECT shown FROM own)
), told AS (
    SELECT DISTINCT i.incident_id || chr(31) || i.origin_id AS account, i.report_id,
        coalesce(o.organisation, '') || chr(31) || o.exhibit AS shown
    FROM observation o JOIN incident_report i USING (report_id) WHERE o.exhibit IS NOT NULL
), signs AS (
    SELECT shown, 'content' AS sign, sha256 AS value FROM known
    UNION ALL SELECT shown, 'address', {_ADDRESS.format("source_url")} FROM known
    UNION ALL SELECT shown, 'second', captured_at::VARCHAR FROM known
        WHERE captured_at = coalesce(captured_at_latest, captured_at) AND second(captured_at) <> 0
    UNION ALL SELECT shown, 'account', account FROM told
        WHERE account IN (SELECT account FROM told GROUP BY 1 HAVING count(DISTINCT report_id) > 1)
    UNION ALL SELECT shown, 'name', exhibit FROM (SELECT *, organisation || chr(31) || exhibit AS shown FROM named)
        WHERE shown NOT IN (SELECT shown FROM known)
), tied AS (
    SELECT shown, min(shown) OVER (PARTITION BY sign, value) AS first FROM signs WHERE coalesce(value, '') <> ''
)
SELECT shown, first FROM tied WHERE shown <> first
UNION SELECT a.shown, b.shown FROM known a JOIN known b ON a.shown <> b.shown AND coalesce(a.obtained_from, '') <> ''
    AND (a.obtained_from = b.file OR {_ADDRESS.format("a.obtained_from")} = {_ADDRESS.format("b.source_url")})
ORDER BY ALL
"""


def find_films(facts: Facts) -> None:
    """Fill the temporary table `attribute_film`. Takes: observation, exhibit, incident_report."""
    films = Unions[str]()
    for one, other in facts.query(_TIES).fetchall():
        films.join(one, other)
    facts.make("attribute_film", sorted(films.firsts().items()))


# An exhibit is called by the first observation of it: its file name can give somebody away.
_OF_EXHIBIT = f"""
    SELECT i.incident_id, o.value AS written, 'exhibit' AS kind,
        'record' AS origin_kind, coalesce(CASE WHEN o.exhibit IS NOT NULL THEN min(o.observation_id) OVER (
            PARTITION BY {_FILM}
        ) END, i.origin_id) AS origin_id,
        coalesce(o.certainty, 'possible') AS certainty
    FROM observation o JOIN incident_report i USING (report_id) {_FILM_JOIN}
    WHERE o.aspect = '{{aspect}}'
"""


def _observation(aspect: str) -> Feed:
    doc = f"`value` of observations of the aspect {aspect}"
    return Feed(f"observation.{aspect}", _OF_EXHIBIT.format(aspect=aspect), doc)


register(Line(
    "media", 20, feeds=(_observation("aircraft"), _observation("munition")), kinds=("exhibit",),
    prepare=find_films, prepared=("attribute_film",),
))  # fmt: skip
