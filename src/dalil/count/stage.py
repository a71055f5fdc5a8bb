"""The counting stage: from the register to figures."""

from __future__ import annotations

from dataclasses import dataclass

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.figures import Figure, Refusal, write_figures, write_refusals
from dalil.count.holdings import person_figures, report_figures, tally_persons
from dalil.count.scopes import Selection, selections
from dalil.count.tally import simple_figures, tally_figures
from dalil.count.tolls import group_figures

__all__ = ["CountSummary", "count"]


@dataclass(frozen=True, slots=True)
class CountSummary:
    """How many figures were given, and which were refused: (name, scope, reason)."""

    figures: int
    refused: tuple[tuple[str, str, str], ...]


def count(facts: Facts, settings: Settings) -> CountSummary:
    """Count what is in the register.

    Takes: incident, incident_report, report, location, reading, party, person, person_victim, victim, and finding
    where there is one. Gives: figure, figure_text, count_refusal, person_tally.
    Refuses: a scope whose rule cannot be read or that lies outside the period. What cannot be counted honestly
    is no error; it stands in `count_refusal` with the reason.
    """
    chosen = selections(settings)
    tally_persons(facts, settings)
    figures: list[Figure] = report_figures(facts, chosen[0])
    refusals: list[Refusal] = []
    for selection in chosen:
        figures += _totals(facts, settings, selection)
    write_figures(facts, figures)
    write_refusals(facts, refusals)
    return CountSummary(len(figures), tuple((r.name, r.selection.id, r.text("en")) for r in refusals))


def _totals(facts: Facts, settings: Settings, selection: Selection) -> list[Figure]:
    return [
        *simple_figures(facts, selection),
        *group_figures(facts, selection),
        *tally_figures(facts, settings, selection),
        *person_figures(facts, selection),
    ]
