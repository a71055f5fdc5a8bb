from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.intake import KnownPeople
from dalil.submit.release.ids import schemes_of
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

PEOPLE = KnownPeople({"a": ("Qasim Darwish",)})


def shown(facts: Facts, receiver: Receiver, own: str) -> str:
    for table in ("report", "location", "incident_report"):
        facts.query(f"UPDATE {table} SET report_id = ? WHERE report_id = 'Alpha/1'", [f"Alpha/{own}"])
    return cut(facts, receiver, known=PEOPLE).shown["report"][f"Alpha/{own}"]


@pytest.mark.parametrize("own", ["12", "R-7", "3f2a9c0d1b4e", "2016-10-01/3"])
def test_ids_without_letters_or_from_a_hash_leave(facts: Facts, public: Receiver, own: str) -> None:
    assert shown(facts, public, own) == f"Alpha/{own}"


@pytest.mark.parametrize("own", ["qasim-darwish-1", "nurse at the well", "0944123456"])
def test_ids_of_no_scheme_go_to_the_public_as_a_pseudonym(facts: Facts, public: Receiver, own: str) -> None:
    assert shown(facts, public, own).startswith("W-")


def test_to_the_commission_only_those_that_name_or_find_somebody(facts: Facts, receiver: Receiver) -> None:
    assert shown(facts, receiver, "nurse at the well") == "Alpha/nurse at the well"
    facts.query("UPDATE report SET report_id = 'Alpha/1' WHERE organisation = 'Alpha'")
    assert shown(facts, receiver, "qasim-darwish-1").startswith("W-")


def test_three_ids_with_the_same_letters_are_a_scheme() -> None:
    assert schemes_of({"A/USSYR1-C", "A/USSYR22-C", "A/USSYR3-C", "A/Qasim-1", "B/USSYR4-C"}) == {"A/ussyr c"}
