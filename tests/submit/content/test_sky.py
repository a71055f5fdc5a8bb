"""What a sheet shows of the sky, and what it never shows."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.submit.conftest import StandIn, hand_over, make_settings
from tests.submit.test_planted import found_in

from dalil.casefile.facts import Facts
from dalil.casefile.sections import default_audiences
from dalil.casefile.settings import Settings
from dalil.records import Sensitivity
from dalil.submit.content import sky
from dalil.submit.content.entries import Entry, read_entries
from dalil.submit.content.sky import SkySeen
from dalil.submit.elements.strips import sky_strip
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text x="5" y="20">Qasr tower</text></svg>'
SECRETS = ["Qasr tower", "36.987654", "37.123456", "Watchers of Qasr", "271.25", "Qasr-line-77", "F-secret-9"]
READER = shutil.which("pdftotext")


def near(minute: int, bin_s: float | None = 60.0, incident: str = "I-3", **more: Any) -> dict[str, Any]:
    """A flight that could have been in reach for five minutes after `minute`, half a minute past it."""
    moments = {name: datetime(2016, 12, 2, 8, minute + add, 30) for name, add in (("from", 0), ("to", 5))}
    return {
        "incident_id": incident, "flight_id": f"F-secret-9{minute}{bin_s or 0:g}", "line": "flight", "label": "Su-24",
        "bin": "within" if bin_s else "possible", "bin_s": bin_s,
        "possible_from": moments["from"], "possible_to": moments["to"], "heading_in_deg": 271.25,
        "circling": False, **more,
    }  # fmt: skip


@pytest.fixture
def seen(facts: Facts) -> Facts:
    """I-3 has two flights near and one far; I-1 one, with an account withheld from the public; I-2 is closed."""
    far = near(5, None, label="Mi-8")
    facts.replace("opportunity", [
        near(30, 180.0, label="unknown"), near(10, circling=True), far, near(20, incident="I-1"),
        near(20, incident="I-2"),
    ])  # fmt: skip
    facts.replace("sky_present", [{"incident_id": "I-3", "chance": 0.124, "low": 0.08, "high": 0.17, "windows": 310}])
    facts.replace("sighting", [
        {"sighting_id": "Qasr-line-77", "post": "Qasr tower", "latitude": 36.987654, "longitude": 37.123456,
         "network": "Watchers of Qasr", "seen_at": datetime(2016, 12, 2, 8, 10)}
    ])  # fmt: skip
    facts.replace("flight_sighting", [
        {"flight_id": "F-secret-91060", "sighting_id": "Qasr-line-77", "position": 0}
    ])  # fmt: skip
    return facts


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figure with posts, without the sky that it is drawn from."""
    monkeypatch.setattr(sky, "protected", lambda *_: FIGURE)


def strips(facts: Facts, receiver: Receiver) -> tuple[dict[str, SkySeen], dict[str, Entry]]:
    released = cut(facts, receiver)
    entries = read_entries(released)
    return sky.sky_of(facts, released, entries, ("en",)), {entry.id: entry for entry in entries}


def test_bars_are_shares_of_the_strip_in_whole_minutes(seen: Facts, public: Receiver, settings: Settings) -> None:
    found, entries = strips(seen, public)
    # The incident is 8:00 to 9:00; the nearest flight 8:10 to 8:16, the other 8:30 to 8:36.
    rows = sky_strip(found["I-3"], entries["I-3"], Wording("en", settings.timezone))["rows"]
    assert [(row["from"], row["to"]) for row in rows] == [(0.0, 1.0), (10 / 60, 16 / 60), (30 / 60, 36 / 60)]
    assert [row["label"] for row in rows[1:]] == [
        "Su-24, circling: within 60 s of flight", "aircraft of unknown type: within 180 s of flight",
    ]  # fmt: skip


def test_chance_is_said_with_its_windows_or_not_known(seen: Facts, public: Receiver, settings: Settings) -> None:
    found, entries = strips(seen, public)
    words = Wording("en", settings.timezone)
    told = [sky_strip(found[name], entries[name], words)["notes"][0] for name in ("I-3", "I-1")]
    assert "12 % of the time (8–17 %; other windows looked at: 310)" in told[0]
    assert told[1] == "How often such a match happens by chance is not known here."


def test_of_two_windows_no_share_is_said(seen: Facts, public: Receiver, settings: Settings) -> None:
    seen.query("UPDATE sky_present SET windows = 2")
    found, entries = strips(seen, public)
    notes = sky_strip(found["I-3"], entries["I-3"], Wording("en", settings.timezone))["notes"]
    assert "How often such a match happens by chance is not known here." in notes


def test_times_stay_in_where_an_account_does(seen: Facts, public: Receiver, settings: Settings) -> None:
    found, entries = strips(seen, public)
    assert entries["I-1"].withheld == 1
    strip = sky_strip(found["I-1"], entries["I-1"], Wording("en", settings.timezone))
    assert (strip["rows"], strip["first"], strip["texts"]) == ([], "", ["Su-24: within 60 s of flight"])


def test_an_incident_that_is_closed_or_saw_nothing_has_none(seen: Facts, public: Receiver, settings: Settings) -> None:
    found, entries = strips(seen, public)
    assert set(found) == {"I-1", "I-3"}
    assert sky_strip(None, entries["I-3"], Wording("en", settings.timezone))["notes"] == []


def test_more_than_eight_are_counted(seen: Facts, public: Receiver, settings: Settings) -> None:
    seen.replace("opportunity", [near(n, 600.0) for n in range(11)])
    found, entries = strips(seen, public)
    strip = sky_strip(found["I-3"], entries["I-3"], Wording("en", settings.timezone))
    assert (len(strip["rows"]), strip["notes"][0]) == (9, "And 3 more, further off.")


def test_only_a_rule_lets_the_figure_with_posts_out(seen: Facts, public: Receiver) -> None:
    assert strips(seen, public)[0]["I-3"].figures == {}
    rules = public.rules.model_copy(update={"classes": (*public.rules.classes, Sensitivity.PROTECTED_PLACE)})
    assert strips(seen, Receiver(**{**_fields(public), "rules": rules}))[0]["I-3"].figures == {"en": FIGURE}


def _fields(receiver: Receiver) -> dict[str, Any]:
    return {name: getattr(receiver, name) for name in receiver.__dataclass_fields__}


@pytest.mark.parametrize("audience", ["public", "commission"])
def test_no_post_line_or_position_leaks(case: StandIn, seen: Facts, tmp_path: Path, audience: str) -> None:
    out = tmp_path / "out"
    hand_over(case, seen, make_settings(), out, audience=audience, languages=("en", "ar"))
    assert found_in(out, SECRETS) == set()
    if READER:
        assert found_in(out, ["Su-24, circling: within 60 s"]), "the scanner reads what is drawn"


@pytest.mark.skipif(not READER, reason="what is drawn in a PDF is read with pdftotext")
def test_with_the_rule_the_figure_is_on_the_sheet(case: StandIn, seen: Facts, tmp_path: Path) -> None:
    rules = default_audiences()["commission"]
    trusted = rules.model_copy(update={"classes": (*rules.classes, Sensitivity.PROTECTED_PLACE)})
    settings, out = make_settings(audiences={"trusted": trusted.model_dump()}), tmp_path / "out"
    hand_over(case, seen, settings, out, audience="trusted", languages=("en",))
    assert found_in(out / "data", ["Qasr tower"])
