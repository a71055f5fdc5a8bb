"""The counting stage: from the register to figures."""

from __future__ import annotations

from dataclasses import dataclass

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.casualties import group_figures
from dalil.count.drawn import draw_attacks
from dalil.count.figures import Counting, Figure, write_figures, write_refusals
from dalil.count.rates import rate_figures
from dalil.count.report_totals import person_figures, report_figures, tally_persons
from dalil.count.scopes import Selection, selections
from dalil.count.tally import simple_figures, tally_figures
from dalil.count.targeting import targeting_figures
from dalil.count.undocumented import undocumented_figures

__all__ = ["CountSummary", "count"]

_TABLES = (
    "observed_time", "rate_draw", "rate_change", "rate_curve", "aimed_strike", "targeting_observed", "targeting_draw",
    "second_strike", "second_strike_draw", "capture", "estimate", "estimate_draw", "estimate_curve",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountSummary:
    """How many figures were given, and which were refused: (name, scope, reason)."""

    figures: int
    refused: tuple[tuple[str, str, str], ...]


def count(facts: Facts, settings: Settings) -> CountSummary:
    """Count what is in the register.

    Takes: incident, incident_report, report, location, reading, party, person, person_victim, victim, context,
    partition_draw, and finding where there is one. Gives: figure, figure_text, count_refusal, person_tally, and the
    tables that figures are read from (records/count_tables.py).
    Refuses: a scope or period that cannot be read or lies outside the case. What cannot be counted honestly is
    no error; it stands in `count_refusal` with the reason.
    """
    chosen = selections(settings)
    tally_persons(facts, settings)
    # Reports are what was handed in: the case has them once, and no scope does.
    found = Counting(report_figures(facts, chosen[0]))
    # Emptied before, because parts append: a scope that is gone must not leave its draws.
    for table in _TABLES:
        facts.replace(table, [])
    for selection in chosen:
        found.figures += _totals(facts, settings, selection)
        drawn = draw_attacks(facts, selection)
        found.add(rate_figures(facts, settings, selection, drawn))
        found.add(targeting_figures(facts, settings, selection))
        found.add(undocumented_figures(facts, settings, selection))
    for table, rows in found.rows.items():
        facts.append(table, rows)
    write_figures(facts, found.figures)
    write_refusals(facts, found.refusals)
    return CountSummary(len(found.figures), tuple((r.name, r.selection.id, r.text("en")) for r in found.refusals))


def _totals(facts: Facts, settings: Settings, selection: Selection) -> list[Figure]:
    return [
        *simple_figures(facts, selection),
        *group_figures(facts, selection),
        *tally_figures(facts, settings, selection),
        *person_figures(facts, selection),
    ]
