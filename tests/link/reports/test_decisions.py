"""A person's judgements: constraints, chains, contradictions."""

import pytest

from dalil.casefile.facts import Facts
from dalil.errors import Refused
from dalil.link.reports.decisions import Judgements, check_decision, constraints_of, read_judgements


def facts_of(*decisions, reports="abcde"):
    """Decisions as (kind, a, b) of reports x/1; retracted where a fourth says so."""
    facts = Facts.in_memory()
    facts.replace("report", [{"report_id": f"{r}/1", "organisation": r} for r in reports])
    facts.replace("decision", [
        {"decision_id": f"k-{n}", "kind": kind, "a": [f"{x}/1" for x in a], "b": [f"{x}/1" for x in b],
         "retracted_by": more[0] if more else None}
        for n, (kind, a, b, *more) in enumerate(decisions, 1)
    ])  # fmt: skip
    return facts


def proposed(kind, a, b):
    return {"kind": kind, "a": [f"{x}/1" for x in a], "b": [f"{x}/1" for x in b]}


def test_merging_is_transitive_and_named_by_the_smallest():
    found = read_judgements(facts_of(("merge", "b", "c"), ("merge", "c", "a")))
    assert found.must_link == {"a/1": "a/1", "b/1": "a/1", "c/1": "a/1"} and not found.cannot_link


def test_apart_without_a_second_set_is_each_from_each():
    assert read_judgements(facts_of(("apart", "abc", ""))).cannot_link == {
        ("a/1", "b/1"),
        ("a/1", "c/1"),
        ("b/1", "c/1"),
    }


def test_what_was_retracted_does_not_count():
    assert read_judgements(facts_of(("merge", "a", "b", "k-9"))).must_link == {}


def test_other_kinds_are_no_constraints():
    found = read_judgements(facts_of(("hold", "a", ""), ("accept", "b", "")))
    assert not found.must_link and not found.cannot_link


@pytest.mark.parametrize(("before", "new", "chain"), [
    ([("merge", "a", "b")], ("apart", "a", "b"), "a/1 = b/1 (k-1); a/1 ≠ b/1 (the new judgement)"),
    ([("apart", "a", "b")], ("merge", "a", "b"), "a/1 = b/1 (the new judgement); a/1 ≠ b/1 (k-1)"),
    ([("merge", "a", "b"), ("merge", "b", "c")], ("apart", "a", "c"),
     "a/1 = b/1 (k-1); b/1 = c/1 (k-2); a/1 ≠ c/1 (the new judgement)"),
    ([("apart", "a", "c"), ("merge", "a", "b")], ("merge", "b", "c"),
     "a/1 = b/1 (k-2); b/1 = c/1 (the new judgement); a/1 ≠ c/1 (k-1)"),
])  # fmt: skip
def test_a_contradiction_is_refused_with_the_chain(before, new, chain):
    with pytest.raises(Refused) as refused:
        check_decision(facts_of(*before), proposed(*new))
    assert chain in str(refused.value)


@pytest.mark.parametrize(("before", "new"), [
    ([("merge", "a", "b")], ("merge", "b", "c")), ([("apart", "a", "b")], ("apart", "b", "c")),
    ([("apart", "a", "b"), ("merge", "b", "c")], ("merge", "c", "d")), ([("apart", "a", "b")], ("hold", "a", "")),
    ([("merge", "a", "b", "k-9")], ("apart", "a", "b")),
])  # fmt: skip
def test_what_can_hold_is_let_through(before, new):
    check_decision(facts_of(*before), proposed(*new))


@pytest.mark.parametrize(("a", "b"), [("a", "z"), ("a", ""), ("a", "a")])
def test_a_judgement_about_less_than_two_reports_of_the_case(a, b):
    with pytest.raises(Refused, match="not about two or more reports"):
        check_decision(facts_of(), proposed("merge", a, b))


def test_two_organisations_that_contradict_each_other_both_fall_and_are_named():
    found = read_judgements(facts_of(("merge", "a", "b"), ("apart", "a", "b"), ("merge", "c", "d")))
    assert found.conflicts == ("k-1", "k-2")
    assert found.must_link == {"c/1": "c/1", "d/1": "c/1"} and not found.cannot_link


def test_judgements_as_numbers_name_the_first_of_each_group():
    judged = Judgements({"c/1": "a/1", "a/1": "a/1"}, frozenset({("b/1", "c/1")}), ())
    found = constraints_of(judged, ["a/1", "b/1", "c/1"])
    # c goes with a, so keeping b from c is keeping it from a.
    assert found.must_link.tolist() == [0, 1, 0] and found.cannot_link == {(0, 1)}


def test_a_judgement_about_a_report_that_is_not_here_says_nothing():
    judged = Judgements({"b/1": "a/1", "a/1": "a/1"}, frozenset({("b/1", "c/1")}), ())
    found = constraints_of(judged, ["b/1", "d/1"])
    assert found.must_link.tolist() == [0, 1] and not found.cannot_link
