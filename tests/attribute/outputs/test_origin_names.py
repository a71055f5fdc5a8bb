"""Names of origins in whole columns."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dalil.attribute.book.model import LINES
from dalil.attribute.evidence.chunk import Chunk
from dalil.attribute.evidence.origin_keys import JOINT, key
from dalil.attribute.outputs.origin_names import critical_origin, lists, reasons_json

ACCOUNTS, FLIGHT = LINES.index("accounts"), LINES.index("flight")


@pytest.fixture
def chunk() -> Chunk:
    """Two incidents with three groups and none."""
    none: Any = np.zeros(3, dtype=np.int64)
    sky = JOINT.join([key("network", "net"), key("network", "other")])
    names = pa.array([key("report", 'o/"x"'), key("remnants", "o/y"), sky], type=pa.large_string())
    line = np.array([ACCOUNTS, ACCOUNTS, FLIGHT])
    return Chunk(np.array([0, 3, 3]), none, none, line, none, none, none, none, names)


def test_several_names_of_a_slot_and_none() -> None:
    a, b, c, d = key("report", "a"), key("network", "b"), key("report", "c"), key("context", "d")
    names = pa.array([a, f"{b}{JOINT}{c}", d], type=pa.large_string())
    kinds, ids = lists(names, np.array([0, 2, 2, 3]))
    assert kinds.to_pylist() == [["report", "network", "report"], None, ["context"]]
    assert ids.to_pylist() == [["a", "b", "c"], None, ["d"]]
    assert [part.to_pylist() for part in lists(names.slice(0, 0), np.array([0, 0]))] == [[None], [None]]


def critical(chunk: Chunk, *apart: float) -> list[tuple[str | None, ...]]:
    """(line, kind, id) of each incident."""
    return list(zip(*(part.to_pylist() for part in critical_origin(chunk, np.array(apart))), strict=True))


def test_the_weakest_link_is_that_without_which_least_is_left(chunk: Chunk) -> None:
    assert critical(chunk, 0.8, 0.6, 0.7) == [("accounts", "remnants", "o/y"), (None, None, None)]


def test_of_equals_the_first_is_named(chunk: Chunk) -> None:
    assert critical(chunk, 0.6, 0.6, 0.7)[0] == ("accounts", "report", 'o/"x"')


def test_networks_of_observers_are_not_named(chunk: Chunk) -> None:
    assert critical(chunk, 0.8, 0.6, 0.5)[0] == ("flight", None, None)


def test_reasons_are_json_whatever_the_names(chunk: Chunk) -> None:
    grades, parties = pa.array(["high", "not_attributed"]), pa.array(["ann", "ann+bob"])
    numbers = np.array([0.9, 0.4])
    found = reasons_json(
        chunk, np.array([0.8, 0.6, 0.7]), parties, grades, numbers, np.stack([numbers] * 2, axis=1), 2.0
    )
    first, second = (json.loads(each) for each in found.to_pylist())
    assert first["without"] == {
        'accounts: report o/"x"': 0.8, "accounts: remnants o/y": 0.6, "flight: network net, network other": 0.7,
    }  # fmt: skip
    assert (first["best"], first["weakened"]) == ("ann", [0.9, 0.9])
    assert (second["grade_at_second_factor"], second["without"]) == ("not_attributed", {})
