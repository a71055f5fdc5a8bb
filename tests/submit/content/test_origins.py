"""What findings hang on, named as the reader finds it."""

from __future__ import annotations

import pytest

from dalil.casefile.facts import Facts
from dalil.submit.content.entries import read_entries
from dalil.submit.content.exhibits import exhibits_of
from dalil.submit.content.origins import name_origins
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import Released, cut


@pytest.fixture
def filmed(facts: Facts) -> Facts:
    facts.replace("exhibit", [{"file": "a.mp4", "organisation": "Alpha", "consent": ["public"], "sha256": "cd" * 32}])
    facts.replace("observation", [{"observation_id": "obs-4", "exhibit": "a.mp4", "aspect": "munition"}])
    facts.query("UPDATE report SET exhibits = ['a.mp4'] WHERE report_id = 'Alpha/1'")
    return facts


def released(facts: Facts, receiver: Receiver) -> Released:
    made = cut(facts, receiver)
    name_origins(facts, made, exhibits_of(facts, made, read_entries(made)))
    return made


def hanging(facts: Facts, kind: str, origin: str) -> Facts:
    facts.replace("attribution", [{"incident_id": "I-1", "party": "north", "grade": "likely", "hangs_on": "media",
                                   "origin_kind": kind, "origin_id": origin}])  # fmt: skip
    return facts


def origin(made: Released) -> tuple[str, str]:
    (row,) = made.facts.query("SELECT origin_kind, origin_id FROM attribution").fetchall()
    return row


@pytest.mark.parametrize("called", ["obs-4", "Alpha/1"])
def test_however_it_is_called_the_reader_gets_its_number(filmed: Facts, public: Receiver, called: str) -> None:
    assert origin(released(hanging(filmed, "record", called), public)) == ("exhibit", "X-0001")


def test_an_exhibit_of_two_files_gets_both_numbers(filmed: Facts, public: Receiver) -> None:
    filmed.append("exhibit", [{"file": "b.mp4", "organisation": "Alpha", "consent": ["public"], "sha256": "ef" * 32}])
    filmed.query("UPDATE report SET exhibits = ['a.mp4', 'b.mp4'] WHERE report_id = 'Alpha/1'")
    assert origin(released(hanging(filmed, "record", "Alpha/1"), public)) == ("exhibit", "X-0001, X-0002")


@pytest.mark.parametrize("kind", ["report", "remnants"])
def test_a_report_keeps_its_id_whatever_exhibits_it_has(filmed: Facts, public: Receiver, kind: str) -> None:
    assert origin(released(hanging(filmed, kind, "Alpha/1"), public)) == (kind, "Alpha/1")


def test_a_record_of_what_does_not_leave_keeps_its_own_id(filmed: Facts, public: Receiver) -> None:
    filmed.query("UPDATE exhibit SET consent = []")
    assert origin(released(hanging(filmed, "record", "4"), public)) == ("record", "4")
    # Letters of no scheme can spell somebody: a pseudonym stands for them.
    assert origin(released(hanging(filmed, "record", "obs-4"), public))[1].startswith("W-")


def test_the_hash_of_an_exhibit_that_does_not_leave_stays_in(filmed: Facts, public: Receiver) -> None:
    filmed.query("UPDATE exhibit SET consent = []")
    _, said = origin(released(hanging(filmed, "record", "cd" * 32), public))
    assert said.startswith("W-") and "cdcd" not in said
