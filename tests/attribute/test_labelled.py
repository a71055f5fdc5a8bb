"""What settled incidents teach, and what they may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dalil.attribute import attribute
from dalil.attribute.labelled import settled
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
BOOK = (Path(__file__).parent / "book.toml").read_text(encoding="utf-8")


def labelled(party: str, basis: str = "court", munition: str = "common") -> dict[str, Any]:
    return {
        "label": [{"party": party, "basis": basis}],
        "remnant": [{"remnant_id": "m", "munition": munition, "certainty": "certain"}],
    }


def test_a_name_is_understood_and_an_opinion_is_not_a_label(incidents: Make, settings: Settings) -> None:
    facts = incidents(x=labelled("the anns"), y=labelled("bob", "expert"))
    assert settled(facts, settings) == {"x": "ann"}


def test_labels_that_disagree_are_none(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"label": [{"party": "ann", "basis": "court"}, {"party": "bob", "basis": "accepted_by_party"}]})
    assert settled(facts, settings) == {}


def test_counts_are_added_to_the_book_and_shown(incidents: Make, settings: Settings) -> None:
    facts = incidents(x=labelled("ann"), y=labelled("ann"))
    attribute(facts, settings, codebook=BOOK)
    row = facts.rows(
        "SELECT * FROM codebook_parameter WHERE variable = 'munition' AND party = 'ann' AND value = 'common'"
    )
    assert row[0]["posterior_count"] - row[0]["pseudo_count"] == pytest.approx(2.0)


def test_base_rates_are_learned_and_grades_do_not_gain(incidents: Make, settings: Settings) -> None:
    many = {f"l{i}": labelled("bob") for i in range(30)}
    with_labels, without = incidents(x={}, **many), incidents(x={})
    for facts in (with_labels, without):
        attribute(facts, settings, codebook=BOOK)
    learned, plain = (
        facts.value("SELECT posterior FROM finding WHERE incident_id = 'x' AND party = 'bob'")
        for facts in (with_labels, without)
    )
    # prior worth ten incidents: (10 * 0.327 + 30) / 40
    assert (plain, learned) == (pytest.approx(0.327, abs=0.03), pytest.approx(0.83, abs=0.02))
    assert with_labels.value("SELECT grade FROM attribution WHERE incident_id = 'x'") == "not_attributed"
