"""Killed and injured: sums of minima and of maxima over the incidents that state them.

Not stated is not zero: beside each sum stands in how many incidents nothing was stated, and in how many a
minimum was stated without a maximum, so that the sum of maxima is open.
"""

from __future__ import annotations

from dataclasses import dataclass

from dalil.casefile.facts import Facts
from dalil.count.figures import Category, Coded, Figure, Said, integer
from dalil.count.scopes import Selection
from dalil.records import GROUPS

__all__ = ["CROSSED", "FATES", "MEASURES", "group_figures", "toll_figure"]

FATES = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Toll:
    """Whose number is summed: killed or injured, of a group, the minima or the maxima that are stated."""

    fate: str
    group: str
    end: str

    @property
    def name(self) -> str:
        """As figures are called: killed.civilians.min."""
        return f"{self.fate}.{self.group}.{self.end}"

    @property
    def column(self) -> str:
        """The column of `incident`."""
        return f"{self.fate}_{self.group}_{self.end}"

    @property
    def words(self) -> tuple[Said, ...]:
        """What fills the beginning of a label."""
        return Coded(self.fate), Coded(f"group_{self.group}"), Coded(self.end)


@dataclass(frozen=True, slots=True)
class Within:
    """A category that a toll is given for: the end of the figure's name, its condition and its words."""

    name: str
    condition: str
    key: str
    words: tuple[Said, ...]
    of: Category


CROSSED = tuple(
    Toll(fate, group, end) for fate in FATES for group in ("total", "civilians", "children") for end in ("min", "max")
)
"""Tolls that are also given by category."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum over incidents, and over how many it is stated."""

    column: str

    @property
    def sql(self) -> str:
        """The sum; NULL where no incident states it."""
        return f"sum({self.column})"

    @property
    def stated_sql(self) -> str:
        """In how many incidents it is stated."""
        return f"count({self.column})"


MEASURES = tuple(Measure(toll.column) for toll in CROSSED)


def toll_figure(
    selection: Selection, toll: Toll, total: int | None, stated: int, within: Within | None = None
) -> Figure:
    """A sum of minima or maxima; its rows are the incidents that state it."""
    query = f"SELECT sum({toll.column}) FROM incident WHERE "
    if within is None:
        return Figure(toll.name, total, "persons", query + selection.where, stated, "toll", selection, toll.words)
    name, words = f"{toll.name}.{within.name}", (*toll.words, *within.words)
    return Figure(
        name, total, "persons", query + selection.and_(within.condition), stated, f"toll_by_{within.key}", selection,
        words, of=within.of,
    )  # fmt: skip


def group_figures(facts: Facts, selection: Selection) -> list[Figure]:
    """For each fate and group: the two sums, what is not stated, and the incidents with at least one."""
    pairs = [(fate, group) for fate in FATES for group in GROUPS]
    columns = ", ".join(_columns(f"{fate}_{group}") for fate, group in pairs)
    found = facts.query(f"SELECT {columns} FROM incident WHERE {selection.where}").fetchone() or ()
    figures = []
    for n, (fate, group) in enumerate(pairs):
        figures.extend(_of_group(selection, fate, group, found[7 * n : 7 * n + 7]))
    return figures


def _columns(stem: str) -> str:
    low, high = f"{stem}_min", f"{stem}_max"
    return (
        f"sum({low}), count({low}), sum({high}), count({high}), "
        f"count(*) FILTER ({low} IS NULL AND {high} IS NULL), "
        f"count(*) FILTER ({low} IS NOT NULL AND {high} IS NULL), count(*) FILTER ({low} >= 1)"
    )


def _of_group(selection: Selection, fate: str, group: str, found: tuple[int | None, ...]) -> list[Figure]:
    low, n_low, high, n_high, silent, open_, any_ = (integer(value) for value in found)
    words = (Coded(fate), Coded(f"group_{group}"))
    stem = f"{fate}_{group}"
    return [
        toll_figure(selection, Toll(fate, group, "min"), low, n_low or 0),
        toll_figure(selection, Toll(fate, group, "max"), high, n_high or 0),
        _incidents(selection, f"{fate}.{group}.not_stated", silent or 0,
                   f"{stem}_min IS NULL AND {stem}_max IS NULL", "toll_not_stated", words),
        _incidents(selection, f"{fate}.{group}.max_not_stated", open_ or 0,
                   f"{stem}_min IS NOT NULL AND {stem}_max IS NULL", "toll_open", words),
        _incidents(selection, f"incidents.{group}_{fate}", any_ or 0, f"{stem}_min >= 1", "with_toll", words),
    ]  # fmt: skip


def _incidents(
    selection: Selection, name: str, value: int, condition: str, key: str, words: tuple[Said, ...]
) -> Figure:
    query = f"SELECT count(*) FROM incident WHERE {selection.and_(condition)}"
    return Figure(name, value, "incidents", query, value, key, selection, words)
