"""What of a cell that a person filled with words may leave: without names, without what finds somebody, and to an
audience that may not have free text only what is known of the case.

Whoever fills in a place, a party or a method can write anything there. So an audience without the class `free_text`
gets of a place the gazetteer's name, of parties those of the case, of the other words those that are listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dalil.casefile.facts import Facts
from dalil.locate.place_text import written_place
from dalil.names import fold, sound_of
from dalil.records import KINDS, TABLES, Column, Sensitivity, Type
from dalil.submit.release.look import Look, around
from dalil.submit.release.people.contacts import Contacts
from dalil.submit.release.people.mask import Mask, hide
from dalil.submit.release.people.patterns import hits_in
from dalil.submit.release.receiver import Receiver

__all__ = ["Cleaner", "clean_tables", "gazetteer_of", "parties_of", "replace_texts"]

_READ = frozenset({Sensitivity.FREE_TEXT, Sensitivity.PLACE, Sensitivity.SOURCE, Sensitivity.PARTY, Sensitivity.CODE})
# What stands in a column of sources is a source by its class.
_SOURCES = frozenset({Sensitivity.SOURCE})
_WITH_WORDS = frozenset(
    {kind.table for kind in KINDS.values()} | {"incident", "report_party", "report_source", "figure"}
)
"""Tables whose words a person wrote, or that repeat them; what the stages compute has words of the program."""
_OWN_WORDS = {"place": {Sensitivity.PLACE}, "party": {Sensitivity.PARTY}}
"""What defines the known names: the gazetteer's places and the parties of case.toml."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")

KNOWN_WORDS: Mapping[str, frozenset[str]] = {
    "capture_method": frozenset({
        "archived", "copied", "downloaded", "extracted", "filmed", "photographed", "received",
        "received from the author", "recorded", "scanned", "screenshot",
    }),
    "kind": frozenset({"picture", "photo", "image", "video", "film", "audio", "sound", "document", "map", "satellite"}),
    "unit": frozenset({"persons", "people", "families", "trucks", "incidents", "days", "hours"}),
}  # fmt: skip
"""By column, the words that leave where free text does not: the code of what was done, and nothing else."""


@dataclass(slots=True)
class Cleaner:
    """Cleans the cells of one submission, and notes what of them is to be looked at."""

    receiver: Receiver
    mask: Mask
    sealed: Mask
    contacts: Contacts = field(repr=False)
    places: Mapping[str, tuple[str, str]] = field(repr=False)
    parties: Mapping[str, str] = field(repr=False)

    @property
    def coded(self) -> bool:
        """True for an audience that gets codes and known names where others get words."""
        return Sensitivity.FREE_TEXT not in self.receiver.rules.classes

    def cell(self, table: str, column: Column, text: str) -> str | None:
        """The cell as it may leave; None where nothing of it may."""
        if self.coded and column.sensitivity not in _OWN_WORDS.get(table, ()):
            known = self._known(table, column, text)
            if known is None:
                return None
            text = known
        return self.words(text)

    def words(self, text: str) -> str:
        """Free words without names and without identifiers of a class that the audience has not."""
        hits = [(hit.start, hit.end) for hit in hits_in(text) if not self._may(hit.pattern.sensitivity)]
        return hide(text, [*self.mask.spans(text), *self.contacts.spans(text), *hits])

    def to_look_at(self, column: Column, text: str) -> list[tuple[str, int, int]]:
        """(kind, from, to) of what stands in a cleaned cell and may find somebody all the same."""
        found = [
            (hit.pattern.kind, hit.start, hit.end)
            for hit in hits_in(text)
            if column.sensitivity not in _SOURCES or hit.pattern.sensitivity is not Sensitivity.SOURCE
        ]
        return found + [("word of a sealed name", start, end) for start, end in self.sealed.parts(text)]

    def _may(self, sensitivity: Sensitivity) -> bool:
        return sensitivity in self.receiver.rules.classes and not self.coded

    def _known(self, table: str, column: Column, text: str) -> str | None:
        name = column.fact_name
        if column.sensitivity is Sensitivity.PLACE:
            return self._place(text, arabic=name.endswith("_ar"))
        if column.sensitivity is Sensitivity.PARTY:
            return self.parties.get(fold(text))
        if column.sensitivity is Sensitivity.CODE and table in _TYPED:
            if name == "language":
                return text if _LANGUAGE.fullmatch(text) else None
            return text if text.strip().lower() in KNOWN_WORDS.get(name, ()) else None
        return text

    def _place(self, text: str, *, arabic: bool) -> str | None:
        written = written_place(text)
        # Names of the gazetteer alone, one within the other: the words stay as they are.
        if all(map(self._is_place, (*written.names, *written.contexts))):
            return text if written.names else None
        for name in (text, *written.names, *written.also, *written.contexts):
            known = self.places.get(sound_of(name))
            if known is not None:
                return known[1] or known[0] if arabic else known[0]
        return None

    def _is_place(self, name: str) -> bool:
        return sound_of(name) in self.places


_TYPED = frozenset(kind.table for kind in KINDS.values())


def gazetteer_of(facts: Facts) -> dict[str, tuple[str, str]]:
    """Takes `place`. By the sound of each of its names, the name in Latin letters and in Arabic ones."""
    found: dict[str, tuple[str, str]] = {}
    for row in facts.rows("SELECT name, name_ar, other_names FROM place WHERE name IS NOT NULL ORDER BY place_id"):
        both = row["name"], row["name_ar"] or ""
        for name in filter(None, (*both, *(row["other_names"] or ()))):
            found.setdefault(sound_of(name), both)
    return {sound: names for sound, names in found.items() if sound}


def parties_of(facts: Facts) -> dict[str, str]:
    """Takes `party` and `report_party`. By what a party is called, folded: that, or the id that the case read it as."""
    found: dict[str, str] = {}
    for row in facts.rows("SELECT party_id, name, name_ar FROM party ORDER BY party_id"):
        found |= {fold(called): called for called in (row["party_id"], row["name"], row["name_ar"]) if called}
    rows = facts.rows("SELECT DISTINCT alleged, party_id FROM report_party WHERE party_id IS NOT NULL ORDER BY ALL")
    for row in rows:
        found.setdefault(fold(row["alleged"]), row["party_id"])
    return found


def clean_tables(cut: Facts, tables: Iterable[str], cleaner: Cleaner) -> tuple[int, list[Look]]:
    """Clean every cell of words of the cut tables. Returns how many different texts changed, and what to look at."""
    changed, looks = 0, list[Look]()
    for table in tables:
        for column in TABLES[table].columns:
            if _holds_words(table, column):
                count, found = _clean(cut, table, column, cleaner)
                changed, looks = changed + count, looks + found
        if cleaner.coded and {"place", "place_ar"} <= {column.fact_name for column in TABLES[table].columns}:
            _say_in_both(cut, table, cleaner)
    return changed, looks


def _say_in_both(cut: Facts, table: str, cleaner: Cleaner) -> None:
    """Where one script's name did not leave and the other's is the gazetteer's: the name that goes with it."""
    both = sorted({names for names in cleaner.places.values() if all(names)})
    for one, other in ((0, 1), (1, 0)):
        empty, filled = (("place", "place_ar"), ("place_ar", "place"))[one]
        cut.query(
            f'UPDATE "{table}" SET "{empty}" = becomes FROM'
            " (SELECT unnest(?::VARCHAR[]) AS known, unnest(?::VARCHAR[]) AS becomes)"
            f' WHERE "{empty}" IS NULL AND "{filled}" = known',
            [[names[other] for names in both], [names[one] for names in both]],
        )


def _holds_words(table: str, column: Column) -> bool:
    if table not in _WITH_WORDS:
        return column.sensitivity is Sensitivity.FREE_TEXT and column.type is Type.TEXT
    if column.one_of or column.sensitivity not in _READ or column.type not in (Type.TEXT, Type.LIST):
        return False
    # What a figure is called and says goes with its query, which is asked elsewhere what it spells.
    return not (table == "figure" and column.sensitivity is Sensitivity.CODE)


def _clean(cut: Facts, table: str, column: Column, cleaner: Cleaner) -> tuple[int, list[Look]]:
    name = column.fact_name
    # The column by its own name: an alias would mean another column where the table has one of that name.
    cell = f'unnest("{name}")' if column.type is Type.LIST else f'"{name}"'
    rows = cut.rows(f'SELECT DISTINCT {cell} AS cell FROM "{table}" WHERE "{name}" IS NOT NULL')
    texts = sorted(row["cell"] for row in rows if row["cell"] is not None)
    becomes = {text: cleaner.cell(table, column, text) for text in texts}
    changed = (_replace_in_lists if column.type is Type.LIST else replace_texts)(cut, table, name, becomes)
    left = sorted({text for text in becomes.values() if text})
    looks = [look for text in left for look in _looks(cut, table, column, text, cleaner)]
    return changed, looks


def _looks(cut: Facts, table: str, column: Column, text: str, cleaner: Cleaner) -> list[Look]:
    found = cleaner.to_look_at(column, text)
    if not found:
        return []
    name, key = column.fact_name, _key(table)
    holds = f'list_contains("{name}", ?)' if column.type is Type.LIST else f'"{name}" = ?'
    ids = [
        str(row["id"])
        for row in cut.rows(f'SELECT DISTINCT {key} AS id FROM "{table}" WHERE {holds} ORDER BY 1', [text])
    ]
    return [
        Look(kind, table, name, each, text[start:end], around(text, start, end))
        for kind, start, end in found for each in ids
    ]  # fmt: skip


def _key(table: str) -> str:
    """SQL of what a person finds the record by: its id, else its row."""
    names = [column.fact_name for column in TABLES[table].columns]
    for own in (f"{table}_id", "report_id", "incident_id", "finding_id"):
        if own in names:
            return f'"{own}"'
    return "concat('row ', source_row)" if "source_row" in names else f'"{TABLES[table].key[0]}"'


def replace_texts(cut: Facts, table: str, column: str, becomes: Mapping[str, str | None]) -> int:
    """Replace whole cells of a cut table. Returns how many different ones changed."""
    changed = {text: after for text, after in becomes.items() if after != text}
    if changed:
        cut.query(
            f'UPDATE "{table}" SET "{column}" = becomes FROM'
            " (SELECT unnest(?::VARCHAR[]) AS whole, unnest(?::VARCHAR[]) AS becomes)"
            f' WHERE "{column}" = whole',
            [list(changed), list(changed.values())],
        )
    return len(changed)


def _replace_in_lists(cut: Facts, table: str, column: str, becomes: Mapping[str, str | None]) -> int:
    """The same for what stands in lists: what becomes None is left out of them."""
    changed = {text: after for text, after in becomes.items() if after != text}
    if changed:
        cut.query(
            f'UPDATE "{table}" SET "{column}" = list_filter(list_transform("{column}", x ->'
            " CASE WHEN list_contains(?::VARCHAR[], x) THEN (?::VARCHAR[])[list_position(?::VARCHAR[], x)] ELSE x END),"
            f' x -> x IS NOT NULL) WHERE list_has_any("{column}", ?::VARCHAR[])',
            [list(changed), list(changed.values()), list(changed), list(changed)],
        )
        # Two names of one party have become one.
        once = f'list_filter("{column}", (x, place) -> list_position("{column}", x) = place)'
        cut.query(f'UPDATE "{table}" SET "{column}" = {once} WHERE "{column}" IS NOT NULL')
    return len(changed)
