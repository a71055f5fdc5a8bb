"""What findings hang on, named as the reader finds it."""

from __future__ import annotations

import pytest
from tests.submit.conftest import StandIn

from dalil.casefile.facts import Facts
from dalil.submit.content.entries import read_entries
from dalil.submit.content.exhibits import exhibits_of
from dalil.submit.content.origins import name_origins, named
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import Released, cut

NUMBERS = {"obs-4": ["X-0002"], "Alpha/1": ["X-0001", "X-0003"], "W-0123456789ab": ["X-0005"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("media: exhibit of obs-4", "media: X-0002"),
        ("media: exhibit of Alpha/1", "media: X-0001, X-0003"),
        ("media: exhibit:W-0123456789ab", "media: X-0005"),
        ("media: exhibit:W-ffffffffffff", "media: exhibit:W-ffffffffffff"),
        ("accounts: Alpha/1", "accounts: Alpha/1"),
        ("remnants: remnants:Alpha/1", "remnants: Alpha/1"),
        ("flight", "flight"),
    ],
)
def test_an_exhibit_goes_by_its_number_and_a_report_by_its_id(text: str, expected: str) -> None:
    assert named(text, NUMBERS) == expected


@pytest.fixture
def filmed(facts: Facts) -> Facts:
    facts.replace("exhibit", [{"file": "a.mp4", "organisation": "Alpha", "consent": ["public"], "sha256": "cd" * 32}])
    facts.replace("observation", [{"observation_id": "obs-4", "exhibit": "a.mp4", "aspect": "munition"}])
    facts.query("UPDATE report SET exhibits = ['a.mp4'] WHERE report_id = 'Alpha/1'")
    return facts


def released(facts: Facts, receiver: Receiver) -> Released:
    made = cut(facts, receiver)
    name_origins(facts, made, exhibits_of(facts, made, read_entries(made)))
    return made


@pytest.mark.parametrize("origin", ["exhibit of obs-4", "exhibit of Alpha/1", f"exhibit:{'cd' * 32}"])
def test_however_it_is_called_the_reader_gets_its_number(filmed: Facts, public: Receiver, origin: str) -> None:
    filmed.replace("attribution", [
        {"incident_id": "I-1", "party": "north", "grade": "likely", "hangs_on": f"media: {origin}"}
    ])  # fmt: skip
    assert released(filmed, public).facts.value("SELECT hangs_on FROM attribution") == "media: X-0001"


def test_the_hash_of_an_exhibit_that_does_not_leave_stays_in(filmed: Facts, public: Receiver, case: StandIn) -> None:
    filmed.query("UPDATE exhibit SET consent = []")
    filmed.replace("attribution", [
        {"incident_id": "I-1", "party": "north", "grade": "likely", "hangs_on": f"media: exhibit:{'cd' * 32}"}
    ])  # fmt: skip
    said = released(filmed, public).facts.value("SELECT hangs_on FROM attribution")
    assert said.startswith("media: exhibit:W-") and "cdcd" not in said
