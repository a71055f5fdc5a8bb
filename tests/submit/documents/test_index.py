"""The index of the annex."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import Entry, read_entries
from dalil.submit.documents.index import index_blocks, not_attributed_blocks, sheet_ranges
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def make(facts: Facts, settings: Settings, receiver: Receiver) -> Dossier:
    released = cut(facts, receiver)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Dossier(settings, released, {}, read_entries(released), [], [], "", at)


@pytest.fixture
def words(settings: Settings) -> Wording:
    return Wording("en", settings.timezone)


def test_sheets_stand_under_place_month_and_category(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    blocks = index_blocks(make(facts, settings, receiver), words)
    places, months, categories = (block["rows"] for block in blocks if block["is"] == "table")
    assert places == [["Bab", "1", "S-0003"], ["Sakhour", "1", "S-0001"]]
    assert months[0] == ["October 2016", "1", "S-0001"]
    assert categories[-1] == ["air strike", "3", "S-0001–S-0003"]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [((), ""), ((4,), "S-0004"), ((1, 2), "S-0001–S-0002"), ((1, 3, 4, 5, 9), "S-0001, S-0003–S-0005, S-0009")],
)
def test_runs_are_told_by_their_ends(words: Wording, numbers: tuple[int, ...], shown: str) -> None:
    entries = [Entry(number, {}, (), 0, False) for number in numbers]
    assert sheet_ranges(entries, words) == shown


def test_what_is_attributed_to_nobody_and_what_is_held_back_is_listed(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    facts.replace("attribution", [
        {"incident_id": "I-1", "party": None, "grade": "not_attributed"},
        {"incident_id": "I-3", "party": "north", "grade": "high"},
    ])  # fmt: skip
    facts.replace("review", [{"incident_id": "I-3", "state": "held"}])
    texts = [block["text"] for block in not_attributed_blocks(make(facts, settings, receiver), words)]
    assert texts[1].endswith("on the evidence held: 1. S-0001")
    assert texts[2] == "Incidents whose finding a person has held back: 1. S-0003"


def test_nothing_is_listed_where_nothing_was_weighed(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    assert list(not_attributed_blocks(make(facts, settings, receiver), words)) == []
