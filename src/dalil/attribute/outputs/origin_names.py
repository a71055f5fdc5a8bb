"""Names of origins in whole columns: lists by line, the weakest link, and what is left without each."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dalil.attribute.book.model import LINES, OF_SKY
from dalil.attribute.evidence.chunk import Chunk
from dalil.attribute.evidence.sky import JOINT
from dalil.kernels import Floats, Ints

__all__ = ["critical_origin", "lists", "reasons_json"]

SKY = tuple(LINES.index(name) for name in OF_SKY)
_TO_ESCAPE = '[\\x00-\\x1f"\\\\]'


def lists(names: pa.Array, ends: Ints) -> pa.Array:
    """The names of groups `ends[i]` … `ends[i + 1] - 1`, as a list for each i; NULL where there is none."""
    each = pc.split_pattern(names, JOINT)
    at = each.offsets.to_numpy()[ends] if len(names) else np.zeros(len(ends), dtype=np.int64)
    flat = each.flatten().cast(pa.string())
    return pa.ListArray.from_arrays(pa.array(at, type=pa.int32()), flat, mask=pa.array(ends[:-1] == ends[1:]))


def critical_origin(chunk: Chunk, apart: Floats) -> pa.Array:
    """Line and origin without which the posterior is least; of the sky the line alone, for its origins are networks
    of observers. NULL where nothing speaks."""
    order = np.lexsort((np.arange(len(apart)), apart, chunk.incident))
    # Ties go to the line that is weighed first, so that the same case names the same origin.
    some = np.diff(chunk.start) > 0
    weakest = order[chunk.start[:-1][some]]
    line = pa.array(LINES).take(chunk.line[weakest])
    named = pc.if_else(
        pa.array(np.isin(chunk.line[weakest], SKY)), line,
        pc.binary_join_element_wise(line, _joint(chunk.names.take(weakest)), ": "),
    )  # fmt: skip
    slot = np.full(len(some), -1)
    slot[some] = np.arange(len(weakest))
    return named.take(pa.array(slot, mask=~some))


def reasons_json(
    chunk: Chunk, apart: Floats, best: pa.Array, shown: pa.Array, posterior: Floats, weakened: Floats, second: float
) -> pa.Array:
    """The numbers of the reasons sheet, as JSON: best, grade_at_second_factor, second_factor, posterior, weakened, and
    the posterior without each origin."""
    # Joined as text, whole columns at once: a register has a hundred thousand of these.
    label = _escaped(_joint(chunk.names))
    line = pa.array(LINES).take(chunk.line)
    left = _join('"', line, ": ", label, '": ', _text(apart))
    without = pc.binary_join(pa.ListArray.from_arrays(pa.array(chunk.start, type=pa.int32()), left), ", ")
    return _join(
        '{"best": "', _escaped(best), '", "grade_at_second_factor": "', shown, f'", "second_factor": {second}',
        ', "posterior": ', _text(posterior), ', "weakened": [', _text(weakened[:, 0]), ", ", _text(weakened[:, 1]),
        '], "without": {', without, "}}",
    )  # fmt: skip


def _join(*parts: pa.Array | str) -> pa.Array:
    whole = [pa.scalar(part) if isinstance(part, str) else part.cast(pa.string()) for part in parts]
    return pc.binary_join_element_wise(*whole, "")


def _text(numbers: Floats) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _joint(names: pa.Array) -> pa.Array:
    return pc.replace_substring(names, JOINT, ", ").cast(pa.string())


def _escaped(names: pa.Array) -> pa.Array:
    """As the inside of a JSON string; few names need it."""
    if not pc.any(pc.match_substring_regex(names, _TO_ESCAPE)).as_py():
        return names
    return pa.array([json.dumps(name)[1:-1] for name in names.to_pylist()], type=pa.string())
