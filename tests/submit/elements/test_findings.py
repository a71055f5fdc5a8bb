from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.messages import catalogue
from dalil.records import Sensitivity
from dalil.submit.content import collect
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import read_entries
from dalil.submit.elements.findings import finding_parts, finding_texts
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def texts(facts: Facts, settings: Settings, receiver: Receiver, sheet: int = 0) -> list[str]:
    released = cut(facts, receiver)
    entries = read_entries(released)
    dossier = Dossier(settings, released, {}, entries, [], [], "", datetime(2026, 1, 1, tzinfo=UTC))
    return list(finding_texts(dossier, entries[sheet], Wording("en", settings.timezone)))


def attribute(facts: Facts, incident: str, **more: Any) -> None:
    facts.replace("attribution", [{"incident_id": incident, "party": "north", "grade": "likely", **more}])


def test_nothing_is_said_where_attribution_was_not_run(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    assert texts(facts, settings, receiver) == []


def test_a_finding_is_worded_by_its_grade_with_what_speaks_against_it(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    attribute(facts, "I-1", hangs_on="accounts", origin_kind="report", origin_id="Beta/7", grade_falls_at=1.8)
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
        "It hangs most on one source: accounts and testimonies, report Beta/7.",
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


class Told:
    """Reasons as attribution gives them."""

    finding = ("It is likely that this was done by Northern Command.",)
    supports, contradicts, silent, set_aside = ("flights observed: 3 times.",), (), (), ()
    not_looked_for = ("radio traffic", "remnants of munitions")

    def heading(self, part: str) -> str:
        return catalogue("en").text(f"reasons.heading.{part}")

    critical_origin, review = ("It hangs most on flights.",), ("Nobody has reviewed this finding.",)


def parts(facts: Facts, settings: Settings, receiver: Receiver) -> list[tuple[str, list[str]]]:
    released = cut(facts, receiver)
    entries = read_entries(released)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collect, "reasons_of", lambda _, ids, language: dict.fromkeys(ids, Told()))
        reasons = collect.reasons_for(released.facts, entries, ["en"])
    dossier = Dossier(settings, released, {}, entries, [], [], "", datetime(2026, 1, 1, tzinfo=UTC), reasons=reasons)
    return list(finding_parts(dossier, entries[0], Wording("en", settings.timezone)))


WHY = '{"best": "north", "grade_at_second_factor": "likely", "second_factor": 2, "without": {"accounts: Gamma/3": 0.4}}'


def test_the_reasons_of_attribution_stand_on_the_sheet(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    attribute(facts, "I-1", reasons=WHY)
    assert parts(facts, settings, receiver) == [
        ("Whom the evidence points to", ["It is likely that this was done by Northern Command."]),
        ("What speaks for it", ["flights observed: 3 times."]),
        ("What is missing: nothing was recorded on", ["radio traffic, remnants of munitions."]),
        ("What it hangs on", ["It hangs most on flights."]),
        ("Review", ["Nobody has reviewed this finding."]),
    ]


def test_a_finding_that_is_held_back_has_no_reasons(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    attribute(facts, "I-1", reasons=WHY)
    facts.replace("review", [{"incident_id": "I-1", "state": "held"}])
    assert parts(facts, settings, receiver) == [
        ("Whom the evidence points to", ["A person has held the finding on this incident back."])
    ]


def test_no_origin_is_named_in_what_reasons_are_written_from(facts: Facts, receiver: Receiver) -> None:
    attribute(facts, "I-1", reasons=WHY)
    found = cut(facts, receiver).facts.value("SELECT reasons FROM attribution")
    assert found == '{"best":"north","grade_at_second_factor":"likely","second_factor":2.0,"without":{"least":0.4}}'


def test_an_audience_without_parties_gets_no_reasons(facts: Facts, receiver: Receiver) -> None:
    attribute(facts, "I-1", reasons=WHY)
    classes = tuple(each for each in receiver.rules.classes if each is not Sensitivity.PARTY)
    blind = replace(receiver, rules=receiver.rules.model_copy(update={"classes": classes}))
    assert cut(facts, blind).facts.value("SELECT reasons FROM attribution") is None


@pytest.mark.parametrize(("audience", "left"), [("receiver", 2), ("public", 1)])
def test_what_a_withheld_report_recorded_is_no_evidence_to_the_public(
    facts: Facts, request: pytest.FixtureRequest, audience: str, left: int
) -> None:
    facts.replace("evidence", [
        {"incident_id": "I-1", "line": "accounts", "origin_kind": "report", "origin_id": origin, "variable": "kind",
         "value": "airstrike"}
        for origin in ("Alpha/1", "Gamma/3")
    ])  # fmt: skip
    assert cut(facts, request.getfixturevalue(audience)).facts.value("SELECT count(*) FROM evidence") == left
