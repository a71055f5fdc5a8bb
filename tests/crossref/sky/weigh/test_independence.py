"""Is a sighting a second witness?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.crossref.sky.conftest import at, incident

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.search.search import search_of
from dalil.crossref.sky.weigh.independence import Independence, independence_of
from dalil.crossref.spread import time_spread
from dalil.crossref.window import declare, read_declared

Filled = Callable[..., Facts]


def flight(logged_h: float | None = 0.5, *networks: str, origin: str = "sightings") -> SimpleNamespace:
    """A flight last seen at noon; its last line was written down so many hours later, or nobody knows when."""
    logged = None if logged_h is None else at(720) + timedelta(hours=logged_h)
    return SimpleNamespace(
        row={"logged_latest": logged, "last_at": at(720), "origin": origin, "networks": list(networks) or ["net"]}
    )


def told(alert: bool = False, *reporters: str) -> Independence:
    return Independence({"A": alert}, {"A": frozenset(reporters)}, {"A": at(730)})


@pytest.mark.parametrize(
    ("known", "seen", "expected"),
    [
        (told(), flight(), ("", True)),
        (told(), flight(1.99), ("", True)),
        (told(), flight(2.01), ("logged_after", False)),
        (told(), flight(None), ("", None)),  # a log that does not say when is not held against it
        (told(True), flight(), ("alert_time", True)),
        (told(False, "net"), flight(), ("own_source", True)),
        (told(False, "net", "clinic"), flight(), ("", True)),  # another organisation reported it too
        (told(False, "net"), flight(0.5, "net", "other"), ("own_source", True)),
        (told(False, "clinic"), flight(0.5, "net"), ("", True)),
        (told(True, "net"), flight(5.0, origin="track"), ("", None)),  # a radar took nothing from anybody
    ],
)
def test_the_rule(known: Independence, seen: Any, expected: tuple[str, bool | None]) -> None:
    assert known.of_flight("A", seen) == expected


def test_an_incident_that_nobody_reported_has_nothing_against_it() -> None:
    assert told(True, "net").of_flight("B", flight()) == ("", True)


def reported(name: str, organisation: str, time_source: str | None) -> dict[str, Any]:
    return {"report_id": name, "organisation": organisation, "time_source": time_source}


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["Spotter"], True),
        (["aircraft ALERT, 12:04", "observatory"], True),
        (["spotter", "witness"], False),  # one account has its time from elsewhere
        (["spotter", None], False),
        (["witness"], False),
    ],
)
def test_a_time_from_an_alert_is_one_where_all_reports_have_it_so(
    filled: Filled, settings: Settings, sources: list[str | None], expected: bool
) -> None:
    facts = filled(
        incident=[incident("A", 720, 34.0, 175.0)],
        report=[reported(f"r{n}", f"o{n}", source) for n, source in enumerate(sources)],
        incident_report=[{"incident_id": "A", "report_id": f"r{n}"} for n in range(len(sources))],
    )
    search = search_of(facts, settings, read_declared(declare(facts, settings)), time_spread(facts))
    found = independence_of(facts, search)
    assert found.alert_time == {"A": expected}
    assert found.reporters == {"A": frozenset(f"o{n}" for n in range(len(sources)))}
    assert found.latest == {"A": at(720)}
