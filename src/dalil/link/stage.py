"""The stage: from reports to incidents, their uncertainty, origins and persons. One line a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link.outputs.register import register
from dalil.link.outputs.tables import fill_draws, fill_pairs, fill_parameters, stability_of
from dalil.link.pairs.block import block, blocking_recall
from dalil.link.pairs.candidates import plausible
from dalil.link.pairs.features import make_features
from dalil.link.pairs.gathering import Candidates, Pairs, gather
from dalil.link.pairs.local_density import LocalDensity
from dalil.link.pairs.train import Model, Trained, first_model, rescore, train
from dalil.link.partition.partitions import Edges, Partition, components, pairs_within, partition
from dalil.link.partition.score import Target
from dalil.link.persons.register import link_persons
from dalil.link.reports.accounts import make_accounts
from dalil.link.reports.columns import Reports, read_reports
from dalil.link.reports.decisions import Constraints, constraints_of, read_judgements
from dalil.link.reports.likelihood import boxes_in
from dalil.link.reports.origins import fill_origins
from dalil.link.reports.parties import Parties, read_parties
from dalil.link.reports.words import make_aircraft, make_tokens, place_words
from dalil.names import PersonName

__all__ = ["LinkSummary", "link"]


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """What a run did: sizes, and what a person should look at."""

    reports: int
    incidents: int
    pairs_blocked: int
    pairs_compared: int
    blocking_recall: float
    origins: int
    victims: int
    persons: int
    without_time: int
    without_place: int
    without_anything: tuple[str, ...]
    conflicting_decisions: tuple[str, ...]


def link(
    facts: Facts, settings: Settings, *, engine: str = "duckdb", sealed: Mapping[str, PersonName] | None = None
) -> LinkSummary:
    """Find which reports describe one attack and which victims are one person.

    Takes: report, location, place_candidate, report_party, report_source, exhibit, victim, decision.
    Gives: incident, incident_report, origin, pair, partition_draw, person, person_victim, link_parameter.
    Refuses: nothing; a report with every field empty is its own incident, and is named in the summary.
    `engine` is where the comparisons are scored: duckdb, or spark. `sealed` are the names of protected victims, by
    victim: the facts do not hold them, and nothing of them is written.
    """
    origins = fill_origins(facts)
    reports = read_reports(facts, settings.timezone)
    words = place_words(facts)
    make_tokens(facts)
    make_aircraft(facts)
    make_accounts(facts, words)
    blocked = block(facts, reports, words)
    make_features(facts, sealed or {})
    judgements = read_judgements(facts)
    parties = read_parties(facts, reports)
    boxes = boxes_in(settings.timezone, settings.from_.year)
    start = first_model(len(reports.organisations), len(reports), boxes)
    candidates = plausible(facts, reports, start)
    constraints = constraints_of(judgements, reports.ids)
    pairs = gather(facts, reports, candidates, constraints, engine)
    model = train(reports, parties, pairs, start)
    pairs, trained = _complete(facts, reports, parties, candidates, pairs, model, constraints, engine)
    best = _weigh(reports, candidates.density, trained, pairs, constraints, settings)
    stability = stability_of(reports, best)
    incidents = register(
        facts, settings, {reports.ids[n]: reports.ids[best.best[n]] for n in range(len(reports))}, stability
    )
    fill_pairs(facts, reports, pairs, trained, best, settings.link.pairs_shown_from)
    fill_draws(facts, reports, best)
    recall = blocking_recall(facts, best.best)
    fill_parameters(facts, model, settings, recall)
    victims, persons = link_persons(facts, sealed or {})
    return LinkSummary(
        reports=len(reports), incidents=incidents, pairs_blocked=blocked, pairs_compared=len(pairs.a),
        blocking_recall=round(recall, 4), origins=origins,
        victims=victims, persons=persons, without_time=int((~reports.timed).sum()),
        without_place=int((~reports.placed).sum()), without_anything=_empty(facts),
        conflicting_decisions=judgements.conflicts,
    )  # fmt: skip


def _complete(
    facts: Facts, reports: Reports, parties: Parties, candidates: Candidates, pairs: Pairs, model: Model,
    constraints: Constraints, engine: str,
) -> tuple[Pairs, Trained]:  # fmt: skip
    """Every pair within a component compared: one that blocking did not give is computed, never taken as 0."""
    trained = rescore(reports, parties, pairs, model)
    keys = pairs_within(components(_edges(pairs, trained), constraints.must_link))
    if not len(keys):
        return pairs, trained
    n = len(reports)
    keys = np.union1d(pairs.a * n + pairs.b, keys)
    pairs = gather(facts, reports, candidates._replace(a=keys // n, b=keys % n), constraints, engine)
    return pairs, rescore(reports, parties, pairs, model)


def _edges(pairs: Pairs, trained: Trained) -> Edges:
    compared = trained.compared.sum(axis=0) + trained.party
    return Edges(pairs.a, pairs.b, trained.probability, trained.score, compared)


def _weigh(
    reports: Reports, density: LocalDensity, trained: Trained, pairs: Pairs, constraints: Constraints,
    settings: Settings,
) -> Partition:  # fmt: skip
    prior = trained.model.prior
    target = Target(
        trained.evidence, reports.organisation, density, *pairs.said, trained.model.propensity, prior.log_psi,
        float(np.log(prior.duplicate)),
    )  # fmt: skip
    edges = _edges(pairs, trained)
    label = components(edges, constraints.must_link)
    options = settings.link
    return partition(
        target, edges, label, constraints, temperature=options.temperature, draws=options.draws, seed=options.seed
    )


def _empty(facts: Facts) -> tuple[str, ...]:
    rows = facts.query(
        "SELECT report_id FROM report LEFT JOIN location USING (report_id) WHERE earliest IS NULL"
        " AND location.latitude IS NULL AND place IS NULL AND place_ar IS NULL AND kind IS NULL"
        " AND killed_total_min IS NULL AND killed_civilians_min IS NULL AND narrative IS NULL ORDER BY report_id"
    ).fetchall()
    return tuple(row[0] for row in rows)
