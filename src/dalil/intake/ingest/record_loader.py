"""The records of one file into the facts: all of them or, where the file is refused, none.

A newer record of the same id takes the place of the older one, which goes to `superseded`; the counts of the older
reading say so. Everything happens in one transaction of the facts.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pyarrow as pa

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import Refused
from dalil.intake.formats.registry import Cells, Context, Derived, Item, Refusal, Unknown
from dalil.intake.rows.ids import GLOBAL_KINDS, unique_column
from dalil.intake.rows.strict import Strict
from dalil.records import KINDS, Kind

__all__ = ["RecordLoader", "settings_mark", "transaction"]

_UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a reader raises on a file that nobody foresaw. One such file must not close the case to all others."""


def settings_mark(settings: Settings) -> str:
    """A short hash of the settings that change what is read: zone, period, area, parts of the day."""
    relevant = settings.model_dump(mode="json", include={"zone", "from_", "to", "area", "parts_of_day"})
    return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()[:16]


@contextmanager
def transaction(facts: Facts) -> Iterator[None]:
    """All statements of the block, or none of them."""
    facts.query("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        facts.query("ROLLBACK")
        raise
    facts.query("COMMIT")


class _Counts:
    """What became of the rows of one kind."""

    def __init__(self) -> None:
        self.rows = 0
        self.refused: set[int] = set()
        self.values = 0


class RecordLoader:
    """Takes the items of one reading. `place` is (chain, number) of the reading in the log.

    `before` are the chains whose records this reading may not replace: where it brings a record that one of theirs
    holds, or reads a file that one of them read, its record is put away as superseded and theirs stays.
    """

    def __init__(
        self, facts: Facts, context: Context, sha256: str, file_name: str, place: tuple[str, int],
        before: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.facts, self.context, self.sha256, self.file_name, self.place = facts, context, sha256, file_name, place
        self.before = before
        self.yielded: dict[str, int] = {}
        self.counts: dict[str, _Counts] = defaultdict(_Counts)
        self.replaced = 0
        self._strict: dict[str, Strict] = {}
        self._into: dict[str, str] = {}
        self._main = ""

    def load(self, items: Iterator[Item], reader: str, version: str) -> Refused | None:
        """Read everything; returns the refusal where the file was refused as a whole."""
        try:
            with transaction(self.facts):
                for item in items:
                    self._take(item)
                for stem in list(self._strict):
                    self._merge(KINDS[stem])
                self._note_reading(reader, version)
        # named classes, not Exception: an error of DuckDB or of the disk is no fault of the file
        except (Refused, *_UNFORESEEN) as error:
            refused = error if isinstance(error, Refused) else _fault_of(reader, version, error)
            self.counts.clear()
            with transaction(self.facts):
                self._refuse([_of_file(refused)])
                self._note_reading(reader, version)
            return refused
        finally:
            for table in self._into.values():
                if table.startswith("staged_"):
                    self.facts.query(f'DROP TABLE IF EXISTS "{table}"')
        return None

    def _take(self, item: Item) -> None:
        match item:
            case Cells():
                self._main = self._main or item.kind
                self._cells(item)
            case Refusal():
                self._refuse([item])
                if item.whole and item.row is not None:
                    count = self.counts[item.kind or self._main]
                    count.rows += item.row not in count.refused
                    count.refused.add(item.row)
            case Unknown():
                row = {"sha256": self.sha256, "column": item.column, "filled": item.filled}
                self.facts.append("unknown_column", [row])
            case Derived():
                gone = self.counts[self._main].refused
                rows = [row for of, row in zip(item.of, item.rows, strict=True) if of not in gone]
                self.facts.append(item.table, rows)

    def _cells(self, cells: Cells) -> None:
        kind = KINDS[cells.kind]
        if kind.stem not in self._strict:
            self._strict[kind.stem] = Strict(kind, _in_zone(self.context, cells.zone), self.sha256, cells.zones)
        taken = self._strict[kind.stem].take(cells)
        count = self.counts[kind.stem]
        count.rows += len(cells.rows)
        count.refused |= taken.rows_refused
        self._refuse(taken.refusals)
        self._stage(kind.table, taken.records)

    def _stage(self, table: str, records: pa.Table) -> None:
        """Put records aside until the file is read; straight into their table where that was empty before."""
        if not records.num_rows:
            return
        if table not in self._into:
            self._into[table] = table
            # most tables are read once into an empty table: a copy of a hundred million positions is saved
            if self.facts.value(f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT 1)'):
                self._into[table] = f"staged_{table}"
                self.facts.query(f'CREATE TEMP TABLE "staged_{table}" AS SELECT * FROM "{table}" LIMIT 0')
        self.facts.connection.register("incoming", records)
        self.facts.query(f'INSERT INTO "{self._into[table]}" SELECT * FROM incoming')
        self.facts.connection.unregister("incoming")

    def _refuse(self, refusals: list[Refusal]) -> None:
        self.facts.append("refusal", [self._refusal_row(refusal) for refusal in refusals])
        for refusal in refusals:
            self.counts[refusal.kind or self._main].values += not refusal.whole

    def _refusal_row(self, refusal: Refusal) -> dict[str, Any]:
        return {
            "sha256": self.sha256, "file_name": self.file_name, "row": refusal.row, "field": refusal.field,
            "expected": refusal.expected, "found": refusal.found, "do": refusal.do, "whole": refusal.whole,
            "kind": refusal.kind or self._main,
        }  # fmt: skip

    def _merge(self, kind: Kind) -> None:
        """Move the staged records into their table; what they replace goes to `superseded`."""
        table = kind.table
        if self._into.get(table, table) == table:
            return
        same = _same_record(kind)
        if self.before:
            self._yield_to_others(kind, same)
        older = f"""SELECT DISTINCT o.source_sha256, o.source_row FROM "{table}" o
                    LEFT JOIN "staged_{table}" s ON {same or "FALSE"}
                    WHERE (o.source_sha256 = '{self.sha256}' OR s.source_row IS NOT NULL) AND o.source_sha256 NOT IN
                    (SELECT sha256 FROM reading WHERE chain IN (SELECT unnest(?::VARCHAR[])))"""
        self.facts.make("older", older, [sorted(self.before)])
        if self.facts.value("SELECT count(*) FROM older"):
            self._supersede(kind, same)
        self.facts.query(f'INSERT INTO "{table}" SELECT * FROM "staged_{table}" ORDER BY source_row')
        self.facts.query("DROP TABLE older")

    def _yield_to_others(self, kind: Kind, same: str) -> None:
        """Put away staged records that a reading of `before` holds already: a stranger's word replaces nobody's."""
        table, id_ = kind.table, unique_column(kind)
        self.facts.make(
            "yielding",
            f"""SELECT s.source_row, min(o.source_sha256) AS sha256, min(o.source_row) AS "row"
                FROM "staged_{table}" s JOIN "{table}" o ON {f"({same}) OR" if same else ""}
                    (o.source_sha256 = s.source_sha256 AND o.source_row = s.source_row)
                WHERE o.source_sha256 IN (SELECT sha256 FROM reading WHERE chain IN (SELECT unnest(?::VARCHAR[])))
                GROUP BY s.source_row""",
            [sorted(self.before)],
        )
        self.facts.query(
            f"""INSERT INTO superseded ("table", id, source_sha256, source_row, by_sha256, by_row)
                SELECT ?, {f's."{id_}"' if id_ else "NULL"}, s.source_sha256, s.source_row, y.sha256, y."row"
                FROM "staged_{table}" s JOIN yielding y USING (source_row) ORDER BY s.source_row""",
            [table],
        )
        self.yielded[kind.stem] = int(self.facts.value("SELECT count(*) FROM yielding"))
        self.facts.query(f'DELETE FROM "staged_{table}" WHERE source_row IN (SELECT source_row FROM yielding)')
        self.facts.query("DROP TABLE yielding")

    def _supersede(self, kind: Kind, same: str) -> None:
        table, id_ = kind.table, unique_column(kind)
        self.facts.query(
            f"""INSERT INTO superseded ("table", id, source_sha256, source_row, by_sha256, by_row)
                SELECT ?, {f'o."{id_}"' if id_ else "NULL"}, o.source_sha256, o.source_row, ?, s.source_row
                FROM "{table}" o JOIN older USING (source_sha256, source_row)
                LEFT JOIN "staged_{table}" s ON {same or "FALSE"}
                ORDER BY o.source_sha256, o.source_row""",
            [table, self.sha256],
        )
        counted = self.facts.rows("SELECT source_sha256 AS sha256, count(*) AS n FROM older GROUP BY 1 ORDER BY 1")
        for row in counted:
            self.replaced += row["n"]
            self.facts.query(
                """UPDATE reading SET records = records - ?, superseded = superseded + ?
                   WHERE sha256 = ? AND kind = ? AND records > 0""",
                [row["n"], row["n"], row["sha256"], kind.stem],
            )
        if kind.stem == "reports":
            # sources of a report that the file held before and holds no longer
            self.facts.query(
                """DELETE FROM report_source WHERE report_id IN
                   (SELECT report_id FROM report JOIN older USING (source_sha256, source_row))
                   AND report_id NOT IN (SELECT report_id FROM staged_report)"""
            )
        self.facts.query(
            f'DELETE FROM "{table}" o USING older WHERE o.source_sha256 = older.source_sha256 '
            "AND o.source_row = older.source_row"
        )

    def _count_early(self) -> None:
        """Count rows that were refused before the first record told the kind with that kind."""
        early = self.counts.pop("", None)
        if early is not None:
            count = self.counts[self._main]
            count.rows += early.rows
            count.refused |= early.refused
            count.values += early.values

    def _note_reading(self, reader: str, version: str) -> None:
        chain, number = self.place
        self._count_early()
        counts: Mapping[str, _Counts] = {k: c for k, c in self.counts.items() if c.rows} or {"": _Counts()}
        self.facts.append(
            "reading",
            [
                {
                    "sha256": self.sha256, "reader": reader, "reader_version": version, "kind": kind,
                    "rows": count.rows,
                    "records": count.rows - len(count.refused) - self.yielded.get(kind, 0),
                    "refused": len(count.refused), "superseded": self.yielded.get(kind, 0),
                    "chain": chain, "number": number,
                    "settings_mark": settings_mark(self.context.settings),
                }
                for kind, count in counts.items()
            ],
        )  # fmt: skip


def _in_zone(context: Context, zone: str) -> Context:
    if not zone:
        return context
    return replace(context, settings=context.settings.model_copy(update={"zone": zone}))


def _same_record(kind: Kind) -> str:
    """SQL: o and s are the same record of two readings; empty for kinds without an id."""
    column = unique_column(kind)
    if column is None:
        return ""
    within = "" if kind.stem in GLOBAL_KINDS else " AND o.organisation IS NOT DISTINCT FROM s.organisation"
    return f'o."{column}" = s."{column}"{within}'


def _fault_of(reader: str, version: str, error: Exception) -> Refused:
    # The text of the error may hold a cell, so only its kind is said.
    return Refused(
        f"The reader {reader} {version} cannot cope with this file.",
        expected=f"a file that the reader {reader} {version} can cope with",
        found=f"something it does not foresee ({type(error).__name__})",
        do="the original is sealed; a mended reader can read it later",
    )


def _of_file(refused: Refused) -> Refusal:
    return Refusal(None, "", refused.expected or refused.what, refused.found, refused.do, whole=True)
