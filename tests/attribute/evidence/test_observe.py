"""Records to observations: which count, which do not, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute.book.model import SOURCE_KINDS
from dalil.attribute.book.read import read_codebook
from dalil.attribute.evidence.observe import observe, value_codes
from dalil.attribute.evidence.origin_keys import key
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]
SAW = {"testimony_id": "t1", "witness": "w1", "directness": "saw", "aircraft_reported": ["Red"]}
FILM = {"observation_id": "o1", "exhibit": "a.mp4", "aspect": "aircraft", "value": "red", "certainty": "possible"}


def observed(facts: Facts, settings: Settings) -> list[dict[str, Any]]:
    observe(facts, settings, read_codebook(BOOK, settings))
    return facts.rows("SELECT * FROM attribute_observation ORDER BY ALL")


def test_a_witness_is_separate_and_has_the_reports_origin(incidents: Make, settings: Settings) -> None:
    (row,) = observed(incidents(x={"testimony": [SAW], "origin": "o/first"}), settings)
    assert (row["line"], row["origin"], row["value"]) == ("accounts", key("report", "o/first"), "red")
    assert row["separate"]
    assert SOURCE_KINDS[row["kind"]] == "saw"


def test_codes_number_every_value_of_every_variable(settings: Settings) -> None:
    codes = value_codes(read_codebook(BOOK, settings))
    assert [(variable.id, variable.values[index]) for variable, index in list(codes.values())[:4]] == [
        ("aircraft", "red"), ("aircraft", "blue"), ("aircraft", "shared"), ("munition", "r1"),
    ]  # fmt: skip


def test_withdrawn_testimony_is_not_there(incidents: Make, settings: Settings) -> None:
    assert observed(incidents(x={"testimony": [SAW | {"withdrawn_on": date(2020, 5, 1)}]}), settings) == []


def test_an_account_beside_its_own_witnesses_is_set_aside(incidents: Make, settings: Settings) -> None:
    rows = observed(incidents(x={"testimony": [SAW], "report": {"aircraft_reported": ["blue"]}}), settings)
    assert {row["value"]: row["dropped"] for row in rows} == {"red": None, "blue": "told_by_its_witnesses"}


def test_an_account_alone_counts(incidents: Make, settings: Settings) -> None:
    (row,) = observed(incidents(x={"report": {"aircraft_reported": ["blue"]}}), settings)
    assert (row["dropped"], row["separate"]) == (None, False)


@pytest.mark.parametrize(("directness", "separate"), [("saw", True), ("heard", True), ("told", False), (None, False)])
def test_who_was_told_is_no_separate_witness(
    incidents: Make, settings: Settings, directness: str | None, separate: bool
) -> None:
    (row,) = observed(incidents(x={"testimony": [SAW | {"directness": directness}]}), settings)
    assert row["separate"] == separate


def test_readings_of_one_exhibit_have_one_origin(incidents: Make, settings: Settings) -> None:
    films = [FILM, FILM | {"observation_id": "o2"}, FILM | {"observation_id": "o3", "exhibit": "b.mp4"}]
    rows = observed(incidents(x={"observation": films}), settings)
    assert sorted(row["origin"] for row in rows) == [key("record", name) for name in ("o1", "o1", "o3")]


def test_copies_of_one_file_have_one_origin(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"observation": [FILM, FILM | {"observation_id": "o2", "exhibit": "b.mp4"}]})
    facts.append("exhibit", [{"file": name, "sha256": "ab" * 32} for name in ("a.mp4", "b.mp4")])
    assert {row["origin"] for row in observed(facts, settings)} == {key("record", "o1")}


def test_certainty_lowers_what_it_is_worth(incidents: Make, settings: Settings) -> None:
    assert observed(incidents(x={"observation": [FILM]}), settings)[0]["certainty"] == 0.6


def test_remnants_of_one_report_have_one_origin(incidents: Make, settings: Settings) -> None:
    remnants = [{"remnant_id": f"m{i}", "munition": "r1", "certainty": "certain"} for i in range(3)]
    assert {row["origin"] for row in observed(incidents(x={"remnant": remnants}), settings)} == {key("remnants", "o/x")}


def test_a_code_book_that_nothing_feeds_observes_nothing(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"testimony": [SAW]})
    book = read_codebook(BOOK, settings)
    unfed = tuple(each.model_copy(update={"fed_by": ()}) for each in book.variables)
    observe(facts, settings, book.model_copy(update={"variables": unfed}))
    assert facts.value("SELECT count(*) FROM attribute_observation") == 0
