"""The attribution stage: who, how sure, and what it hangs on."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dalil.attribute.book_draws import BookDraws, draw_book
from dalil.attribute.codebook import LINES, Codebook, read_codebook
from dalil.attribute.grade import GRADES, Judged, grade_of, stance_of
from dalil.attribute.groups import Group, Patterns, gather
from dalil.attribute.labelled import learn, settled
from dalil.attribute.observe import Observation, observations
from dalil.attribute.sky_groups import SkyGroup, sky_groups
from dalil.attribute.statements import check_statements
from dalil.attribute.weigh import FALLS, Held, Weighed, judge_sets, pairs, singles, weigh
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["AttributeSummary", "attribute"]

NO_BOOK = Codebook(title="none", author="none", reliability={})
MEMBER = 0.05
"""A set is offered only where each of its members has at least this posterior."""


@dataclass(frozen=True, slots=True)
class AttributeSummary:
    """How many incidents got each grade, and how many of the highs are expected to be wrong."""

    high: int
    likely: int
    more_likely_than_not: int
    not_attributed: int
    expected_wrong_among_high: float
    excluded_by_statements: int


def attribute(facts: Facts, settings: Settings, *, codebook: str | None = None) -> AttributeSummary:
    """Weigh the evidence of every incident in scope and grade it.

    Takes: incident, incident_report, report, testimony, observation, exhibit, remnant, statement, label, decision,
    sky_evidence, sky_draw; the text of the code book, or None. Gives: evidence, line, finding, attribution,
    statement_check, review, codebook_parameter. Refuses: a code book with an error. Without a code book, and for
    incidents on which nothing speaks, the result is `not_attributed`.
    """
    book = read_codebook(codebook, settings) if codebook else NO_BOOK
    groups, observed = gather(book, observations(facts, settings, book))
    labels = settled(facts, settings)
    values = {variable.id: variable.values for variable in book.variables}
    draws = draw_book(book, settings, learn(groups, labels, values))
    sky = sky_groups(facts, draws, settings.attribute.seed)
    names = [row["incident_id"] for row in facts.rows("SELECT incident_id FROM incident WHERE in_scope ORDER BY 1")]
    held = _hold(names, groups, sky, Patterns(book, draws))
    weighed = weigh(held, draws)
    chosen = _choose(held, weighed, draws, settings)
    _write_findings(facts, held, weighed, draws, chosen)
    _write_lines(facts, chosen, sky, settings)
    _write_evidence(facts, observed, groups)
    facts.replace("codebook_parameter", list(_parameters(book, draws)))
    _write_reviews(facts)
    excluded = check_statements(facts, settings)
    grades = Counter(each.grade for each in chosen)
    wrong = sum(1 - each.judged.posterior for each in chosen if each.grade == "high")
    counts = {grade: grades[grade] for grade in GRADES}
    return AttributeSummary(**counts, expected_wrong_among_high=round(wrong, 4), excluded_by_statements=excluded)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The candidate of one incident with its grade; `falls_at` is the f at which the grade is lost."""

    incident_id: str
    party: str
    grade: str
    grade_at_two: str
    judged: Judged
    falls_at: float | None
    ratio: float


def _hold(names: Sequence[str], groups: list[Group], sky: list[SkyGroup], patterns: Patterns) -> list[Held]:
    mine: dict[str, list[tuple[Any, str, tuple[str, ...], bool]]] = defaultdict(list)
    for group in groups:
        weight = patterns.weights[patterns.index(group.pattern)]
        mine[group.incident_id].append((weight, group.line, (group.origin,), False))
    for each in sky:
        if np.any(each.weight):
            mine[each.incident_id].append((each.weight, each.line, each.origins, each.elicited))
    held = []
    for name in names:
        columns = tuple(zip(*mine[name], strict=True)) or ((), (), (), ())
        held.append(Held(name, *columns))
    return held


def _choose(held: list[Held], weighed: Weighed, draws: BookDraws, settings: Settings) -> list[Chosen]:
    """The best party of each incident; the best two as a set where no single one is attributed."""
    section = settings.attribute
    factors = (section.factor, section.factor_shown)
    single = _candidates(held, weighed, singles(weighed, draws.hypotheses), draws, settings, factors)
    if len(draws.hypotheses) < 3:
        return single
    both = _candidates(held, weighed, pairs(weighed, draws.hypotheses), draws, settings, factors)
    means = weighed.posteriors[:, :, 0]
    chosen = []
    for i, (one, two) in enumerate(zip(single, both, strict=True)):
        members = [means[i, draws.hypotheses.index(party)] for party in two.party.split("+")]
        offered = GRADES.index(one.grade) > GRADES.index("likely") and min(members) >= MEMBER
        chosen.append(two if offered and GRADES.index(two.grade) < GRADES.index(one.grade) else one)
    return chosen


def _candidates(
    held: list[Held],
    weighed: Weighed,
    mask: npt.NDArray[np.bool_],
    draws: BookDraws,
    settings: Settings,
    factors: tuple[float, float],
) -> list[Chosen]:
    section = settings.attribute
    judged, grids = judge_sets(held, mask, weighed, draws, factors)
    found = []
    for i, (each, one) in enumerate(zip(held, judged, strict=True)):
        members = [party for party, inside in zip(draws.hypotheses, mask[i], strict=True) if inside]
        means = weighed.posteriors[i, :, 0]
        ratio = means[mask[i]].sum() / max(means[~mask[i]].max(initial=0.0), 1e-12)
        grade = grade_of(one, section, factors[0])
        needed = {"high": section.high, "likely": section.likely}.get(grade)
        below = np.flatnonzero(grids[i] < needed) if needed else np.zeros(0, dtype=int)
        falls = float(FALLS[below[0]]) if below.size else None
        found.append(
            Chosen(
                each.incident_id,
                "+".join(sorted(members)),
                grade,
                grade_of(one, section, factors[1]),
                one,
                falls,
                float(ratio),
            )
        )
    return found


def _write_findings(facts: Facts, held: list[Held], weighed: Weighed, draws: BookDraws, chosen: list[Chosen]) -> None:
    rows = []
    for i, each in enumerate(held):
        for h, party in enumerate(draws.hypotheses):
            mean, low, high = (round(float(x), 6) for x in weighed.posteriors[i, h])
            grade = chosen[i].grade if chosen[i].party == party else "not_attributed"
            rows.append({"incident_id": each.incident_id, "party": party, "role": "direct", "posterior": mean,
                         "low": low, "high": high, "grade": grade})  # fmt: skip
        if "+" in chosen[i].party and chosen[i].grade != "not_attributed":
            rows.append({"incident_id": each.incident_id, "party": chosen[i].party, "role": "direct",
                         "posterior": round(chosen[i].judged.posterior, 6), "grade": chosen[i].grade})  # fmt: skip
    facts.replace("finding", rows)
    facts.replace("attribution", [_attribution(each) for each in chosen])


def _attribution(each: Chosen) -> dict[str, Any]:
    weakest = min(each.judged.apart, key=lambda name: (each.judged.apart[name], name), default=None)
    attributed = each.grade != "not_attributed"
    reasons = {
        "posterior": round(each.judged.posterior, 6),
        "weakened": {str(factor): round(value, 6) for factor, value in each.judged.weakened.items()},
        "without": {name: round(value, 6) for name, value in sorted(each.judged.apart.items())},
        "grade_at_second_factor": each.grade_at_two,
        "best": each.party,
    }
    return {
        "incident_id": each.incident_id,
        "party": each.party if attributed else None,
        "grade": each.grade,
        "likelihood_ratio": round(each.ratio, 4),
        "hangs_on": weakest,
        "grade_falls_at": each.falls_at,
        "reasons": json.dumps(reasons, sort_keys=True),
    }


def _write_lines(facts: Facts, chosen: list[Chosen], sky: list[SkyGroup], settings: Settings) -> None:
    spoke = {(each.incident_id, each.line): each for each in sky}
    rows = []
    for each in chosen:
        by_line = {line.line: line for line in each.judged.lines}
        for name in LINES:
            row: dict[str, Any] = {"incident_id": each.incident_id, "line": name, "party": each.party}
            heard = spoke.get((each.incident_id, name))
            if name in by_line:
                line = by_line[name]
                row |= {"stance": stance_of(line, settings.attribute), "origins": list(line.origins)}
                row |= {"ratio": _ratio(line.ratio), "ratio_low": _ratio(line.low), "ratio_high": _ratio(line.high)}
            else:
                silent = heard is not None and heard.spoke not in ("not_looked_for", "no_coverage")
                row["stance"] = "silent" if silent else "not_looked_for"
            if heard is not None and not heard.independent:
                row["note"] = json.dumps({"why": "not_independent"})
            rows.append(row)
    facts.replace("line", rows)


def _ratio(log_ratio: float) -> float:
    return round(float(np.exp(np.clip(log_ratio, -50, 50))), 6)


def _write_evidence(facts: Facts, observed: list[Observation], groups: list[Group]) -> None:
    rows = Counter((o.incident_id, o.line, o.origin, o.variable, o.value, o.dropped) for o in observed)
    facts.replace("evidence", [
        {"incident_id": key[0], "line": key[1], "origin": key[2], "variable": key[3], "value": key[4],
         "dropped": key[5] or None, "copies": count}
        for key, count in sorted(rows.items())
    ])  # fmt: skip


def _parameters(book: Codebook, draws: BookDraws) -> Sequence[dict[str, Any]]:
    citations = {variable.id: variable for variable in book.variables}
    return [
        {"variable": variable, "party": party, "value": value, "pseudo_count": before, "posterior_count": after,
         "citation": citations[variable].citations.get(party, citations[variable].citation)}
        for (variable, party, value), (before, after) in draws.counts.items()
    ]  # fmt: skip


def _write_reviews(facts: Facts) -> None:
    """The last judgement that stands on each incident; where hold and accept contradict each other, held."""
    facts.replace("review", facts.rows(
        "SELECT i.incident_id, CASE WHEN bool_or(d.kind = 'hold') THEN 'held' ELSE 'accepted' END AS state,"
        " max_by(d.by, d.decision_id) AS \"by\", max_by(d.reason, d.decision_id) AS reason,"
        " max(d.decision_id) AS decision_id"
        " FROM decision d JOIN incident_report i ON list_contains(d.a, i.report_id)"
        " WHERE d.kind IN ('hold', 'accept') AND d.retracted_by IS NULL GROUP BY i.incident_id ORDER BY 1"
    ))  # fmt: skip
