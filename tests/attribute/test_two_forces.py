"""Two forces with one type of aircraft: however much of it is seen, neither is named, and the set of both is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from tests.attribute.conftest import BOOK

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
ALLOWED = {"more_likely_than_not", "not_attributed"}


def seen(make: Make, witnesses: int, films: int, flight: float | None, labels: int = 0) -> Facts:
    """An incident at which the type of both, bob and cyd, was seen so often, and by observers with this log ratio."""
    saw = [{"testimony_id": f"t{i}", "witness": f"w{i}", "directness": "saw", "aircraft_reported": ["blue"]}
           for i in range(witnesses)]  # fmt: skip
    film = [{"observation_id": f"f{i}", "exhibit": f"{i}.mp4", "aspect": "aircraft", "value": "blue",
             "certainty": "certain"} for i in range(films)]  # fmt: skip
    sky = [{"party_id": party, "line": "flight", "log_ratio": flight, "low": flight - 0.3, "high": flight + 0.3,
            "spoke": "matched", "basis": "estimated", "origin_ids": ["net"]}
           for party in ("bob", "cyd") if flight is not None]  # fmt: skip
    settled = {f"l{i}": {"label": [{"party": "bob", "basis": "court"}]} for i in range(labels)}
    return make(x={"testimony": saw, "observation": film, "sky_evidence": sky}, **settled)


def single(facts: Facts) -> set[str]:
    sql = "SELECT grade FROM finding WHERE incident_id = 'x' AND NOT contains(party, '+')"
    return {row["grade"] for row in facts.rows(sql)}


@given_settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 12), st.integers(0, 6), st.none() | st.floats(0.5, 5.0))
def test_neither_is_ever_above_more_likely_than_not(
    incidents: Make, settings: Settings, witnesses: int, films: int, flight: float | None
) -> None:
    facts = seen(incidents, witnesses, films, flight)
    attribute(facts, settings, codebook=BOOK)
    assert single(facts) <= ALLOWED
    assert facts.value("SELECT party FROM attribution") == "bob+cyd"


@pytest.mark.parametrize("labels", [5, 60])
def test_that_one_of_them_does_more_does_not_make_it_the_one(incidents: Make, settings: Settings, labels: int) -> None:
    facts = seen(incidents, 8, 3, 3.0, labels)
    attribute(facts, settings, codebook=BOOK)
    assert facts.value("SELECT posterior FROM finding WHERE incident_id = 'x' AND party = 'bob'") > 0.6
    assert single(facts) <= ALLOWED


def test_the_set_can_be_as_sure_as_its_evidence(incidents: Make, settings: Settings) -> None:
    facts = seen(incidents, 8, 3, 3.0)
    attribute(facts, settings, codebook=BOOK)
    assert facts.value("SELECT grade FROM attribution") == "high"
    both, one = facts.rows("SELECT max(posterior) AS p FROM finding GROUP BY contains(party, '+') ORDER BY 1 DESC")
    assert both["p"] > 0.9 > 0.6 > one["p"]
