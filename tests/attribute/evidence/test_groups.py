"""From observations to groups: what one origin tells, and what its words are worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.attribute.conftest import BOOK

from dalil.attribute.book.draws import draw_book
from dalil.attribute.book.labelled import Labelled
from dalil.attribute.book.model import LINES, Codebook
from dalil.attribute.book.read import read_codebook
from dalil.attribute.evidence.groups import Groups, Pattern, Patterns, drop_flat, gather, tell
from dalil.attribute.evidence.observe import observe
from dalil.attribute.evidence.origin_keys import key
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

Make = Callable[..., Facts]


def saw(number: int, value: str, directness: str = "saw") -> dict[str, Any]:
    return {
        "testimony_id": f"t{number}",
        "witness": f"w{number}",
        "directness": directness,
        "aircraft_reported": [value],
    }


def gathered(facts: Facts, settings: Settings) -> tuple[Codebook, Groups, list[Pattern]]:
    book = read_codebook(BOOK, settings)
    observe(facts, settings, book)
    return book, *gather(facts, book, "direct")


def test_even_codes_are_witnesses_and_odd_ones_copies(settings: Settings) -> None:
    book = read_codebook(BOOK, settings)
    assert tell(book, [0, 0, 2, 1, 7]) == (
        ("aircraft", (2, 1, 0), (0,)),
        ("munition", (0, 0, 0), (0,)),
    )  # fmt: skip


def test_witnesses_of_one_report_are_one_group(incidents: Make, settings: Settings) -> None:
    _, groups, patterns = gathered(incidents(x={"testimony": [saw(1, "red"), saw(2, "red"), saw(3, "blue")]}), settings)
    assert [LINES[line] for line in groups.line] == ["accounts"]
    assert groups.origin.to_pylist() == [key("report", "o/x")]
    assert patterns[0] == ("saw", 1.0, (("aircraft", (2, 1, 0), ()),))


def test_incidents_that_tell_the_same_share_a_pattern(incidents: Make, settings: Settings) -> None:
    holds = {"testimony": [saw(1, "red")]}
    _, groups, patterns = gathered(incidents(x=holds, y=holds, z={"testimony": [saw(1, "blue")]}), settings)
    assert len(patterns) == 2
    assert groups.pattern[0] == groups.pattern[1] != groups.pattern[2]


def test_the_best_kind_and_the_highest_certainty_are_the_groups(incidents: Make, settings: Settings) -> None:
    film = {"exhibit": "a.mp4", "aspect": "aircraft", "value": "red"}
    films = [film | {"observation_id": f"o{i}", "certainty": word} for i, word in enumerate(("possible", "probable"))]
    _, _, patterns = gathered(incidents(x={"observation": films}), settings)
    assert patterns[0][:2] == ("exhibit", 0.85)


def test_out_of_scope_has_no_group(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"testimony": [saw(1, "red")], "incident": {"in_scope": False}})
    assert len(gathered(facts, settings)[1].line) == 0


def test_what_all_parties_show_alike_is_dropped(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"report": {"kind": "airstrike"}, "testimony": [saw(1, "red")]})
    book, *_ = gathered(facts, settings)
    drop_flat(facts, book, draw_book(book, settings, Labelled()).theta)
    rows = facts.rows("SELECT variable, dropped FROM attribute_observation ORDER BY variable")
    assert [row["dropped"] for row in rows] == [None, "uninformative"]


def test_worth_is_the_reliable_share_of_the_ratio(settings: Settings) -> None:
    book = read_codebook(BOOK, settings)
    draws = draw_book(book, settings, Labelled())
    pattern: Pattern = ("saw", 1.0, (("aircraft", (1, 0, 0), ()),))
    theta = draws.theta["aircraft"][-1, :, 0]
    expected = 0.9 * theta / theta.mean() + 0.1
    assert Patterns(book, draws, [pattern]).likelihood_ratio(0)[:, -1] == pytest.approx(expected, rel=1e-6)


def test_doubt_brings_worth_nearer_to_one(settings: Settings) -> None:
    book = read_codebook(BOOK, settings)
    told = (("munition", (0, 0, 0), (0,)),)
    patterns = Patterns(book, draw_book(book, settings, Labelled()), [("remnant", 1.0, told), ("remnant", 0.6, told)])
    sure, unsure = (np.abs(np.log(patterns.likelihood_ratio(i)[:3, -1])) for i in (0, 1))
    assert (unsure < sure).all()
