"""Radio's score: noisy coordinates by how often they were heard, and wrong ones that say nothing of it."""

from __future__ import annotations

import pytest

from dalil.simulate.score.sky import score_radio
from dalil.simulate.score.truth import Truth


def spoken(name: str, incident: str, clean: str = "false") -> dict[str, str]:
    return {
        "transmission_id": name, "incident_id": incident, "clean": clean, "latitude": "34.2", "longitude": "175.0",
    }  # fmt: skip


def reading(name: str, latitude: float, certainty: str | None) -> dict[str, object]:
    return {
        "transmission_id": name, "element": "coordinates", "latitude": latitude, "longitude": 175.0,
        "certainty": certainty,
    }  # fmt: skip


TRUTH = Truth({"transmissions": [spoken("T1", "I1"), spoken("T2", "I2"), spoken("T3", "I2")]}, {})


def test_noisy_coordinates_by_how_often_they_were_heard() -> None:
    rows = [reading("T1", 34.21, "unconfirmed"), reading("T2", 34.2, "agreed"), reading("T3", 34.2, "mended")]
    found = score_radio({"transmission_reading": rows}, TRUTH)
    assert found is not None and found["noisy_by_times_heard"] == {"1": (1, 0.0), "2": (2, 1.0)}


@pytest.mark.parametrize(
    ("certainty", "counted"),
    [(None, 1), ("clean", 1), ("agreed", 1), ("mended", 0), ("unconfirmed", 0), ("disputed", 0)],
)
def test_a_wrong_position_counts_where_nothing_marks_it(certainty: str | None, counted: int) -> None:
    found = score_radio({"transmission_reading": [reading("T1", 34.21, certainty)]}, TRUTH)
    assert found is not None and found["wrong_without_a_mark"] == counted
