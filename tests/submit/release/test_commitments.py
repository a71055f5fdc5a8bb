from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.submit.release.commitments import Opened, Withheld, opening, value_bytes, withheld
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

VALUES = st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text()), st.floats(allow_nan=False))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("حلب", '"حلب"'.encode()),
        (36.25, b"36.25"),
        (["a", "b"], b'["a","b"]'),
        (datetime(2016, 10, 1, 8), b'"2016-10-01T08:00:00"'),
        (date(2016, 10, 1), b'"2016-10-01"'),
        ({"b": True, "a": None}, b'{"a":null,"b":true}'),
    ],
)
def test_a_value_has_one_spelling(value: object, expected: bytes) -> None:
    assert value_bytes(value) == expected


@given(VALUES, st.binary(min_size=32, max_size=32))
def test_what_is_opened_gives_the_commitment_again(value: object, salt: bytes) -> None:
    kept = Withheld("report", "A/1", "place", value, salt)
    assert Opened.of(kept).commitment == kept.commitment


@given(VALUES, VALUES, st.binary(min_size=32, max_size=32))
def test_another_value_does_not_open_it(one: object, other: object, salt: bytes) -> None:
    same = value_bytes(one) == value_bytes(other)
    commitments = {Withheld("t", "i", "f", value, salt).commitment for value in (one, other)}
    assert (len(commitments) == 1) is same


def test_the_same_case_commits_to_the_same(facts: Facts, receiver: Receiver) -> None:
    first = [kept.commitment for kept in withheld(facts, cut(facts, receiver))]
    assert first == [kept.commitment for kept in withheld(facts, cut(facts, receiver))]


def test_two_audiences_cannot_compare_their_commitments(facts: Facts, receiver: Receiver, public: Receiver) -> None:
    lists = [{kept.commitment for kept in withheld(facts, cut(facts, each))} for each in (receiver, public)]
    assert not lists[0] & lists[1]


def test_what_the_audience_has_is_not_committed_to(facts: Facts, receiver: Receiver) -> None:
    fields = {(kept.id, kept.field) for kept in withheld(facts, cut(facts, receiver))}
    assert ("Alpha/1", "narrative") not in fields and ("Alpha/1", "kind") not in fields
    assert ("Alpha/1", "latitude") in fields


def test_reports_out_of_scope_are_not_committed_to(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE incident SET in_scope = false WHERE incident_id = 'I-1'")
    assert not [kept for kept in withheld(facts, cut(facts, receiver)) if kept.id == "Alpha/1"]


def test_a_hidden_name_leaves_a_commitment_to_the_text_it_stood_in(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE report SET narrative = 'Qasim Darwish saw it' WHERE report_id = 'Alpha/1'")
    facts.replace("victim", [{"victim_id": "v", "name": "Qasim Darwish"}])
    (opened,) = opening(facts, cut(facts, receiver), ["report/Alpha/1/narrative"])
    assert opened.value == "Qasim Darwish saw it"


def test_an_opening_is_asked_for_by_its_line(facts: Facts, receiver: Receiver) -> None:
    with pytest.raises(UsageError, match="Nothing is withheld under report/Alpha/1"):
        opening(facts, cut(facts, receiver), ["report/Alpha/1"])
