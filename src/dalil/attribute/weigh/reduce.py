"""The posterior of a candidate were its evidence weaker by a factor f, compiled.

A file of its own: the one loop in which the stage spends its time, tested by itself.
"""

from __future__ import annotations

import numpy as np

from dalil.kernels import Floats, Ints, Mask, unchecked_kernel

__all__ = ["reduced"]


@unchecked_kernel
def reduced(
    own: Floats, by_line: Floats, heard: Ints, member: Mask, prior: Floats, lowest: float, cuts: Floats, out: Floats
) -> None:
    """Fill `out`, by cut f, with the mean over the draws of the posterior of the set `member` at its lowest prior,
    every supporting ratio of a line divided by f (not below 1), every contradicting one as well.

    `own` (lines, S + 1) is what the set is worth, `by_line` (lines, H, S + 1) each hypothesis; rivals keep their
    shares of what the set leaves. The last draw, the mean of the book, is left out.
    """
    draws = prior.shape[1] - 1
    against, odds, rest = np.empty((cuts.size, draws)), np.zeros((cuts.size, draws)), np.zeros(draws)
    for h in range(member.size):
        if member[h]:
            continue
        before = prior[h]
        for s in range(draws):
            rest[s] += before[s]
        for c in range(cuts.size):
            against[c] = before[:draws]
        for k in heard:
            ours, theirs = own[k], by_line[k, h]
            for c in range(cuts.size):
                into, cut = against[c], cuts[c]
                for s in range(draws):
                    # Support is divided by f down to 1; what speaks against the set is divided too, and so grows.
                    ratio = cut * theirs[s] / ours[s]
                    into[s] *= ratio if ratio < 1.0 or ratio > cut else 1.0
        odds += against
    for c in range(cuts.size):
        total = 0.0
        for s in range(draws):
            total += lowest / (lowest + (1 - lowest) * odds[c, s] / rest[s])
        out[c] = total / draws
