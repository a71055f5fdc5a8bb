"""Whose identity is sealed is known for the time of a submission, and what could not be opened is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_road import NEW, dalil
from tests.conftest import SharedKeys

from dalil.casefile.case import Case
from dalil.intake.guard.known_people import KnownPeople, known_people, with_father

IDENTITIES = "witness,name,contact,note\nW1,Nura Testworth,0944 555 666,at her brother's\nW2,عادل سامبلمان,,\n"
VICTIMS = (
    "person_id,organisation,name,name_ar,father,age,protected\n"
    "V1,One,Rima Sampleman,ريما سامبلمان,Adel,7,true\nV2,One,Open Person,,Nobody,8,false\n"
)
TESTIMONIES = (
    "testimony_id,report_id,witness,consent,text,witness_phone,address\n"
    'T1,1,W1,commission,"it fell at noon",0933111222,Hill Street\n'
)


@pytest.fixture
def case(tmp_path: Path, shared_keys: SharedKeys):
    (tmp_path / "in").mkdir()
    for name, text in {"identities": IDENTITIES, "victims": VICTIMS, "testimonies": TESTIMONIES}.items():
        (tmp_path / "in" / f"{name}.csv").write_text(text, encoding="utf-8")
    with shared_keys.used():
        dalil("new", tmp_path / "x.case", *NEW)
        dalil("add", tmp_path / "x.case", tmp_path / "in", "--organisation", "One")
        yield tmp_path / "x.case"


def known(path: Path) -> KnownPeople:
    with Case.open(path, write=True) as case:
        return known_people(case)


def test_witnesses_and_protected_victims_are_known_by_person(case: Path) -> None:
    found = known(case)
    assert found.names == {
        "/W1": ("Nura Testworth",), "/W2": ("عادل سامبلمان",),
        "One/V1": ("Rima Sampleman", "ريما سامبلمان", "Rima Adel Sampleman", "ريما Adel سامبلمان"),
    }  # fmt: skip
    assert found.contacts == {"0944 555 666", "0933111222"}
    assert (found.unread, found.gone) == (0, 0)


def test_an_open_victim_is_none_of_them_and_words_are_no_names(case: Path) -> None:
    names = known(case).every_name()
    assert not [name for name in names if "Open" in name or "noon" in name or "Street" in name or "brother" in name]


def test_whose_key_is_gone_is_counted(case: Path) -> None:
    dalil("withdraw", case, "One/W1", "--reason", "asked")
    found = known(case)
    assert "/W1" not in found.names and found.gone >= 1


def test_a_list_that_does_not_open_is_counted_and_stops_nothing(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Case.open(case, write=True) as opened:
        entry = next(opened.log.entries("sealed_file"))
        path = next((case / "sealed").rglob(f"*{entry.body['sealed'][0][4:]}*"))
        content = path.read_bytes()
        path.chmod(0o600)
        path.unlink()
        assert known_people(opened).unread == 1
        path.write_bytes(content)


def test_nothing_of_it_shows_in_a_trace(case: Path) -> None:
    assert repr(known(case)) == "KnownPeople(unread=0, gone=0)"


def test_abd_and_whom_he_serves_are_one_given_name() -> None:
    assert with_father("Abd al-Karim Testworth", "Adel") == ["Abd al-Karim Adel Testworth"]
    assert with_father("Nura Testworth", "") == with_father("", "Adel") == []


def test_a_list_under_a_title_is_sealed_as_it_is_and_its_names_are_known(
    case: Path, tmp_path: Path, shared_keys: SharedKeys
) -> None:
    before = known(case)
    more = tmp_path / "more"
    more.mkdir()
    text = "List of those in the cellar,,\nFull name,Phone,Street\nSalma Cellarworth,0944 777 888,Hill Street\n"
    (more / "cellar.csv").write_text(text, encoding="utf-8")
    dalil("add", case, more, "--organisation", "One")
    found = known(case)
    assert set(found.every_name()) - set(before.every_name()) == {"Salma Cellarworth"}
    assert "0944 777 888" in found.contacts and found.unread == 0
