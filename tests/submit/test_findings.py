from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.entries import read_entries
from dalil.submit.findings import finding_texts
from dalil.submit.matter import Matter
from dalil.submit.receiver import Receiver
from dalil.submit.redact import cut
from dalil.submit.wording import Wording


def texts(facts: Facts, settings: Settings, receiver: Receiver, sheet: int = 0) -> list[str]:
    released = cut(facts, receiver)
    entries = read_entries(released)
    matter = Matter(settings, released, {}, entries, [], [], "", datetime(2026, 1, 1, tzinfo=UTC))
    return list(finding_texts(matter, entries[sheet], Wording("en", settings.timezone)))


def attribute(facts: Facts, incident: str, **more: Any) -> None:
    facts.replace("attribution", [{"incident_id": incident, "party": "north", "grade": "likely", **more}])


def test_nothing_is_said_where_attribution_was_not_run(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    assert texts(facts, settings, receiver) == []


def test_a_finding_is_worded_by_its_grade_with_what_speaks_against_it(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    attribute(facts, "I-1", hangs_on="accounts: Beta/7", grade_falls_at=1.8)
    facts.replace("line", [
        {"incident_id": "I-1", "line": "flight", "stance": "supports"},
        {"incident_id": "I-1", "line": "remnants", "stance": "contradicts"},
        {"incident_id": "I-1", "line": "radio", "stance": "not_looked_for"},
    ])  # fmt: skip
    assert texts(facts, settings, receiver) == [
        "On the evidence held: Northern Command, likely.",
        "No person has accepted this finding yet.",
        "Speaks for it: flights observed.",
        "Speaks against it: remnants of munitions.",
        "Not looked for: radio traffic.",
        "It hangs most on one source: accounts and testimonies, Beta/7.",
        "The grade falls when each ratio in its favour is divided by 1.8.",
    ]


def test_parties_that_cannot_be_told_apart_are_named_as_such(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    attribute(facts, "I-1", party="north+south")
    first = texts(facts, settings, receiver)[0]
    assert (
        first == "On the evidence held: one of Northern Command, south, which the evidence does not tell apart, likely."
    )


@pytest.mark.parametrize(
    ("grade", "state", "expected"),
    [
        ("not_attributed", None, "On the evidence held, this incident is attributed to nobody."),
        ("high", "held", "A person has held the finding on this incident back."),
    ],
)
def test_not_attributed_and_held_back_name_nobody(
    facts: Facts, settings: Settings, receiver: Receiver, grade: str, state: str | None, expected: str
) -> None:
    attribute(facts, "I-1", grade=grade)
    if state:
        facts.replace("review", [{"incident_id": "I-1", "state": state}])
    said = texts(facts, settings, receiver)
    assert said[0] == expected and not any("Northern" in text for text in said)


def test_a_finding_on_withheld_reports_names_nobody(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    attribute(facts, "I-2")
    assert not any("Northern" in text for text in texts(facts, settings, receiver, sheet=1))
