"""Names of origins in whole columns: lists by line, the weakest link, and what is left without each."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dalil.attribute.book.model import LINES, OF_SKY
from dalil.attribute.evidence.chunk import Chunk
from dalil.attribute.evidence.origin_keys import JOINT, kinds_and_ids
from dalil.kernels import Floats, Ints

__all__ = ["critical_origin", "lists", "reasons_json"]

SKY = tuple(LINES.index(name) for name in OF_SKY)
_TO_ESCAPE = '[\\x00-\\x1f"\\\\]'


def lists(names: pa.Array, ends: Ints) -> tuple[pa.Array, pa.Array]:
    """Kinds and ids of the origins of groups `ends[i]` … `ends[i + 1] - 1`, as lists for each i; NULL where there is
    none."""
    each = pc.split_pattern(names, JOINT)
    at = each.offsets.to_numpy()[ends] if len(names) else np.zeros(len(ends), dtype=np.int64)
    offsets, none = pa.array(at, type=pa.int32()), pa.array(ends[:-1] == ends[1:])
    kinds, ids = kinds_and_ids(each.flatten())
    return pa.ListArray.from_arrays(offsets, kinds, mask=none), pa.ListArray.from_arrays(offsets, ids, mask=none)


def critical_origin(chunk: Chunk, apart: Floats) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Line, kind and id of the origin without which the posterior is least; of the sky the line alone, for its origins
    are networks of observers. NULL where nothing speaks."""
    order = np.lexsort((np.arange(len(apart)), apart, chunk.incident))
    # Ties go to the line that is weighed first, so that the same case names the same origin.
    some = np.diff(chunk.start) > 0
    weakest = order[chunk.start[:-1][some]]
    sky = pa.array(np.isin(chunk.line[weakest], SKY))
    slot = np.full(len(some), -1)
    slot[some] = np.arange(len(weakest))
    taken = pa.array(slot, mask=~some)
    # Groups of the sky may have several origins, whose first would stand for all: they are left out.
    parts = (pc.if_else(sky, None, part) for part in kinds_and_ids(chunk.names.take(weakest)))
    kind, origin = (part.take(taken) for part in parts)
    return pa.array(LINES).take(chunk.line[weakest]).take(taken), kind, origin


def reasons_json(
    chunk: Chunk, apart: Floats, best: pa.Array, shown: pa.Array, posterior: Floats, weakened: Floats, second: float
) -> pa.Array:
    """The numbers of the reasons sheet, as JSON: best, grade_at_second_factor, second_factor, posterior, weakened, and
    the posterior without each origin."""
    # Joined as text, whole columns at once: a register has a hundred thousand of these.
    label = _escaped(_labels(chunk.names))
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


def _labels(names: pa.Array) -> pa.Array:
    """Kind and id of each group, of several origins with commas between."""
    told = pc.binary_join_element_wise(*kinds_and_ids(names), " ")
    several = pc.match_substring(names, JOINT)
    if not pc.any(several).as_py():
        return told
    # Groups of the sky alone have several, so that there are few.
    joined = [", ".join(_told(keys)) for keys in names.filter(several).to_pylist()]
    return pc.replace_with_mask(told, several, pa.array(joined, type=pa.string()))


def _told(keys: str) -> Iterator[str]:
    kinds, ids = kinds_and_ids(pa.array(keys.split(JOINT)))
    yield from (f"{kind} {name}" for kind, name in zip(kinds.to_pylist(), ids.to_pylist(), strict=True))


def _escaped(names: pa.Array) -> pa.Array:
    """As the inside of a JSON string; few names need it."""
    if not pc.any(pc.match_substring_regex(names, _TO_ESCAPE)).as_py():
        return names
    return pa.array([json.dumps(name)[1:-1] for name in names.to_pylist()], type=pa.string())
