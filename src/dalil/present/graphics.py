"""The drawings of a case, each from its figures and with its data as CSV beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.messages import Catalogue, catalogue
from dalil.names import slug
from dalil.present import charts as drawing

__all__ = ["Graphic", "graphics"]


@dataclass(frozen=True)
class Graphic:
    """A drawing and the table it is drawn from: `rows` (n, columns) of strings and numbers."""

    name: str
    title: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def csv(self) -> str:
        """The table, with a header. A text cell that a spreadsheet would run is led by an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_inert(cell) for cell in row] for row in self.rows)
        return out.getvalue()


# A program that opens the table runs a cell that begins so, and records are written by strangers.
def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def graphics(facts: Facts, language: str = "en", scope: str = "") -> list[Graphic]:
    """Every drawing that the figures of a scope can give, in a fixed order; those without data are left out.

    Takes figure, party, incident_report, rate_curve, rate_change, targeting_observed, targeting_draw,
    estimate_curve. The facts may be those of a case or of a submission.
    """
    return [drawn for drawn in _Gallery(facts, catalogue(language), scope).all() if drawn.rows]


class _Gallery:
    """The drawings of one scope in one language."""

    def __init__(self, facts: Facts, words: Catalogue, scope: str) -> None:
        self.facts, self.words, self.scope = facts, words, scope
        self.prefix = f"scope.{scope}." if scope else ""
        column = words.language.name_column()
        self.names = dict(facts.query(f"SELECT party_id, {column} FROM party ORDER BY party_id").fetchall())
        lists = facts.query("SELECT DISTINCT organisation FROM incident_report ORDER BY organisation").fetchall()
        places = facts.query("SELECT DISTINCT coalesce(place, place_ar) FROM incident ORDER BY 1").fetchall()
        self.names |= {slug(name): name for (name,) in (*places, *lists) if name}

    def all(self) -> Iterator[Graphic]:
        """All drawings, with or without data."""
        for family in ("month", "week"):
            yield self._categories(family, drawing.columns)
        for family in ("object", "weapon", "kind", "party", "place", "list", "grade"):
            yield self._categories(family, drawing.bars)
        for family in ("objects", "weapons", "lists"):
            yield self._combinations(family)
        for (category,) in self._distinct("rate_curve"):
            yield self._rate(category)
        for (category,) in self._distinct("targeting_observed"):
            yield self._surface(category)
        yield self._heterogeneity()

    def _distinct(self, table: str) -> list[tuple[str]]:
        return self.facts.query(
            f"SELECT DISTINCT category FROM {table} WHERE scope = ? ORDER BY 1", [self.scope]
        ).fetchall()

    def _title(self, key: str, *terms: str) -> str:
        return self.words.text(f"count.graphic.{key}", **dict(zip("abc", terms, strict=False)))

    def _word(self, term: str) -> str:
        if term in self.names:
            return str(self.names[term])
        key = f"count.word.{term}"
        return self.words.text(key) if key in self.words else term

    def _values(self, family: str) -> list[tuple[str, float]]:
        start = f"{self.prefix}incidents.{family}."
        rows = self.facts.query(
            "SELECT name, value FROM figure WHERE starts_with(name, ?) AND scope = ? ORDER BY name", [start, self.scope]
        ).fetchall()
        return [(name[len(start) :], float(value)) for name, value in rows]

    def _categories(self, family: str, draw: Any) -> Graphic:
        found = self._values(family)
        if draw is drawing.bars:
            # Twenty bars are a third of a page; the table of figures has all.
            found = sorted((row for row in found if row[1] > 0), key=lambda row: (-row[1], row[0]))[:20]
        rows = tuple((self._word(term), value) for term, value in found)
        # Nothing but noughts is no drawing.
        if not any(value for _, value in rows):
            rows = ()
        return Graphic(
            f"incidents-{family}", self._title(family), draw(self._title(family), rows), ("category", "incidents"), rows
        )

    def _combinations(self, family: str) -> Graphic:
        found = [(tuple(term.split("+")), int(value)) for term, value in self._values(family)]
        named = [(tuple(self._word(term) for term in terms), value) for terms, value in found]
        rows = tuple((" + ".join(terms), value) for terms, value in named)
        title = self._title(family)
        return Graphic(f"combinations-{family}", title, drawing.upset(title, named), ("combination", "incidents"), rows)

    def _rate(self, category: str) -> Graphic:
        rows = self.facts.query(
            'SELECT day_local, events, observed_s, rate, "change" FROM rate_curve'
            " WHERE scope = ? AND category = ? ORDER BY day_local",
            [self.scope, category],
        ).fetchall()
        changed = self.facts.query(
            "SELECT strftime(changed_at, '%Y-%m-%d') FROM rate_change"
            " WHERE scope = ? AND category = ? AND claimed ORDER BY 1",
            [self.scope, category],
        ).fetchall()
        title = self._title("rate", self._word(category))
        day, events, _, rate, change = zip(*rows, strict=True)
        svg = drawing.rate_curve(title, day, events, rate, change, [at for (at,) in changed])
        columns = ("day", "events", "observed_seconds", "rate_a_day", "probability_of_change")
        return Graphic(f"rate-{slug(category)}", title, svg, columns, tuple(rows))

    def _surface(self, category: str) -> Graphic:
        rows = self.facts.query(_SURFACE, [self.scope, category]).fetchall()
        title = self._title("surface", self._word(category))
        cells: Sequence[tuple[float, float, float, bool]] = [(row[0], row[1], row[2], row[3]) for row in rows]
        columns = ("displacement_m", "radius_m", "p", "primary", "hits", "expected")
        return Graphic(f"aim-{slug(category)}", title, drawing.surface(title, cells), columns, tuple(rows))

    def _heterogeneity(self) -> Graphic:
        stratum = f"{self.prefix}all"
        rows = self.facts.query(
            "SELECT odds_ratio, low, median, high FROM estimate_curve"
            " WHERE unit = 'incidents' AND method = 'graphs' AND stratum = ? ORDER BY odds_ratio",
            [stratum],
        ).fetchall()
        title = self._title("heterogeneity")
        columns = ("odds_ratio_between_lists", "low", "median", "high")
        return Graphic("undocumented-heterogeneity", title, drawing.fan(title, rows), columns, tuple(rows))


_SURFACE = """
SELECT h_m, r_m, max(p) AS p, any_value(is_primary), any_value(hits), max(expected)
FROM (SELECT d.null_model, d.h_m, d.r_m, o.is_primary, o.hits, sum(d.hits) / count(*) AS expected,
             (1 + count(*) FILTER (d.hits >= CASE d.null_model WHEN 'buildings' THEN o.matched ELSE o.hits END))
             / (1.0 + count(*)) AS p
      FROM targeting_draw d JOIN targeting_observed o USING (scope, category, h_m, r_m)
      WHERE scope = ? AND category = ? GROUP BY d.null_model, d.h_m, d.r_m, o.is_primary, o.hits, o.matched)
GROUP BY h_m, r_m ORDER BY h_m, r_m
"""
