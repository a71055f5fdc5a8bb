"""The attribution stage: who, how sure, and what it hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from dalil.attribute.book.draws import draw_book, hypotheses
from dalil.attribute.book.labelled import Labelled
from dalil.attribute.book.model import Codebook
from dalil.attribute.book.read import read_codebook
from dalil.attribute.evidence.chunk import Evidence
from dalil.attribute.evidence.groups import Patterns, drop_flat, gather
from dalil.attribute.evidence.observe import observe, show_evidence
from dalil.attribute.evidence.sky import Sky, no_sky, what_the_sky_says
from dalil.attribute.outputs.parameters import parameters
from dalil.attribute.outputs.results import Results
from dalil.attribute.outputs.reviews import write_reviews
from dalil.attribute.outputs.statements import check_statements
from dalil.attribute.weigh.settled import settled, study
from dalil.attribute.weigh.weighing import weigh
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["AttributeSummary", "attribute"]

NO_BOOK = Codebook(title="none", author="none", reliability={})
DIRECT = "direct"


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

    Takes: incident, incident_report, report, testimony, observation, exhibit, remnant, statement, context, label,
    decision, sky_evidence, sky_draw; the text of the code book, or None. Gives: evidence, line, finding, attribution,
    statement_check, review, codebook_parameter. Refuses: a code book with an error. Without a code book, and for
    incidents on which nothing speaks, the result is `not_attributed`.
    """
    book = read_codebook(codebook, settings) if codebook else NO_BOOK
    observe(facts, settings, book)
    sky = what_the_sky_says(facts, hypotheses(settings))
    draws = draw_book(book, settings, _labelled(facts, settings, book, sky))
    drop_flat(facts, book, draws.theta)
    results = Results(facts, draws.hypotheses, settings.attribute.factor_shown)
    # Roles are gathered before the evidence is written, for writing it forgets the observations.
    roles = dict.fromkeys([DIRECT, *(variable.role for variable in book.variables)])
    gathered = {role: gather(facts, book, role) for role in roles}
    show_evidence(facts)
    for role, (groups, patterns) in gathered.items():
        # Aircraft say who flew, not who commanded: other roles are judged from records alone.
        heard = sky if role == DIRECT else no_sky(len(draws.hypotheses))
        evidence = Evidence(groups, heard, Patterns(book, draws, patterns), settings.attribute.seed)
        first = 0
        for chunk, judged in weigh(evidence, results.count, draws, settings.attribute):
            results.add(role, first, chunk, judged, heard)
            first += len(judged.grade)
    results.write()
    facts.replace("codebook_parameter", list(parameters(book, settings, draws)))
    write_reviews(facts)
    excluded = check_statements(facts, settings)
    facts.query("DROP TABLE attribute_case")
    return AttributeSummary(
        **results.grades(), expected_wrong_among_high=results.wrong, excluded_by_statements=excluded
    )


def _labelled(facts: Facts, settings: Settings, book: Codebook, sky: Sky) -> Labelled:
    known = settled(facts, settings)
    numbers = {row["incident_id"]: row["n"] for row in facts.rows("SELECT * FROM attribute_case")} if known else {}
    labels = {numbers[name]: party for name, party in known.items() if name in numbers}
    groups, patterns = gather(facts, book, DIRECT, sorted(labels))
    return study(groups, patterns, labels, sky, book, settings)
