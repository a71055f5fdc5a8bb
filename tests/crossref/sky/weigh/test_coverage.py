"""Who could have seen it, and how often a post logs what it can see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.crossref.sky.conftest import incident, sighting

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref import crossref

Filled = Callable[..., Facts]
DAY = 24 * 60


def covered(facts: Facts, settings: Settings) -> dict[str, object]:
    crossref(facts, settings)
    return facts.rows("SELECT posts, stratum, looked_for FROM coverage")[0]


def lines(*days: int, latitude: float = 34.0) -> list[dict[str, object]]:
    """A line every six hours on each of some days, so that the log is kept."""
    return [
        sighting(100 * day + hour, day * DAY + hour * 60, latitude, 175.0, post=f"P{latitude}")
        for day in days
        for hour in (0, 6, 12, 18)
    ]


@pytest.mark.parametrize(
    ("rows", "posts", "stratum"),
    [
        (lines(0, 1, 2), 1, "poor"),
        (lines(0, 1, 2) + lines(0, 1, 2, latitude=34.01), 2, "good"),
        (lines(0, 1, 2, latitude=36.0), 0, "none"),  # too far to see
        (lines(10, 11), 0, "none"),  # the log was not kept then
    ],
)
def test_posts_that_could_have_seen(filled: Filled, settings: Settings, rows: list, posts: int, stratum: str) -> None:
    facts = filled(incident=[incident("A", DAY + 400, 34.02, 175.0)], sighting=rows)
    assert covered(facts, settings) == {"posts": posts, "stratum": stratum, "looked_for": "yes"}


def test_silence_of_a_post_that_could_see_is_silence(filled: Filled, settings: Settings) -> None:
    facts = filled(incident=[incident("A", DAY + 600, 34.02, 175.0)], sighting=lines(0, 1, 2))
    crossref(facts, settings)
    assert {r["spoke"] for r in facts.rows("SELECT spoke FROM sky_evidence WHERE line = 'flight'")} <= {
        "silent",
        "matched",
    }


def test_where_nobody_could_see_silence_says_nothing(filled: Filled, settings: Settings) -> None:
    facts = filled(incident=[incident("A", DAY + 400, 40.0, 175.0)], sighting=lines(0, 1, 2))
    crossref(facts, settings)
    rows = facts.rows("SELECT spoke, log_ratio FROM sky_evidence WHERE line = 'flight'")
    assert {row["spoke"] for row in rows} == {"no_coverage"}
    assert all(abs(row["log_ratio"]) < 0.25 for row in rows)


def test_a_post_that_misses_half_is_known_to(filled: Filled, settings: Settings) -> None:
    """Flights past three posts in a row; the middle one logs every second of them."""
    east = 40 / 92.2
    rows, number = [], 0
    for flight in range(40):
        for post in range(3):
            number += 1
            if post != 1 or flight % 2:
                rows.append(
                    sighting(
                        number, 60 * flight + 3 * post, 34.0, 175.0 + post * east, aircraft="Su-34", heading_deg=90.0
                    )
                )
    facts = filled(sighting=rows)
    assert crossref(facts, settings).detection_share == pytest.approx(0.5, abs=0.12)
