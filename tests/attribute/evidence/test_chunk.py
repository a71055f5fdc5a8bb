"""Groups of book and sky side by side, cut by incidents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dalil.attribute.evidence.chunk import Evidence
from dalil.attribute.evidence.groups import Groups
from dalil.attribute.evidence.sky import JOINT, Sky, no_sky


class Two:
    """Two patterns over two hypotheses and three draws."""

    shape = (2, 3)

    def likelihood_ratio(self, number: int) -> np.ndarray:
        return np.full(self.shape, 1.0 + number)


def named(*names: str) -> pa.Array:
    return pa.array(names, type=pa.large_string())


@pytest.fixture
def evidence() -> Any:
    groups = Groups(np.array([0, 0, 2]), np.array([0, 2, 0]), np.array([0, 1, 1]), named("a", "b", "c"))
    names = named("net", f"net{JOINT}other net", "net", "c")
    wide, none = np.tile([1.0, 0.0], (4, 1)), np.full(4, -1)
    free = np.array([True, True, False, True])
    unsure = np.array([False, True, False, False])
    sky = Sky(np.array([0, 0, 1, 2]), np.array([5, 6, 5, 5]), ~free, free, wide, 0 * wide, wide > 0, unsure, names,
              np.zeros((0, 1, 2), dtype=np.float32), none)  # fmt: skip
    return Evidence(groups, sky, Two(), 1)  # type: ignore[arg-type]


def test_groups_stand_in_the_order_of_incidents_and_lines(evidence: Evidence) -> None:
    chunk = evidence.cut(0, 3)
    assert chunk.start.tolist() == [0, 4, 4, 6]
    assert chunk.line.tolist() == [0, 2, 5, 6, 0, 5]
    assert chunk.names[3].as_py().split(JOINT) == ["net", "other net"]


def test_a_position_that_may_be_misheard_marks_its_own_group(evidence: Evidence) -> None:
    assert evidence.cut(0, 3).unsure.tolist() == [False, False, False, True, False, False]


def test_lines_of_one_network_have_one_owner(evidence: Evidence) -> None:
    owner = evidence.cut(0, 3).owner
    assert owner[2] == owner[3]
    assert owner[4] == owner[5]  # the sky of this incident goes back to the report's own origin
    assert len(set(owner.tolist())) == 4


def test_what_depends_on_the_report_is_not_weighed(evidence: Evidence) -> None:
    assert len(evidence.cut(1, 2).line) == 0


def test_worth_and_elicited_follow_the_groups(evidence: Evidence) -> None:
    chunk = evidence.cut(2, 3)
    assert chunk.likelihood_ratio[chunk.pattern[0], :, 0].tolist() == [2.0, 2.0]
    assert chunk.likelihood_ratio[chunk.pattern[1], :, -1] == pytest.approx([np.e, 1.0])
    assert chunk.elicited.tolist() == [[False, False], [True, False]]


def test_nothing_at_all(evidence: Evidence) -> None:
    empty = Evidence(Groups(*(np.array([], dtype=np.int64),) * 3, named()), no_sky(2), evidence.patterns, 1)
    assert empty.cut(0, 2).start.tolist() == [0, 0, 0]
