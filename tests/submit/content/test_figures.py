from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.records import Sensitivity
from dalil.submit.content.figures import Figure, read_figures, same_value
from dalil.submit.release.queries import reads_of
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def figures_for(facts: Facts, receiver: Receiver) -> dict[str, Figure]:
    reads = reads_of(row["query"] for row in facts.rows("SELECT query FROM figure"))
    found = read_figures(facts, cut(facts, receiver), reads, ["north"])
    return {figure.name: figure for figure in found}


def test_each_figure_has_the_cases_value_and_that_of_the_cut_tables(facts: Facts, receiver: Receiver) -> None:
    found = figures_for(facts, receiver)
    total, north = found["incidents.total"], found["incidents.party.north"]
    assert (total.value, total.shipped, total.whole) == (3, (3.0,), True)
    assert (north.value, north.shipped, north.whole) == (2, (1.0,), False)  # the party of I-2 is withheld


def test_figures_are_numbered_by_name(facts: Facts, receiver: Receiver) -> None:
    references = [(figure.reference, name) for name, figure in figures_for(facts, receiver).items()]
    assert references[0] == ("F1", "incidents.month.2016-10")
    assert [name for _, name in references] == sorted(name for _, name in references)


def test_a_figure_that_would_spell_a_denied_value_stays_in(facts: Facts, receiver: Receiver) -> None:
    classes = tuple(each for each in receiver.rules.classes if each is not Sensitivity.PARTY)
    narrow = Receiver("narrow", receiver.rules.model_copy(update={"classes": classes}), receiver.secret)
    assert "incidents.party.north" not in figures_for(facts, narrow)
    assert "incidents.total" in figures_for(facts, narrow)


def test_a_figure_says_what_it_counts_as_its_columns_do(facts: Facts, receiver: Receiver) -> None:
    found = figures_for(facts, receiver)
    north, killed = found["incidents.party.north"], found["killed.total.min"]
    assert (north.family, north.counted, north.party, north.scope) == ("party", "north", "north", "")
    assert (killed.family, killed.counted, killed.party) == ("", "min", "")


def test_what_the_query_does_not_spell_is_not_said(facts: Facts, receiver: Receiver) -> None:
    """Nobody asked whether it may leave: the query is what was looked at."""
    facts.query("UPDATE figure SET counted = 'Secretplace', party = 'Secret' WHERE name = 'incidents.party.north'")
    north = figures_for(facts, receiver)["incidents.party.north"]
    assert (north.counted, north.party) == ("north", "")


@pytest.mark.parametrize(
    ("a", "b", "same"), [(1, 1.0, True), (None, None, True), (None, 0, False), (0.1 + 0.2, 0.3, True), (1, 2, False)]
)
def test_same_value(a: float | None, b: float | None, same: bool) -> None:
    assert same_value(a, b) is same
