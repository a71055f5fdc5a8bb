"""What stands around a document."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.submit.conftest import make_settings

from dalil.casefile.facts import Facts
from dalil.submit.content.dossier import Dossier
from dalil.submit.elements.frame import captioned, framed, party_name
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

PARTIES = [{"id": "north", "name": "Northern Command", "name_ar": "القيادة"}, {"id": "south", "name": "Southern Front"}]


def make(facts: Facts, receiver: Receiver, **more: object) -> Dossier:
    settings = make_settings(parties=PARTIES, **more)
    return Dossier(settings, cut(facts, receiver), {}, [], [], [], "", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "party", "name"),
    [("en", "north", "Northern Command"), ("ar", "north", "القيادة"), ("ar", "south", "Southern Front"),
     ("en", "who", "who")],
)  # fmt: skip
def test_a_party_has_its_name_of_the_language_or_the_one_it_has(
    facts: Facts, receiver: Receiver, language: str, party: str, name: str
) -> None:
    dossier = make(facts, receiver)
    assert party_name(dossier, party, Wording(language, dossier.settings.timezone)) == name


def test_a_caption_under_a_heading_is_not_said_twice_but_fiction_is(facts: Facts, receiver: Receiver) -> None:
    real, made_up = make(facts, receiver), make(facts, receiver, fictional=True)
    words = Wording("en", real.settings.timezone)
    assert (captioned(real, words, "Objects"), captioned(real, words, "Objects", headed=True)) == ("Objects", "")
    told = captioned(made_up, words, "Objects", headed=True)
    assert "Objects" in told and told != "Objects"


def test_every_page_says_whom_it_is_for_and_whether_it_is_true(facts: Facts, receiver: Receiver) -> None:
    dossier = make(facts, receiver, fictional=True)
    page = framed(dossier, Wording("ar", dossier.settings.timezone), "T", "S", [("a", "b")], [])
    assert page["rtl"] and page["fictional"] and receiver.title("ar") in page["audience"]
    assert (page["facts"], page["author"], page["blocks"]) == ([["a", "b"]], "Dalil", [])
    assert framed(make(facts, receiver), Wording("en", dossier.settings.timezone), "T", "", (), ())["fictional"] == ""
