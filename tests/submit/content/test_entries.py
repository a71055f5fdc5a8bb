from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.submit.content.entries import read_entries
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def test_entries_are_numbered_in_order_of_time(facts: Facts, receiver: Receiver) -> None:
    entries = read_entries(cut(facts, receiver))
    assert [(entry.sheet, entry.id) for entry in entries] == [("S-0001", "I-1"), ("S-0002", "I-2"), ("S-0003", "I-3")]


def test_accounts_stand_side_by_side_and_withheld_ones_are_counted(facts: Facts, receiver: Receiver) -> None:
    first, second, third = read_entries(cut(facts, receiver))
    assert [account.row["organisation"] for account in first.accounts] == ["Alpha", "Beta"]
    assert (len(second.accounts), second.withheld) == (0, 1)
    assert (len(third.accounts), third.withheld) == (1, 0)


def test_the_public_sees_one_of_two_accounts(facts: Facts, public: Receiver) -> None:
    first = read_entries(cut(facts, public))[0]
    assert (len(first.accounts), first.withheld) == (1, 1)


@pytest.mark.parametrize("name", ["I-3", "S-0003"])
def test_only_keeps_numbers_of_the_whole_register(facts: Facts, receiver: Receiver, name: str) -> None:
    (entry,) = read_entries(cut(facts, receiver), (name,))
    assert (entry.id, entry.number) == ("I-3", 3)


def test_only_of_what_the_audience_does_not_have_is_refused(facts: Facts, public: Receiver) -> None:
    with pytest.raises(UsageError, match="no incident I-2"):
        read_entries(cut(facts, public), ("I-2",))


def test_incidents_out_of_scope_are_not_entries(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE incident SET in_scope = false WHERE incident_id = 'I-1'")
    assert [entry.id for entry in read_entries(cut(facts, receiver))] == ["I-2", "I-3"]
