"""The short words in which tables are declared stand for what they say."""

from __future__ import annotations

import pytest

from dalil.records import Column, Sensitivity, Type
from dalil.records.declaring import column, count, identifier, moment, number

S, T = Sensitivity, Type


@pytest.mark.parametrize(
    ("made", "type_", "sensitivity"),
    [
        (identifier("a", "doc"), T.ID, S.ID),
        (number("a", "doc"), T.NUMBER, S.CODE),
        (count("a", "doc"), T.INTEGER, S.COUNT),
        (moment("a", "doc"), T.MOMENT, S.TIME),
        (column("a", doc="doc"), T.TEXT, S.CODE),
        (column("a", T.LIST, S.PARTY, "doc"), T.LIST, S.PARTY),
        (number("a", "doc", S.PLACE), T.NUMBER, S.PLACE),
    ],
)
def test_each_word_is_a_type_and_what_it_gives_away(made: Column, type_: Type, sensitivity: Sensitivity) -> None:
    assert made == Column("a", type_, sensitivity, doc="doc")


def test_nothing_is_required_of_what_stages_compute() -> None:
    assert not any(make("a").required for make in (column, count, identifier, moment, number))
