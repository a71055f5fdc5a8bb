"""Figures that were not given, with the reason in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.messages import catalogue
from dalil.submit.content.collect import read_refused
from dalil.submit.content.dossier import Dossier
from dalil.submit.documents.letter import refused_texts
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

_NO_SITES = "There is no site of this kind on the list of sites."
ROWS = [
    {"name": "targeting.school", "scope": "", "reason": "no_sites", "text": _NO_SITES},
    {"name": "targeting.hospital", "scope": "north", "reason": "no_sites", "text": _NO_SITES},
    {"name": "raids.return", "scope": "", "reason": "too_few_raids",
     "text": "Fewer than 30 raids are located precisely enough."},
    {"name": "x", "scope": "", "reason": "newer_reason", "text": "Said by a newer version."},
]  # fmt: skip


def texts(facts: Facts, settings: Settings, receiver: Receiver, language: str) -> list[str]:
    facts.replace("count_refusal", ROWS)
    released, at = cut(facts, receiver), datetime(2026, 1, 1, tzinfo=UTC)
    dossier = Dossier(settings, released, {}, [], [], [], "", at, refused=read_refused(released.facts))
    return list(refused_texts(dossier, Wording(language, settings.timezone)))


def test_one_sentence_for_each_reason_names_what_it_kept_back(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    assert texts(facts, settings, receiver, "en") == [
        "Fewer than 30 raids are located precisely enough. Not given: raids.return.",
        "There is no site of this kind on the list of sites. Not given: north.targeting.hospital, targeting.school.",
        "Said by a newer version. Not given: x.",
    ]


def test_in_arabic_the_reason_is_arabic_and_keeps_its_number(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    found = texts(facts, settings, receiver, "ar")
    assert found[0].startswith("أقل من \u206630\u2069 غارة")
    assert found[1].startswith(catalogue("ar").text("count.refused.no_sites"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reason_that_the_catalogue_lacks_stands_in_its_own_words(
    facts: Facts, settings: Settings, receiver: Receiver, language: str
) -> None:
    assert "Said by a newer version." in texts(facts, settings, receiver, language)[-1]
