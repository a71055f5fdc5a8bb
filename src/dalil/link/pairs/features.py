"""The columns that the comparisons read: one row for each report, empty lists as NULL (silent, not different)."""

from __future__ import annotations

from collections.abc import Mapping

from dalil import names
from dalil.casefile.facts import Facts
from dalil.link.reports.keyed_hash import blind

__all__ = ["make_features"]

_RARE_WORD = 0.004
"""Share of reports up to which a word of a place's name is rare (and at least 15 reports)."""

_RARE_TOKEN = 6
"""Reports up to which a source is rare; a page that fifty reports cite says little."""

_FEATURES = """
WITH word AS (
    SELECT n, word, proper,
        count(*) OVER (PARTITION BY word) <= greatest(15, {rare} * (SELECT count(*) FROM report_n)) AS rare
    FROM block_word
), token AS (
    SELECT n, token, count(*) OVER (PARTITION BY token) AS used FROM report_token
), told AS (
    SELECT n, word FROM account_word
    QUALIFY count(*) OVER (PARTITION BY word) <= greatest(15, {rare} * (SELECT count(*) FROM report_n))
)
SELECT n, CASE WHEN kind <> 'other' THEN kind END AS kind, populated,
    nullif(list_sort(objects_hit), []) AS objects,
    nullif(array_to_string(list_sort(objects_hit), ' '), '') AS objects_key,
    CASE WHEN len(list_filter(objects_hit, o -> o NOT IN ('other', 'home', 'military'))) > 0
        THEN array_to_string(list_sort(objects_hit), ' ') END AS sites_key,
    nullif(list_sort(weapons), []) AS weapons, aircraft,
    p.latitude, p.longitude, cos(radians(p.latitude)) AS cosine, p.radius_km + 0.3 AS reach_km,
    w.words, w.rare_words, w.name_key, t.tokens, t.rare_tokens, v.victims,
    again, CASE WHEN again = 'yes' THEN again END AS again_yes, wording, a.told, p.point
FROM report_n JOIN report USING (report_id)
LEFT JOIN (
    SELECT n, list(DISTINCT word ORDER BY word) AS words, list(DISTINCT word ORDER BY word) FILTER (rare) AS rare_words,
        string_agg(DISTINCT word, ' ' ORDER BY word) FILTER (proper) AS name_key
    FROM word GROUP BY n
) AS w USING (n)
LEFT JOIN (
    SELECT n, list(token ORDER BY token) AS tokens,
        list(token ORDER BY token) FILTER (used <= {rare_token}) AS rare_tokens
    FROM token GROUP BY n
) AS t USING (n)
LEFT JOIN (SELECT n, list(DISTINCT name ORDER BY name) AS victims FROM victim_key GROUP BY n) AS v USING (n)
LEFT JOIN account USING (n)
LEFT JOIN (SELECT n, list(word ORDER BY word) AS told FROM told GROUP BY n) AS a USING (n)
LEFT JOIN (
    SELECT n, list(DISTINCT word ORDER BY word) AS aircraft FROM aircraft_word GROUP BY n
) AS c USING (n)
LEFT JOIN (
    SELECT n, min(latitude) AS latitude, min(longitude) AS longitude, min(radius_km) AS radius_km,
        CASE WHEN NOT bool_or(named) THEN min(latitude) || ' ' || min(longitude) END AS point
    FROM block_place GROUP BY n HAVING count(*) = 1
) AS p USING (n)
ORDER BY n
"""


def make_features(facts: Facts, sealed: Mapping[str, names.PersonName]) -> None:
    """Fill the temporary table link_feature. `sealed` are the names of protected victims.

    Takes: report, victim and the temporary tables report_n, block_place, block_word, report_token, account,
    account_word, aircraft_word.
    """
    rows = facts.query(
        "SELECT n, victim_id, coalesce(name_ar, name) FROM victim JOIN report_n USING (report_id) ORDER BY ALL"
    ).fetchall()
    told: list[tuple[int, str]] = []
    for n, victim, name in rows:
        said = sealed.get(victim)
        key = names.key((said.name_ar or said.name) if said else name or "")
        if " " in key:  # one word alone names nobody
            told.append((n, blind(key)))
    facts.make("victim_key", list(dict.fromkeys(told)))
    facts.make("link_feature", _FEATURES.format(rare=_RARE_WORD, rare_token=_RARE_TOKEN))
