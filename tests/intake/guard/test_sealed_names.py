"""Names of protected victims: opened for one computation, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil import intake
from dalil.casefile.case import Case
from dalil.names import PersonName

LIST = (
    "person_id,organisation,name,name_ar,father,protected\n"
    "1,L,Qamar Planted,قمر المزروعة,Faris,true\n2,L,Shown Person,,,false\n3,L,Noor Hidden,,,yes\n"
)


@pytest.fixture
def listed(case: Case, folder: Path) -> Case:
    (folder / "victims.csv").write_text(LIST, encoding="utf-8")
    intake.add(case, [folder])
    return case


def test_the_names_of_protected_rows_and_no_others(listed: Case) -> None:
    assert intake.sealed_names(listed) == {
        "L/1": PersonName("Qamar Planted", "قمر المزروعة", "Faris"),
        "L/3": PersonName("Noor Hidden", "", ""),
    }


def test_who_withdrew_is_not_among_them(listed: Case) -> None:
    listed.identities.destroy(listed.writer, "L/1")
    assert set(intake.sealed_names(listed)) == {"L/3"}


def test_a_case_without_protected_victims(case: Case) -> None:
    assert intake.sealed_names(case) == {}


def test_a_name_does_not_show_in_a_trace() -> None:
    assert repr(PersonName("Qamar", "قمر", "Faris")) == "PersonName()"


def test_a_list_sealed_to_another_case_is_passed_over(listed: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from dalil.errors import CannotProceed
    from dalil.vault.identities.secret import CaseSecret

    def foreign(self: CaseSecret, content: bytes) -> bytes:
        raise CannotProceed("This was sealed to another case.")

    monkeypatch.setattr(CaseSecret, "unseal", foreign)
    assert intake.sealed_names(listed) == {}
