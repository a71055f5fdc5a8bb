"""What a pair of reports is compared on besides time, place and toll: Fellegi and Sunter's model, in Splink.

Each comparison has levels, the most telling first; the last is "differs". A level's weight is log₂ m/u, m its share
among pairs of one attack, u among the other pairs that blocking lets through. `m` and `u` here are where training
begins and count as `PRIOR_PAIRS` pairs: a case too small to learn from keeps them. A comparison where one
report is silent weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import SettingsCreator

from dalil.geo.earth import KM_PER_DEGREE

__all__ = ["COMPARISONS", "PRIOR_PAIRS", "Comparison", "Level", "splink_settings"]

PRIOR_PAIRS = 40.0
"""Pairs that the elicited shares are worth in training."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: what a reader sees, the column that must be equal or share members, and m and u."""

    label: str
    column: str
    shared: int
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; silent where `column` is NULL or the condition `when` on the pair (SQL) does not hold.

    `differs` is (m, u) of the last level.
    """

    name: str
    column: str
    levels: tuple[Level, ...]
    differs: tuple[float, float]
    when: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Of its levels, the most telling first."""
        return (*(level.label for level in self.levels), "differs")

    @property
    def m(self) -> tuple[float, ...]:
        """Shares of the levels among pairs of one attack."""
        return (*(level.m for level in self.levels), self.differs[0])

    @property
    def u(self) -> tuple[float, ...]:
        """Shares of the levels among other pairs."""
        return (*(level.u for level in self.levels), self.differs[1])

    def trained(self, m: list[float], u: list[float]) -> Comparison:
        """The same with other shares, one for each of `labels`."""
        told = tuple(replace(level, m=m[i], u=u[i]) for i, level in enumerate(self.levels))
        return replace(self, levels=told, differs=(m[-1], u[-1]))


_NEAR = (
    f"coalesce(abs(latitude_l - latitude_r) * {KM_PER_DEGREE} <= reach_km_l + reach_km_r"
    f" AND abs(longitude_l - longitude_r) * {KM_PER_DEGREE} * cosine_l <= reach_km_l + reach_km_r, false)"
)
"""The two points could be one place. The usual words of a name add nothing then: the point was found through them,
and a street and its city have different names. Rare words tell one village from the next."""

COMPARISONS = (
    Comparison("kind", "kind", (Level("same kind", "kind", 0, 0.9, 0.6),), (0.1, 0.4)),
    Comparison("objects", "objects", (
        Level("the same site", "sites_key", 0, 0.30, 0.04),
        Level("the same objects", "objects_key", 0, 0.30, 0.20),
        Level("share an object", "objects", 1, 0.20, 0.26),
    ), (0.20, 0.50)),
    Comparison("weapons", "weapons", (Level("share a weapon", "weapons", 1, 0.7, 0.4),), (0.3, 0.6)),
    Comparison("place_name", "words", (
        Level("same name", "name_key", 0, 0.50, 0.02),
        Level("share a rare word", "rare_words", 1, 0.20, 0.01),
        Level("share a word", "words", 1, 0.10, 0.07),
    ), (0.20, 0.90), when=f"NOT {_NEAR}"),
    Comparison("near_name", "rare_words", (
        Level("share a rare word", "rare_words", 1, 0.60, 0.20),
    ), (0.40, 0.80), when=_NEAR),
    Comparison("populated", "populated", (Level("both or neither", "populated", 0, 0.9, 0.8),), (0.1, 0.2)),
    Comparison("aircraft", "aircraft", (Level("share a type", "aircraft", 1, 0.6, 0.3),), (0.4, 0.7)),
    Comparison("account", "told", (
        Level("share several rare words", "told", 2, 0.30, 0.01),
        Level("share a rare word", "told", 1, 0.30, 0.05),
    ), (0.40, 0.94)),
    Comparison("second_strike", "again", (
        Level("both speak of a second strike", "again_yes", 0, 0.05, 0.02),
        Level("neither does", "again", 0, 0.91, 0.88),
    ), (0.04, 0.10)),
    Comparison("wording", "wording", (Level("the same words", "wording", 0, 0.05, 0.001),), (0.95, 0.999)),
    Comparison("point", "point", (Level("the very same point", "point", 0, 0.05, 0.001),), (0.95, 0.999)),
    Comparison("source", "tokens", (
        Level("share a rare source", "rare_tokens", 1, 0.30, 0.0005),
        Level("share a source", "tokens", 1, 0.05, 0.004),
    ), (0.65, 0.9955)),
    Comparison("victims", "victims", (
        Level("name the same people", "victims", 2, 0.35, 0.0002),
        Level("name one person alike", "victims", 1, 0.20, 0.004),
    ), (0.45, 0.9958)),
)  # fmt: skip


def splink_settings(model: tuple[Comparison, ...]) -> SettingsCreator:
    """The model as Splink's settings; the prior is even, because the prior of a pair is not one number here."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="n",
        probability_two_random_records_match=0.5,
        comparisons=[_splink_comparison(comparison) for comparison in model],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _splink_comparison(comparison: Comparison) -> comparisons.CustomComparison:
    told = [
        _silent(comparison),
        *(_splink_level(level) for level in comparison.levels),
        levels.ElseLevel(),
    ]
    for level, m, u in zip(told[1:], comparison.m, comparison.u, strict=True):
        level.configure(m_probability=m, u_probability=u)
    return comparisons.CustomComparison(told, output_column_name=comparison.name)


def _silent(comparison: Comparison) -> Any:
    if not comparison.when:
        return levels.NullLevel(comparison.column)
    column = comparison.column
    condition = f"{column}_l IS NULL OR {column}_r IS NULL OR NOT ({comparison.when})"
    return levels.CustomLevel(condition, "silent").configure(is_null_level=True)


def _splink_level(level: Level) -> Any:
    if level.shared:
        return levels.ArrayIntersectLevel(level.column, level.shared).configure(label_for_charts=level.label)
    return levels.ExactMatchLevel(level.column).configure(label_for_charts=level.label)
