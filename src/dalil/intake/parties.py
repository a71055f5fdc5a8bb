"""Whom a report means: the party of the case behind a name as written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dalil.casefile.sections import Party
from dalil.names import fold

__all__ = ["Parties"]

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
        whole = self._by_name.get(fold(written))
        if whole is not None:
            return whole
        ids = [self._by_name.get(fold(part)) for part in _SEVERAL.split(written) if part.strip()]
        if not ids or None in ids:
            return None
        return "+".join(sorted({id_ for id_ in ids if id_ is not None}))
