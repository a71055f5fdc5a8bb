"""A label is not an operator: what settled incidents teach of each party's aircraft."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dalil.casefile.settings import Settings
from dalil.crossref.sky.read.catalogue import load_catalogue
from dalil.crossref.sky.weigh.labels import Established, bin_likelihood, elicited, operators_named, own_matches
from dalil.errors import UsageError

NORTH_SOUTH = [("north", ("north",), True), ("south", ("south",), True)]
GOOD = 2  # the stratum of good coverage


def case(named: dict[str, str]) -> Settings:
    return Settings.model_validate(
        {
            "title": "t", "zone": "UTC", "from": "2019-01-01", "to": "2019-01-31",
            "parties": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
            "sky": {"labels_that_name_operators": named},
        }
    )  # fmt: skip


def test_a_label_that_names_an_operator_is_expected_of_it_and_of_nobody_else() -> None:
    labels, catalogue = ("russian", "fixed_wing"), load_catalogue()
    plain = elicited(NORTH_SOUTH, labels, catalogue)
    a, b = elicited(NORTH_SOUTH, labels, catalogue, {"russian": "north"})
    assert (a / (a + b)).tolist() == [pytest.approx([0.35, 0.08]), pytest.approx([0.02, 0.08])]
    assert (a + b)[:, 0].tolist() == [4.0, 12.0]
    assert (plain[0] / (plain[0] + plain[1]))[:, 0].tolist() == pytest.approx([0.08, 0.08])  # a type, never an operator


def test_it_names_the_operator_even_of_a_type_that_the_catalogue_gives_to_another() -> None:
    parties = [("russia", ("russia",), True), ("south", ("south",), True)]
    a, b = elicited(parties, ("Su-34",), load_catalogue(), {"Su-34": "south"})
    assert (a / (a + b))[:, 0].tolist() == pytest.approx([0.02, 0.35])


@pytest.mark.parametrize(
    ("named", "word"), [({"zeppelin": "north"}, "catalogue"), ({"russian": "west"}, "does not have")]
)
def test_a_label_or_a_party_that_is_not_there_is_refused(named: dict[str, str], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        operators_named(case(named), load_catalogue())


def test_what_the_case_names_is_taken() -> None:
    assert operators_named(case({"russian": "north"}), load_catalogue()) == {"russian": "north"}
    assert operators_named(case({}), load_catalogue()) == {}


def learned(seen: list[int], weight: float = 1.0, **more: Any) -> Any:
    """`north` settled for each incident; one label and one bin: 0 matched, 1 not. Chance matches one in ten."""
    count = len(seen)
    established = Established(np.arange(count), np.zeros(count, dtype=np.int64))
    prior = (np.array([[2.0]]), np.array([[2.0]])) if "prior" not in more else more["prior"]
    chance = np.full((count, 1, 1), 0.1)
    stratum = np.full(count, GOOD)
    return own_matches(
        np.array(seen, dtype=np.int8)[:, None], chance, stratum, established, np.full(count, weight), prior
    )


def test_without_settled_incidents_there_is_what_was_expected() -> None:
    found = learned([])
    assert found.rate.tolist() == [[0.5]]
    assert found.count.tolist() == [0.0]


def test_matches_above_chance_raise_the_rate_and_silence_lowers_it() -> None:
    always, never = learned([0] * 50), learned([1] * 50)
    # Every one of fifty matched: (50 + 2) / (50 + 4), less the little that chance takes.
    assert always.rate[0, 0] == pytest.approx(52 / 54, abs=0.01)
    # None did: 2 / 54.
    assert never.rate[0, 0] == pytest.approx(2 / 54, abs=0.005)


def test_what_chance_matches_alone_teaches_little() -> None:
    # One in ten matched, as chance has it: hardly any of it is its own.
    found = learned([0] * 10 + [1] * 90)
    assert found.rate[0, 0] < 0.06


def test_a_weight_counts_as_so_many_incidents() -> None:
    assert learned([0, 1], weight=3.0).rate == pytest.approx(learned([0, 0, 0, 1, 1, 1]).rate)
    assert learned([0, 1], weight=3.0).count.tolist() == [6.0]


@pytest.mark.parametrize(
    ("seen", "with_own", "without"),
    [
        # Two bins, chance .1 within the first and .3 within both; own aircraft are seen in either half of the time.
        (0, 0.5 * 1.0 + 0.5 * 0.1, 0.1),
        (1, 0.5 * 0.9, 0.2),  # own in the second and chance no nearer: nothing of its own is further off
        (2, 0.002 * 0.7, 0.7),  # nothing seen though it was there: next to impossible
    ],
)
def test_the_nearest_of_both_is_seen(seen: int, with_own: float, without: float) -> None:
    chance = np.array([[[0.1, 0.3]]])
    own, other = bin_likelihood(np.array([[0.5]]), np.array([0.5, 0.5]), chance, np.array([[seen]], dtype=np.int8))
    assert other[0, 0] == pytest.approx(without)
    assert own[0, 0] == pytest.approx(with_own, abs=0.003)


@hypothesis_settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=12))
def test_rates_are_shares_and_do_not_depend_on_the_order(seen: list[int]) -> None:
    found = learned(seen)
    assert 0 < found.rate[0, 0] < 1
    assert 0 <= found.any_seen[0] <= 1
    assert learned(seen[::-1]).rate == pytest.approx(found.rate)
