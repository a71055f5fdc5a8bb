"""Ids and hashes inside other cells: what a finding hangs on, where a report goes back to.

Such a cell is a code by its column, and can still spell the id of a report that does not leave, or the hash of an
original. The report goes by its pseudonym; a hash is cut out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dalil.casefile.facts import Facts
from dalil.records import TABLES, Column, Sensitivity, Type
from dalil.submit.release.free_text import replace_texts
from dalil.submit.release.people.mask import HIDDEN

__all__ = ["Scrub", "scrub_tables"]

# Half a SHA-256 still finds the file: as much as 128 bits are cut out.
_HASH = re.compile(r"[0-9a-fA-F]{32,}")
_OWN = frozenset({"report_id", "incident_id", "organisation"})


class Scrub:
    """Knows under which id each report leaves, and each exhibit by the SHA-256 of its original.

    `hashes` says whether other hashes may stay.
    """

    def __init__(self, shown: Mapping[str, str], *, hashes: bool, exhibits: Mapping[str, str] | None = None) -> None:
        self._shown, self._hashes, self._exhibits = shown, hashes, exhibits or {}
        # The longest first: an organisation may be called as another begins.
        self._givers = sorted({report.partition("/")[0] for report in shown if "/" in report}, key=len, reverse=True)

    def apply(self, text: str) -> str | None:
        """The cell as it may leave; None where it spells something of an organisation that is no known report.

        >>> Scrub({"Gamma/3": "W-1"}, hashes=False).apply("accounts: Gamma/3")
        'accounts: W-1'
        """
        for giver in self._givers:
            at = text.find(f"{giver}/")
            if at >= 0:
                shown = self._shown.get(text[at:])
                return None if shown is None else text[:at] + shown
        return _HASH.sub(self._for_hash, text)

    def _for_hash(self, found: re.Match[str]) -> str:
        known = self._exhibits.get(found[0].lower())
        return known or (found[0] if self._hashes else HIDDEN)


def scrub_tables(cut: Facts, tables: Iterable[str], scrub: Scrub) -> None:
    """Clean the codes and ids of every cut table that speaks of a report or an incident."""
    for table in tables:
        for column in _suspect(table):
            rows = cut.rows(f'SELECT DISTINCT "{column}" AS text FROM "{table}" WHERE "{column}" IS NOT NULL')
            texts = sorted(row["text"] for row in rows)
            replace_texts(cut, table, column, {text: scrub.apply(text) for text in texts})


def _suspect(table: str) -> Iterator[str]:
    columns = TABLES[table].columns
    if {column.fact_name for column in columns} & {"report_id", "incident_id"}:
        yield from (column.fact_name for column in columns if _can_spell(column))


def _can_spell(column: Column) -> bool:
    if column.fact_name in _OWN or column.one_of:
        return False
    return column.type is Type.ID or (column.type is Type.TEXT and column.sensitivity is Sensitivity.CODE)
