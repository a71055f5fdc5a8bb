"""Functions that are compiled: one decorator with a type, and the types of what they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Ints", "compiled"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile `function` to machine code; the result is cached on disk, and does not depend on threads."""
    return cast(F, numba.njit(cache=True)(function))
