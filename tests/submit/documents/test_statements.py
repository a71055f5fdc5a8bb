"""What the parties said, beside the findings that it would exclude."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.entries import read_entries
from dalil.submit.content.exhibits import Exhibit
from dalil.submit.content.statements import read_statements, statement_figures
from dalil.submit.documents.statements import statement_blocks, statements_against
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

_SAID = datetime(2016, 12, 5, 12)


def statement(name: str, act: str, **more: Any) -> dict[str, Any]:
    return {"statement_id": name, "party": "Northern Command", "act": act, "made_on": _SAID, "made_on_latest": _SAID,
            **more}  # fmt: skip


def check(name: str, incident: str, grade: str, excluded: bool = True) -> dict[str, Any]:
    return {"statement_id": name, "party": "north", "act": "denies", "made_on": _SAID, "incident_id": incident,
            "grade": grade, "excluded": excluded}  # fmt: skip


def make(facts: Facts, settings: Settings, receiver: Receiver) -> Dossier:
    released = cut(facts, receiver)
    entries = read_entries(released)
    told = read_statements(released, entries, settings.parties)
    figures = {figure.name: figure for figure in statement_figures(released, told, 5)}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Dossier(settings, released, figures, entries, [], [], "", at, said=told)


def said(facts: Facts, settings: Settings, receiver: Receiver, language: str = "en") -> list[str]:
    blocks = list(statement_blocks(make(facts, settings, receiver), Wording(language, settings.timezone)))
    return next((block["items"] for block in blocks if block["is"] == "bullets"), [])


@pytest.fixture
def denied(facts: Facts) -> Facts:
    """A denial that I-1 (likely) and I-3 (high) would contradict."""
    facts.replace("statement", [statement("S1", "denies", text="We stopped.", scope_kinds=["airstrike"])])
    facts.replace("statement_check", [check("S1", "I-1", "likely"), check("S1", "I-3", "high")])
    return facts


def test_a_statement_stands_beside_what_it_would_exclude_by_grade(
    denied: Facts, settings: Settings, receiver: Receiver
) -> None:
    assert said(denied, settings, receiver) == [
        "S1. Northern Command, 5 December 2016, 14:00, denies. As recorded: “We stopped.” It speaks of: air strike. "
        "If it were true, findings of this submission against Northern Command could not stand: 2; by grade: "
        "high likelihood: 1, likely: 1 [F5,\u00a0F6,\u00a0F7] Graded highest among them: S-0003. "
        "The annex lists every one with the exhibits behind it."
    ]


def test_in_arabic_the_counts_and_figures_are_the_same(denied: Facts, settings: Settings, receiver: Receiver) -> None:
    text = said(denied, settings, receiver, "ar")[0]
    assert "وعددها \u20662\u2069" in text and "[F5,\u00a0F6,\u00a0F7]" in text


def test_its_figures_are_made_again_from_the_tables_that_leave(
    denied: Facts, settings: Settings, receiver: Receiver
) -> None:
    dossier = make(denied, settings, receiver)
    assert {name: figure.value for name, figure in dossier.figures.items()} == {
        "statements.S1.excluded": 2, "statements.S1.excluded.high": 1, "statements.S1.excluded.likely": 1,
        "statements.S1.excluded.more_likely_than_not": 0,
    }  # fmt: skip
    assert all(figure.whole for figure in dossier.figures.values())


@pytest.mark.parametrize("hidden", ["held", "withheld"])
def test_what_is_held_back_or_withheld_is_not_counted_against_it(
    denied: Facts, settings: Settings, receiver: Receiver, hidden: str
) -> None:
    if hidden == "held":
        denied.replace("review", [{"incident_id": "I-3", "state": "held"}])
    else:
        denied.replace("statement_check", [check("S1", "I-1", "likely"), check("S1", "I-2", "high")])
    assert make(denied, settings, receiver).figures["statements.S1.excluded"].value == 1


def test_silence_is_recorded_and_counted_for_nothing(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    facts.replace("statement", [statement("S2", "asked_no_reply")])
    facts.replace("statement_check", [check("S2", "I-1", "high", excluded=False)])
    assert said(facts, settings, receiver) == [
        "S2. Northern Command was asked; as of 5 December 2016, 14:00 no reply is recorded. Silence is not taken for"
        " an answer."
    ]


def test_a_note_on_silence_is_not_given_as_the_words_of_the_party(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    facts.replace("statement", [statement("S2", "asked_no_reply", text="No reply to our letter.")])
    assert said(facts, settings, receiver)[0].endswith("As recorded: “No reply to our letter.”")


def test_what_a_party_acknowledges_does_not_confirm_the_findings(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    facts.replace("statement", [statement("S4", "acknowledges")])
    facts.replace("statement_check", [check("S4", "I-1", "high", excluded=False)])
    assert "They do not confirm it, nor it them." in said(facts, settings, receiver)[0]


def test_the_area_of_a_statement_is_stated(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    facts.replace("statement", [statement("S5", "denies", scope_area=[36.5, 35.7, 37.7, 36.7])])
    assert "in the area: Latitude 35.7° to 36.7°, longitude 36.5° to 37.7°." in said(facts, settings, receiver)[0]


def test_a_statement_that_nothing_contradicts_says_so(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    facts.replace("statement", [statement("S3", "denies")])
    assert "so that nothing here speaks against it or for it." in said(facts, settings, receiver)[0]


def test_without_statements_the_letter_has_no_such_part(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    assert list(statement_blocks(make(facts, settings, receiver), Wording("en", settings.timezone))) == []


def test_the_public_has_no_words_of_a_statement(denied: Facts, settings: Settings, public: Receiver) -> None:
    assert "We stopped" not in said(denied, settings, public)[0]


def test_a_sheet_names_the_statement_that_would_exclude_it(
    denied: Facts, settings: Settings, receiver: Receiver
) -> None:
    dossier, words = make(denied, settings, receiver), Wording("en", settings.timezone)
    against = [list(statements_against(dossier, entry, words)) for entry in dossier.entries]
    assert [len(texts) for texts in against] == [1, 0, 1]
    assert against[0][0].startswith("If statement S1 of Northern Command, 5 December 2016, 14:00, were true,")


def test_the_surest_sheets_are_named_with_their_exhibits(denied: Facts, settings: Settings, receiver: Receiver) -> None:
    exhibits = [Exhibit(1, ("S-0001",), {}, "", ""), Exhibit(2, ("S-0003",), {}, "", "")]
    dossier, words = make(denied, settings, receiver), Wording("en", settings.timezone)
    items = next(b for b in statement_blocks(replace(dossier, exhibits=exhibits), words) if b["is"] == "bullets")[
        "items"
    ]
    assert "Graded highest among them: S-0003 (X-0002). The annex lists" in items[0]  # I-1 is only likely
    (again,) = next(b for b in statement_blocks(replace(dossier, exhibits=exhibits[:1]), words)
                    if b["is"] == "bullets")["items"]  # fmt: skip
    assert "S-0003 (no exhibit leaves)" in again
