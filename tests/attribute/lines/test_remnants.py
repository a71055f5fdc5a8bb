"""What was left of the munition, and how sure who identified it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dalil.attribute.book.model import FEEDS
from dalil.casefile.facts import Facts

from .conftest import told

Make = Callable[..., Facts]


def remnant(name: str, **more: Any) -> dict[str, Any]:
    return {"remnant_id": name, "munition": "r1", **more}


def test_remnants_of_one_report_are_one_origin(incidents: Make) -> None:
    facts = incidents(x={"remnant": [remnant("m1"), remnant("m2", munition="b1")]})
    assert told(facts, "remnant.munition") == [(each, "remnants", "o/x", "remnant") for each in ("b1", "r1")]


def test_of_a_report_that_retells_another_they_are_those_of_the_first(incidents: Make) -> None:
    facts = incidents(x={"remnant": [remnant("m1")], "origin": "p/first"})
    assert told(facts, "remnant.munition") == [("r1", "remnants", "p/first", "remnant")]


@pytest.mark.parametrize(("said", "counts_as"), [("certain", "certain"), (None, "possible")])
def test_who_does_not_say_how_sure_is_the_least_sure(incidents: Make, said: str | None, counts_as: str) -> None:
    facts = incidents(x={"remnant": [remnant("m1", certainty=said)]})
    assert facts.value(f"SELECT certainty FROM ({FEEDS['remnant.munition'][1].sql})") == counts_as
