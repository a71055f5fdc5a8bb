"""Totals of incidents by category. Categories overlap: an attack on a school and a market counts under both.

Each family is counted with one grouped query; each figure carries the naive query that a sceptic would write.
A test runs every one of them and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.casualties import CROSSED, MEASURES, Within, toll_figure
from dalil.count.categories import Family, families
from dalil.count.figures import Figure, Said, integer
from dalil.count.scopes import Selection

__all__ = ["simple_figures", "tally_figures"]

_SIMPLE = (
    ("incidents.total", "TRUE", "incidents"),
    ("incidents.incendiary_populated", "populated AND list_contains(weapons, 'incendiary')", "incendiary_populated"),
    ("incidents.cluster_populated", "populated AND list_contains(weapons, 'cluster')", "cluster_populated"),
    ("incidents.populated", "populated", "populated"),
    ("incidents.no_point", "latitude IS NULL", "no_point"),
    ("incidents.no_place", "coalesce(place, place_ar) IS NULL", "no_place_name"),
    # The shortest civil day has 23 hours, and its end may be written as its last second.
    ("incidents.day_uncertain", "latest - earliest >= INTERVAL '22:59:59'", "day_uncertain"),
    ("incidents.no_party_alleged", "coalesce(len(parties_alleged), 0) = 0", "no_party"),
    ("incidents.several_organisations", "organisations >= 2", "several_organisations"),
    ("incidents.one_report", "reports = 1", "one_report"),
)  # fmt: skip


def simple_figures(facts: Facts, selection: Selection) -> list[Figure]:
    """Counts of incidents under one condition each."""
    columns = ", ".join(f"count(*) FILTER ({condition})" for _, condition, _ in _SIMPLE)
    found = facts.query(f"SELECT {columns} FROM incident WHERE {selection.where}").fetchone() or ()
    figures = [
        _count(selection, name, int(value), "" if condition == "TRUE" else condition, key)
        for (name, condition, key), value in zip(_SIMPLE, found, strict=True)
    ]
    query = f"SELECT count(DISTINCT coalesce(place, place_ar)) FROM incident WHERE {selection.where}"
    figures.append(
        Figure("incidents.places", int(facts.value(query)), "places", query, int(found[0]), "places", selection)
    )
    return figures


def _count(
    selection: Selection, name: str, value: int, condition: str, key: str, words: tuple[Said, ...] = ()
) -> Figure:
    where = selection.and_(condition) if condition else selection.where
    query = f"SELECT count(*) FROM incident WHERE {where}"
    return Figure(name, value, "incidents", query, value, key, selection, words)


@dataclass(frozen=True, slots=True)
class _Category:
    """One category of a family: the values that share its slug, and its counts."""

    slug: str
    items: tuple[str, ...]
    count: int = 0
    tolls: tuple[tuple[int | None, int], ...] = ()


def tally_figures(facts: Facts, settings: Settings, selection: Selection) -> list[Figure]:
    """Incidents, and the tolls of `casualties.CROSSED`, by every category of every family."""
    figures: list[Figure] = []
    for family in families(facts, settings, selection):
        for category in _categories(facts, family, selection):
            figures.extend(_category_figures(family, category, selection))
    return figures


def _category_figures(family: Family, category: _Category, selection: Selection) -> Iterable[Figure]:
    name, words = f"{family.name}.{category.slug}", family.words(category.slug, category.items)
    within = Within(name, family.condition(category.items), family.key, words, family.category(category.items))
    counted = _count(selection, f"incidents.{name}", category.count, within.condition, f"by_{family.key}", words)
    yield replace(counted, of=within.of)
    for toll, (total, stated) in zip(CROSSED if category.tolls else (), category.tolls, strict=True):
        if stated:
            yield toll_figure(selection, toll, total, stated, within)


def _categories(facts: Facts, family: Family, selection: Selection) -> list[_Category]:
    """Every category with at least one incident, and those of a closed vocabulary with none."""
    by_slug: dict[str, list[str]] = defaultdict(list)
    items_sql = family.items_sql(selection.where)
    for (item,) in facts.query(
        f"SELECT DISTINCT item FROM ({items_sql}) WHERE item IS NOT NULL ORDER BY item"
    ).fetchall():
        by_slug[family.slug(item)].append(item)
    counted = _counted(facts, family, selection, by_slug)
    for value in family.closed:
        counted.setdefault(value, _Category(value, (value,)))
    ordered = sorted(counted.values(), key=lambda category: category.slug)
    if family.most is None:
        return ordered
    # The largest, and of equals the first by name; then in the order in which all others stand.
    kept = sorted(ordered, key=lambda category: (-category.count, category.slug))[: family.most]
    return sorted(kept, key=lambda category: category.slug)


def _counted(facts: Facts, family: Family, selection: Selection, by_slug: dict[str, list[str]]) -> dict[str, _Category]:
    if not by_slug:
        return {}
    pairs = [(item, name) for name, items in by_slug.items() for item in items]
    # A table of its own: spellings that share a slug are counted together, and an incident that has two of them once.
    facts.make("item_slug", pairs)
    tolls = ", ".join(f"{measure.sql}, {measure.stated_sql}" for measure in MEASURES) if family.tolls else ""
    rows = facts.query(
        f"SELECT slug, count(*){', ' + tolls if tolls else ''} FROM (SELECT DISTINCT incident_id, slug"
        f" FROM ({family.items_sql(selection.where)}) JOIN item_slug USING (item))"
        " JOIN incident USING (incident_id) GROUP BY slug ORDER BY slug"
    ).fetchall()
    return {row[0]: _Category(row[0], tuple(by_slug[row[0]]), int(row[1]), _pairs(row[2:])) for row in rows}


def _pairs(values: Sequence[Any]) -> tuple[tuple[int | None, int], ...]:
    return tuple((integer(values[n]), int(values[n + 1])) for n in range(0, len(values), 2))
