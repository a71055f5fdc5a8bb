"""How likely the observations of one origin are, were each party the one that did it.

Natural logarithms throughout; arrays are (draws S, hypotheses H). Sources: Dirichlet-multinomial for witnesses who
are alike (overdispersion rho, s = (1 - rho) / rho, so that n of them are worth at most 1 / rho); copies of one
statement as readings of one hidden value; variables of one origin under one reliability, so that a doubtful origin
cannot convince by saying many things.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import gammaln, logsumexp

from dalil.kernels import Floats

__all__ = ["copies", "origin", "witnesses"]


def witnesses(counts: Sequence[int], theta: Floats, rho: float) -> Floats:
    """log DM(counts; s·theta), without the multinomial coefficient, which is the same for every party.

    `counts` has one number for each value; `theta` is (..., values). Returns (...).

    >>> import numpy as np
    >>> a, b = witnesses([10, 0], np.array([[0.85, 0.15], [0.2, 0.8]]), rho=0.5)
    >>> round(float(np.exp(a - b)), 1)
    18.5
    """
    s = (1 - rho) / rho
    # Values that nobody told add nothing, and books can have twenty.
    seen = np.flatnonzero(counts)
    n = np.asarray(counts, dtype=np.float64)[seen]
    alpha = np.maximum(s * theta[..., seen], 1e-12)
    total: Floats = gammaln(s) - gammaln(s + n.sum()) + (gammaln(alpha + n) - gammaln(alpha)).sum(axis=-1)
    return total


def copies(readings: Sequence[int], theta: Floats, error: float) -> Floats:
    """log sum over the hidden value z of theta(z) times how well z explains what was read from the copies.

    One value was there; it is misread with probability `error`, evenly over the other values. All copies together
    are worth one reading, shared among the values that were read: n readings of one film by people who have seen
    each other's do not wear its reading error down, and ten copies that agree are worth exactly one.
    """
    values = theta.shape[-1]
    # The geometric mean of what each copy says (docs/decisions/060).
    share = np.bincount(np.asarray(readings), minlength=values) / len(readings)
    floor = 1e-300  # an error of 0 forbids what it forbids, without an infinity times nothing
    hit, wrong = np.log(max(1 - error, floor)), np.log(max(error / max(values - 1, 1), floor))
    total: Floats = logsumexp(np.log(theta) + share * hit + (1 - share) * wrong, axis=-1)
    return total


def origin(told: Sequence[Floats], plain: Sequence[Floats], reliability: Floats) -> Floats:
    """log[pi * prod L + (1 - pi) * prod u] for the variables of one origin, less its level for no party at all.

    `told` holds log L, (S, H) each; `plain` log u, (S, 1) each: what the same words would be worth from an origin
    that knows nothing, equal for all parties. `reliability` is (S, 1) and below 1. The result is 0 where every
    party's likelihood equals u, so an uninformative origin changes nothing.
    """
    told_sum, plain_sum = sum(told, np.zeros(1)), sum(plain, np.zeros(1))
    mixed: Floats = np.logaddexp(np.log(reliability) + told_sum, np.log1p(-reliability) + plain_sum) - plain_sum
    return mixed
