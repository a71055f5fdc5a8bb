"""The words by which reports are compared: of their places' names in both scripts, and of their sources."""

from __future__ import annotations

import re

from dalil import names
from dalil.casefile.facts import Facts

__all__ = ["make_aircraft", "make_tokens", "place_words"]


def place_words(facts: Facts) -> list[tuple[int, str, bool]]:
    """(number of the report, skeleton, proper) of each word of at least two signs in `place` and `place_ar`, each once.

    Proper are the words before the first comma: after it sources name the district and the province.

    Takes: report, report_n.
    """
    cursor = facts.query(
        "SELECT n, coalesce(place, '') AS place, coalesce(place_ar, '') AS place_ar"
        " FROM report JOIN report_n USING (report_id) ORDER BY n"
    )
    return [
        (n, word, proper)
        for n, place, place_ar in cursor.fetchall()
        for word, proper in _skeletons(place, place_ar).items()
    ]


def _skeletons(*texts: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for text in texts:
        head, _, rest = text.replace("،", ",").partition(",")
        for part, proper in ((head, True), (rest, False)):
            for word in names.words(part):
                if word not in names.GENERIC:  # words for kinds of places, which half of all names have
                    found.setdefault(names.skeleton(word), proper)
    return {word: proper for word, proper in found.items() if len(word) > 1}


_TOKENS = """
SELECT DISTINCT n, token FROM (
    SELECT n, 'exhibit ' || unnest(exhibits) AS token FROM report JOIN report_n USING (report_id)
    UNION ALL
    SELECT n, 'origin ' || origin FROM report JOIN report_n USING (report_id) WHERE origin IS NOT NULL
    UNION ALL
    SELECT n, 'origin ' || report_id FROM report_n WHERE report_id IN (SELECT origin FROM report)
    UNION ALL
    SELECT n, 'url ' || regexp_replace(lower(split_part(url, '#', 1)), '^https?://(www\\.)?|/+$', '', 'g')
    FROM report_source JOIN report_n USING (report_id) WHERE url IS NOT NULL
)
"""


def make_aircraft(facts: Facts) -> None:
    """Fill the temporary table aircraft_word (n, word): the types that a report names, by their numbers where they
    have one, because Su-24, Sukhoi 24 and سوخوي 24 are one type; else by the skeletons of their words.

    Takes: report, report_n.
    """
    rows = facts.query(
        "SELECT n, unnest(aircraft_reported) FROM report JOIN report_n USING (report_id) ORDER BY ALL"
    ).fetchall()
    facts.make("aircraft_word", [(n, word) for n, text in rows for word in _types(text or "")])


def _types(text: str) -> list[str]:
    numbers = re.findall(r"\d+", names.fold(text))
    return numbers or [names.skeleton(word) for word in names.words(text)]


def make_tokens(facts: Facts) -> None:
    """Fill the temporary table report_token (n, token): exhibits, addresses and origins that a report names.

    Takes: report, report_source, report_n.
    """
    facts.make("report_token", _TOKENS)
