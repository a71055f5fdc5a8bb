"""The list of exhibits in the annex."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.records import Sensitivity
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.exhibits import Exhibit, Sealing
from dalil.submit.documents.exhibits import custody, exhibit_blocks
from dalil.submit.elements.wording import Wording
from dalil.submit.release.media import Copy
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

NOON = datetime(2016, 10, 1, 9, 0)
ONE = Exhibit(1, ("S-0001",), {"kind": "video", "published_at": NOON, "account": "@x"}, "ab" * 32, ".mp4",
              record="W-0123456789ab", sealed=(Sealing("c" * 32, 7, NOON),))  # fmt: skip


def make(facts: Facts, settings: Settings, receiver: Receiver, **more: Any) -> Dossier:
    released = cut(facts, receiver)
    return Dossier(settings, released, {}, [], [], [], "", datetime(2026, 1, 1, tzinfo=UTC), exhibits=[ONE], **more)


@pytest.fixture
def words(settings: Settings) -> Wording:
    return Wording("en", settings.timezone)


def test_custody_stands_in_the_order_of_time(
    facts: Facts, settings: Settings, public: Receiver, words: Wording
) -> None:
    dossier = make(facts, settings, public, copies={"X-0001": Copy("exhibits/X-0001.mp4", "cd" * 32, "remuxed")})
    assert list(custody(dossier, ONE, words)) == [
        "Published 1 October 2016, 12:00.",
        "Account: @x.",
        "Sealed 1 October 2016, 12:00, log entry cccccccc:7.",
        "Copied without metadata, the coded streams unchanged: exhibits/X-0001.mp4.",
    ]


def row(blocks: list[dict[str, Any]]) -> list[str]:
    return next(block["rows"][0] for block in blocks if block["is"] == "table")


def test_what_is_withheld_has_its_commitment_in_its_place(
    facts: Facts, settings: Settings, public: Receiver, words: Wording
) -> None:
    blocks = list(exhibit_blocks(make(facts, settings, public), words))
    assert row(blocks)[-1] == "withheld: W-0123456789ab"
    assert "abab" not in str(blocks) and "No copy goes with this submission." in row(blocks)[3]


def test_the_hash_of_a_derived_copy_is_shown(
    facts: Facts, settings: Settings, public: Receiver, words: Wording
) -> None:
    copied = make(facts, settings, public, copies={"X-0001": Copy("exhibits/X-0001.mp4", "cd" * 32, "remuxed")})
    blocks = list(exhibit_blocks(copied, words))
    assert row(blocks)[-1] == "cdcdcdcdcdcdcdcd…"
    assert any("faces and places too" in block.get("text", "") for block in blocks)


def test_an_audience_with_originals_sees_their_hash(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    classes = (*receiver.rules.classes, Sensitivity.ORIGINAL_HASH)
    trusted = replace(receiver, rules=receiver.rules.model_copy(update={"classes": classes}))
    assert row(list(exhibit_blocks(make(facts, settings, trusted), words)))[-1] == "abababababababab…"


def test_without_exhibits_there_is_no_list(facts: Facts, settings: Settings, public: Receiver, words: Wording) -> None:
    assert list(exhibit_blocks(replace(make(facts, settings, public), exhibits=()), words)) == []
