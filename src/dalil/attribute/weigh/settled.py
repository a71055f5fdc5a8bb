"""Incidents whose author was settled elsewhere teach the code book; expert opinions are kept apart and do not.

They teach what each party's attacks look like (counts), who does how many (base rates), how often each kind of source
and each line as a whole knows what it says (reliability, within the range of the book), and whether all ratios
together are too cautious or too bold (their exponent, the inverse temperature). The last two are learned on incidents
that were left out of the counts, a tenth at a time: on those that taught the counts every ratio looks better than it
is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from dalil.attribute.book.draws import hypotheses, mean_prior, mean_shares, reliable
from dalil.attribute.book.labelled import GRID, Labelled
from dalil.attribute.book.model import LINES, SOURCE_KINDS, WHOLE_LINES, Codebook
from dalil.attribute.evidence.groups import MOST, Groups, Pattern, Told, log_likelihoods
from dalil.attribute.evidence.sky import Sky
from dalil.casefile.facts import Facts
from dalil.casefile.sections import AttributeSection
from dalil.casefile.settings import Settings
from dalil.kernels import Floats, Ints

__all__ = ["inverse_temperature_of", "learn", "settled", "study"]

FOLDS = 10  # parts of which one is left out in turn: each is judged by what nine tenths teach
# Inverse temperatures tried, 2.5 % apart: forty settled incidents tell none closer apart.
EXPONENTS = np.exp(np.linspace(np.log(0.4), np.log(2.5), 74))


def settled(facts: Facts, settings: Settings) -> dict[str, str]:
    """{incident_id: party id} by a court or accepted by the party; where labels disagree, none."""
    parties = {name: party.id for party in settings.parties for name in (party.id, party.name, *party.aliases)}
    found: dict[str, set[str]] = {}
    for row in facts.rows(
        "SELECT DISTINCT i.incident_id, l.party FROM label l JOIN incident_report i USING (report_id)"
        " WHERE l.basis IN ('court', 'accepted_by_party') ORDER BY ALL"
    ):
        found.setdefault(row["incident_id"], set()).add(parties.get(row["party"], row["party"]))
    return {incident: next(iter(named)) for incident, named in found.items() if len(named) == 1}


def learn(
    groups: Groups, patterns: Sequence[Pattern], labels: Mapping[int, str], values: Mapping[str, tuple[str, ...]]
) -> Labelled:
    """What labelled incidents showed; one origin counts once a variable. `labels` by number of the incident."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for at in _rows(groups, list(labels)):
        party = labels[int(groups.incident[at])]
        for variable, witnesses, readings in patterns[groups.pattern[at]][2]:
            tally = [n + readings.count(i) for i, n in enumerate(witnesses)]
            for value, n in zip(values[variable], tally, strict=True):
                if n:
                    counts[variable, party, value] += n / sum(tally)
    return Labelled(counts, Counter(labels.values()))


def study(
    groups: Groups, patterns: Sequence[Pattern], labels: Mapping[int, str], sky: Sky, book: Codebook, settings: Settings
) -> Labelled:
    """All that labelled incidents teach."""
    values = {variable.id: variable.values for variable in book.variables}
    whole = learn(groups, patterns, labels, values)
    parties = hypotheses(settings)
    known = {n: parties.index(party) for n, party in sorted(labels.items()) if party in parties}
    section = settings.attribute
    # Without one incident settled for a party of the case there is nothing to learn reliabilities from.
    if not known or not section.learn_reliability:
        return whole
    logs, priors = _held_out(groups, patterns, labels, values, book, settings)
    trust = _trust_in_kinds(groups, patterns, known, logs)
    lines = _by_line(groups, patterns, known, logs, {kind: _mean(book, kind, trust) for kind in SOURCE_KINDS}, sky)
    mine = np.array(list(known.values()))
    trust |= _trust_in_lines(lines[np.arange(len(mine)), :, mine])
    for line, kind in WHOLE_LINES.items():
        at, share = LINES.index(line), _mean(book, kind, trust)
        lines[:, at] = np.where(np.isnan(lines[:, at]), 1.0, share * lines[:, at] + 1 - share)
    logs_of = np.log(np.nan_to_num(lines, nan=1.0)).sum(axis=1)
    # Fitted to a few it is noise: docs/decisions/061.
    exponent = 1.0
    if len(known) >= section.temper_least:
        exponent = inverse_temperature_of(logs_of, np.log(np.stack([priors[n] for n in known])), mine, section)
    return Labelled(whole.counts, whole.incidents, trust, exponent)


def _held_out(
    groups: Groups, patterns: Sequence[Pattern], labels: Mapping[int, str], values: Mapping[str, tuple[str, ...]],
    book: Codebook, settings: Settings,
) -> tuple[Floats, dict[int, Floats]]:  # fmt: skip
    """(groups, H) log of how much likelier an origin's words are than from who knows nothing, and the prior of each
    incident, its tenth of the labelled incidents left out."""
    parties, numbers = hypotheses(settings), sorted(labels)
    variables = {variable.id: variable for variable in book.variables}
    logs, priors = np.zeros((len(groups.incident), len(parties))), dict[int, Floats]()
    for fold in range(FOLDS):
        rest = {n: labels[n] for at, n in enumerate(numbers) if at % FOLDS != fold}
        taught = learn(groups, patterns, rest, values)
        theta, prior = mean_shares(book, parties, taught.counts), mean_prior(settings, taught.incidents)
        known: dict[Told, Floats] = {}
        for at in _rows(groups, numbers[fold::FOLDS]):
            for told in patterns[groups.pattern[at]][2]:
                if told not in known:
                    said, plain = log_likelihoods(told, theta[told[0]], variables[told[0]])
                    known[told] = (said - plain)[0]
                logs[at] += known[told]
        priors |= dict.fromkeys(numbers[fold::FOLDS], prior)
    return logs.clip(-MOST, MOST), priors


def _rows(groups: Groups, numbers: Sequence[int]) -> list[int]:
    """Rows of `groups` that belong to these incidents."""
    found: list[int] = np.flatnonzero(np.isin(groups.incident, np.array(numbers, dtype=np.int64))).tolist()
    return found


def _trust_in_kinds(
    groups: Groups, patterns: Sequence[Pattern], known: Mapping[int, int], logs: Floats
) -> dict[str, Floats]:
    """Log likelihood of each reliability, by kind of source."""
    found: dict[str, Floats] = {}
    for at in _rows(groups, list(known)):
        kind, certainty, _ = patterns[groups.pattern[at]]
        ratio = np.exp(logs[at, known[int(groups.incident[at])]])
        found[kind] = found.get(kind, np.zeros(len(GRID))) + np.log1p(GRID * certainty * (ratio - 1))
    return found


def _mean(book: Codebook, kind: str, trust: Mapping[str, Floats]) -> float:
    return float(reliable(book, kind, trust.get(kind)) @ GRID)


def _by_line(
    groups: Groups, patterns: Sequence[Pattern], known: Mapping[int, int], logs: Floats, shares: Mapping[str, float],
    sky: Sky,
) -> Floats:  # fmt: skip
    """(labelled incidents, lines, H) what each line is worth before its own reliability; NaN where it is silent."""
    place = {n: at for at, n in enumerate(known)}
    found = np.full((len(known), len(LINES), logs.shape[1]), np.nan)
    for at in _rows(groups, list(known)):
        kind, certainty, _ = patterns[groups.pattern[at]]
        slot = place[int(groups.incident[at])], int(groups.line[at])
        said = 1 + shares[kind] * certainty * (np.exp(logs[at]) - 1)
        found[slot] = np.where(np.isnan(found[slot]), 1.0, found[slot]) * said
    for n, at in place.items():
        for row in sky.between(n, n + 1, speaking=True):
            found[at, sky.line[row]] = np.exp(sky.mean[row].clip(-MOST, MOST))
    return found


def _trust_in_lines(ratios: Floats) -> dict[str, Floats]:
    """Log likelihood of each reliability of the whole lines; `ratios` (labelled incidents, lines) for who did it."""
    found = {}
    for line, kind in WHOLE_LINES.items():
        spoke = ratios[:, LINES.index(line)]
        spoke = spoke[~np.isnan(spoke)]
        if len(spoke):
            found[kind] = np.log1p(GRID[:, None] * (spoke - 1)).sum(axis=1)
    return found


def inverse_temperature_of(logs: Floats, priors: Floats, known: Ints, section: AttributeSection) -> float:
    """The exponent of the ratios exp(`logs`) (incidents, H) under which those `known` to have done it are likeliest.

    Its logarithm has a normal prior around that of `section.temper`: forty incidents move it little.
    """
    powered = EXPONENTS[:, None, None] * logs + priors
    own = powered[:, np.arange(len(known)), known] - np.logaddexp.reduce(powered, axis=2)
    fit = own.sum(axis=1) - np.log(EXPONENTS / section.temper) ** 2 / (2 * section.temper_spread**2)
    return round(float(EXPONENTS[fit.argmax()]), 4)
