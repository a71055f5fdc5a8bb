from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.records import Sensitivity
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut
from dalil.submit.release.scrub import Scrub

SHOWN = {"Gamma/3": "W-1", "Alpha/1": "Alpha/1", "Alpha Relief/1": "W-2"}
HASH = "2f" * 32


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("accounts: Gamma/3", "accounts: W-1"),
        ("accounts: Alpha/1", "accounts: Alpha/1"),
        ("accounts: Alpha Relief/1", "accounts: W-2"),
        ("Gamma/3 and more", None),
        ("Gamma/99", None),
        (f"media: exhibit:{HASH}", "media: exhibit:[…]"),
        ("flight", "flight"),
    ],
)
def test_ids_and_hashes_inside_a_cell(text: str, expected: str | None) -> None:
    assert Scrub(SHOWN, hashes=False).apply(text) == expected


def test_an_audience_that_has_the_originals_may_see_their_hashes() -> None:
    assert Scrub(SHOWN, hashes=True).apply(f"media: exhibit:{HASH}") == f"media: exhibit:{HASH}"


def test_no_hash_of_an_original_is_in_what_a_finding_hangs_on(facts: Facts, receiver: Receiver) -> None:
    facts.replace("attribution", [{"incident_id": "I-1", "hangs_on": "media", "origin_id": HASH}])
    facts.query("UPDATE incident_report SET origin_id = ? WHERE report_id = 'Alpha/1'", [f"exhibit:{HASH}"])
    assert Sensitivity.ORIGINAL_HASH not in receiver.rules.classes
    released = cut(facts, receiver).facts
    assert released.value("SELECT origin_id FROM attribution") == "[…]"
    assert released.value("SELECT origin_id FROM incident_report WHERE report_id = 'Alpha/1'") == "exhibit:[…]"
