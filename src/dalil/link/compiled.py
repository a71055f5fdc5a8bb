"""Compilation of the kernels, kept between runs under a name that changes with any line of them.

Numba's own cache looks at the file of a function only and not at the functions it calls: a kernel would go on with
an old version of another file, and give figures that no source explains.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["kernel", "order_of", "parallel_kernel"]


def _cache_folder() -> Path:
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        content = source.read_bytes()
        if b"kernel" in content or b"OPTIONS" in content:
            digest.update(content)
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "dalil" / "kernels" / digest.hexdigest()[:16]


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile `function`; it runs without holding up other threads."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))


def parallel_kernel(function: F) -> F:
    """Compile `function` with its `prange` loops spread over the cores."""
    return cast(F, numba.njit(cache=True, parallel=True)(function))


@kernel
def order_of(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places of `values` in ascending order, of equals the first first. Shell's sort, for some hundred values at most:
    numba takes a second to compile each of numpy's."""
    order = np.arange(values.size)
    gap = 1
    while gap < values.size // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for start in range(gap, values.size):
            moved, place = order[start], start
            while place >= gap and (
                values[order[place - gap]] > values[moved]
                or (values[order[place - gap]] == values[moved] and order[place - gap] > moved)
            ):
                order[place] = order[place - gap]
                place -= gap
            order[place] = moved
        gap //= 3
    return order
