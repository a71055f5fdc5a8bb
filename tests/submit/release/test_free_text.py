"""What an audience without free text gets of the words that a person filled in."""

from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.intake import KnownPeople
from dalil.records import TABLES
from dalil.submit.release.people.mask import HIDDEN
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

SEALED = KnownPeople({"w": ("قاسم درويش",)}, frozenset({"0944 555 666"}), unread=2, gone=1)


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("Sakhour", "Sakhour"), ("Al-Sakhour quarter", "Al-Sakhour quarter"), ("House of Nura, Sakhour", "Sakhour"),
        ("House of Nura", None), ("Sakhour hospital", "Sakhour"), ("الصاخور", "الصاخور"),
    ],
)  # fmt: skip
def test_of_a_place_the_public_gets_names_of_the_gazetteer(
    facts: Facts, public: Receiver, written: str, leaves: str | None
) -> None:
    facts.query("UPDATE report SET place = ?, place_ar = NULL WHERE report_id = 'Alpha/1'", [written])
    assert cut(facts, public).facts.value("SELECT place FROM report WHERE report_id = 'Alpha/1'") == leaves


def test_where_one_script_does_not_leave_the_other_gives_the_name(facts: Facts, public: Receiver) -> None:
    facts.query("UPDATE report SET place = 'House of Nura' WHERE report_id = 'Alpha/1'")
    assert cut(facts, public).facts.value("SELECT place FROM report WHERE report_id = 'Alpha/1'") == "Sakhour"


def test_of_parties_the_public_gets_those_of_the_case(facts: Facts, public: Receiver) -> None:
    facts.query(
        "UPDATE report SET parties_alleged = ['The Norths', 'Nura and her son', 'north'] WHERE organisation = 'Alpha'"
    )
    facts.replace("report_party", [{"report_id": "Alpha/1", "alleged": "The Norths", "party_id": "north"}])
    facts.replace("statement", [
        {"statement_id": str(n), "party": party} for n, party in enumerate(("Northern Command", "Nura"))
    ])  # fmt: skip
    released = cut(facts, public).facts
    assert released.value("SELECT parties_alleged FROM report WHERE organisation = 'Alpha'") == ["north"]
    assert released.query("SELECT party FROM statement ORDER BY statement_id").fetchall() == [
        ("Northern Command",),
        (None,),
    ]


@pytest.mark.parametrize(("written", "leaves"), [("downloaded", "downloaded"), ("by Nura at her home", None)])
def test_of_a_method_the_public_gets_its_code(facts: Facts, public: Receiver, written: str, leaves: str | None) -> None:
    column = next(column for column in TABLES["exhibit"].columns if column.name == "capture_method")
    assert cut(facts, public).cleaner.cell("exhibit", column, written) == leaves


def test_each_column_is_read_where_another_is_empty(facts: Facts, receiver: Receiver) -> None:
    facts.replace("testimony", [
        {"testimony_id": "a", "consent": ["public"], "text": None, "translation": "Qasim Darwish saw it."},
        {"testimony_id": "b", "consent": ["public"], "text": "قال قاسم درويش", "translation": None},
    ])  # fmt: skip
    released = cut(facts, receiver, ["testimony"], SEALED)
    kept = released.facts.rows("SELECT text, translation FROM testimony ORDER BY testimony_id")
    assert kept == [{"text": None, "translation": f"{HIDDEN} saw it."}, {"text": f"قال {HIDDEN}", "translation": None}]
    assert released.hidden_names == 2


def test_sealed_names_and_numbers_leave_to_nobody(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE report SET narrative = 'Qassem Darweesh, 963 944555666' WHERE report_id = 'Alpha/1'")
    everything = receiver.rules.model_copy(update={"classes": tuple(type(receiver.rules.classes[0]))})
    trusted = Receiver("trusted", everything, receiver.secret)
    narrative = cut(facts, trusted, known=SEALED).facts.value(
        "SELECT narrative FROM report WHERE report_id = 'Alpha/1'"
    )
    assert narrative == f"{HIDDEN}, {HIDDEN}"


def test_lists_that_could_not_be_opened_are_counted(facts: Facts, receiver: Receiver) -> None:
    known = cut(facts, receiver, known=SEALED).known
    assert (known.unread, known.gone) == (2, 1)
    assert "درويش" not in repr(known)
