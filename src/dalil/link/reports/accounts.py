"""What the free text of a report tells linking: rare words, whether it speaks of a second strike, its very wording.

Words are compared as skeletons, so that the name of a hospital in an Arabic account meets itself in an English one.
What enters the engine's tables is blinded: accounts hold names.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

from dalil import names
from dalil.casefile.facts import Facts
from dalil.link.reports.keyed_hash import blind

__all__ = ["make_accounts"]

_MOST_WORDS = 200
"""Of one account, from its beginning."""

SAME_WORDING = 60
"""Letters from which on equal wording is no chance."""

_BATCH = 5000  # narratives in memory at a time


@cache
def _phrases() -> tuple[str, ...]:
    text = (Path(__file__).parent / "second_strike.toml").read_text(encoding="utf-8")
    return tuple(names.fold(phrase) for phrase in tomllib.loads(text)["phrases"])


def make_accounts(facts: Facts, places: list[tuple[int, str, bool]]) -> None:
    """Fill the temporary tables account (n, again, wording) and account_word (n, word).

    Takes: report, report_n; `places` are the words of the reports' places (see `words`), which accounts only repeat.
    """
    named: dict[int, set[str]] = defaultdict(set)
    for n, word, _ in places:
        named[n].add(word)
    told: list[tuple[int, str, str | None]] = []
    words: list[tuple[int, str]] = []
    cursor = facts.query(
        "SELECT n, narrative FROM report JOIN report_n USING (report_id) WHERE narrative IS NOT NULL ORDER BY n"
    )
    while batch := cursor.fetchmany(_BATCH):
        for n, narrative in batch:
            folded = names.fold(narrative)
            if folded:
                told.append((n, _again(folded), blind(folded) if len(folded) >= SAME_WORDING else None))
                words += [(n, word) for word in _skeletons(folded, named[n])]
    facts.make("account", told)
    facts.make("account_word", words)


def _again(folded: str) -> str:
    return "yes" if any(phrase in folded for phrase in _phrases()) else "no"


def _skeletons(folded: str, place: set[str]) -> list[str]:
    said = set(map(names.skeleton, names.words(" ".join(folded.split()[:_MOST_WORDS]))))
    return [blind(bones) for bones in sorted(said - place) if len(bones) > 1 and not bones.isdigit()]
