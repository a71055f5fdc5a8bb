"""All incidents at once: the posteriors, the candidate of each, and its grade."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace

import numpy as np

from dalil.attribute.book.draws import BookDraws
from dalil.attribute.book.model import LINES, WHOLE_LINES
from dalil.attribute.evidence.chunk import Chunk, Evidence
from dalil.attribute.weigh import kernels
from dalil.attribute.weigh.grade import grade_of, stance_of, two_apart
from dalil.casefile.sections import AttributeSection
from dalil.kernels import Floats, Ints, Mask

__all__ = ["FALLS", "Judged", "weigh"]

CHUNK = 2_500  # incidents: bounds the memory of groups that no two incidents share
FALLS = np.round(np.geomspace(1.0, 20.0, 61), 3)
"""Factors f tried for "the f at which the grade falls", a twentieth apart."""
# A set is offered only where each of its members has at least this posterior: else one of the two is a mere name.
MEMBER = 0.05
_LIKELY = 1  # index in GRADES


@dataclass(frozen=True, slots=True)
class Judged:
    """Arrays over incidents (N): the candidate `member` (N, H) and what its grade rests on.

    `posteriors` (N, H, 3); `ratios` (N, lines, 3) of the candidate against its best named rival; `stance`
    (N, lines) and `grade`, `grade_shown` are indices; `weakened` and `falls_at` as in `kernels`; `posterior` is the
    candidate's; `apart` its posterior without the origin of each group of the evidence, in order.
    """

    posteriors: Floats
    member: Mask
    ratios: Floats
    stance: Ints
    weakened: Floats
    grade: Ints
    grade_shown: Ints
    falls_at: Floats
    posterior: Floats
    against_next: Floats
    apart: Floats


def weigh(evidence: Evidence, count: int, book: BookDraws, section: AttributeSection) -> Iterator[tuple[Chunk, Judged]]:
    """Chunks of the incidents 0 … count - 1 with what was judged, in order, on as many threads as there are cores."""

    def one(first: int) -> tuple[Chunk, Judged]:
        chunk = evidence.cut(first, min(first + CHUNK, count))
        return chunk, _judge(chunk, book, section)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(one, range(0, count, CHUNK))


def _judge(chunk: Chunk, book: BookDraws, section: AttributeSection) -> Judged:
    """The best party of each incident; the best two as a set where no single one is attributed."""
    said = kernels.Said(chunk.likelihood_ratio, chunk.start, chunk.pattern, chunk.line, chunk.owner)
    belief = kernels.Belief(np.ascontiguousarray(book.prior.T), book.lowest_prior, _whole(book))
    rules = _rules(book, section)
    judgement = kernels.judge(said, belief, rules)
    one, both = (_candidate(chunk, judgement, c, section) for c in (0, 1))
    if len(book.hypotheses) > 2:
        least = np.where(both.member, judgement.posteriors[:, :, 0], np.inf).min(axis=1)
        one = _choose(chunk, (one.grade > _LIKELY) & (least >= MEMBER) & (both.grade < one.grade), both, one)
    # What the weakened posterior must reach; below likely there is no grade to fall from.
    needed = np.select([one.grade == 0, one.grade == _LIKELY], [section.high, section.likely], default=0.0)
    falls = kernels.falls(said, belief, rules.inverse_temperature, one.member, needed, FALLS)
    return replace(one, falls_at=falls)


def _rules(book: BookDraws, section: AttributeSection) -> kernels.Rules:
    draws, exponent = len(book.prior) - 1, book.inverse_temperature
    return kernels.Rules(
        cuts=np.array([section.factor, section.factor_shown]),
        inverse_temperature=min(exponent, 1.0),
        boldness=max(exponent, 1.0),
        # Two-sided 95 % of the posterior; of a ratio one side alone matters, so the case says how far out it ends.
        beyond_posterior=int(0.025 * draws),
        beyond_ratio=int(section.supports_end * draws),
        supports=section.supports_ratio,
        likely=section.likely,
    )


def _whole(book: BookDraws) -> Floats:
    """(lines, S + 1) reliability of each line as a whole."""
    rows = [book.reliability[WHOLE_LINES[line]][:, 0] if line in WHOLE_LINES else np.ones(len(book.prior))
            for line in LINES]  # fmt: skip
    return np.stack(rows)


def _candidate(chunk: Chunk, judgement: kernels.Judgement, which: int, section: AttributeSection) -> Judged:
    """The first candidate of each incident, or the second, graded."""
    posteriors, members, *rest = judgement
    member, (ratios, weakened, apart) = members[:, which], (part[:, which] for part in rest)
    means = posteriors[:, :, 0]
    posterior = np.where(member, means, 0.0).sum(axis=1)
    stance = stance_of(ratios[:, :, 1], ratios[:, :, 2], section)
    supported = (stance == 0).any(axis=1)
    weakest = np.ones(len(member))
    np.minimum.at(weakest, chunk.incident, apart)
    two = two_apart((stance == 0) & ~_unsure(chunk), _elicited(chunk, member), _shared(chunk))
    grade, shown = (grade_of(supported, two, weakened[:, i], weakest, posterior, section) for i in (0, 1))
    rest = np.where(member, 0.0, means).max(axis=1)
    return Judged(posteriors, member, ratios, stance, weakened, grade, shown, np.full(len(grade), np.nan), posterior,
                  posterior / np.maximum(rest, 1e-12), apart)  # fmt: skip


def _elicited(chunk: Chunk, member: Mask) -> Mask:
    """(N, lines): what the line's labels mean was only elicited for a member of the candidate."""
    found = np.zeros((len(member), len(LINES)), dtype=np.bool_)
    at = (chunk.elicited & member[chunk.incident]).any(axis=1)
    found[chunk.incident[at], chunk.line[at]] = True
    return found


def _unsure(chunk: Chunk) -> Mask:
    """(N, lines): lines that rest on a position that may have been misheard: neither of the two that a high needs."""
    found = np.zeros((len(chunk.start) - 1, len(LINES)), dtype=np.bool_)
    found[chunk.incident[chunk.unsure], chunk.line[chunk.unsure]] = True
    return found


def _shared(chunk: Chunk) -> Mask:
    """(N, lines, lines): whether two lines share an origin."""
    found = np.zeros((len(chunk.start) - 1, len(LINES), len(LINES)), dtype=np.bool_)
    incident = chunk.incident
    order = np.argsort(chunk.owner, kind="stable")  # an owner has groups of one incident only
    for step in range(1, len(LINES)):
        one, two = order[:-step], order[step:]
        same = chunk.owner[one] == chunk.owner[two]
        found[incident[one[same]], chunk.line[one[same]], chunk.line[two[same]]] = True
        found[incident[one[same]], chunk.line[two[same]], chunk.line[one[same]]] = True
    return found


def _choose(chunk: Chunk, take: Mask, one: Judged, other: Judged) -> Judged:
    """`one` where `take`, else `other`, array by array."""
    of_group = take[chunk.incident]
    parts = []
    for each in fields(Judged):
        a, b = getattr(one, each.name), getattr(other, each.name)
        chosen = of_group if each.name == "apart" else take.reshape(-1, *[1] * (a.ndim - 1))
        parts.append(np.where(chosen, a, b))
    return Judged(*parts)
