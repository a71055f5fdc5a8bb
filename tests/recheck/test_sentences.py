"""A sentence ends with its value, in numbers as its language writes them."""

from __future__ import annotations

import pytest

from dalil.recheck.sentences import check_sentences


def figure(english: str, value: float | None, low: float | None = None, high: float | None = None, **more: object):
    return {"name": "f", "value": value, "low": low, "high": high, "text": english, "texts": {"en": english}} | more


@pytest.mark.parametrize(
    "given",
    [
        figure("Incidents: 1,207.", 1207),
        figure("Rate: 0.0417.", 0.041700001),
        figure("Rate: 2.49 (95 % interval 0.99 to 8.77).", 2.4875, 0.98967, 8.7739),
        figure("At least: 5 (95 % interval 3 and above).", 5, 3),
        figure("Incidents: 4.", 4, texts={"en": "Incidents: 4.", "ar": "الحوادث: \u20664\u2069."}),
    ],
)
def test_a_sentence_that_says_its_value(given: dict[str, object]) -> None:
    assert check_sentences([given]).faults == []


@pytest.mark.parametrize(
    "given",
    [
        figure("Incidents: 1,208.", 1207),
        figure("Incidents: 1,207 or so.", 1207),
        figure("Incidents: 51,207.", 1207),
        figure("Rate: 2.49 (95 % interval 0.99 to 9.77).", 2.4875, 0.98967, 8.7739),
        figure("Rate: 2.49.", 2.4875, 0.98967, 8.7739),
        figure("Incidents: 4.", 4, texts={"en": "Incidents: 4.", "ar": "الحوادث: \u20665\u2069."}),
        figure("Incidents: 4.", 4, text="Incidents: 5."),
        figure("Incidents: 4.", 4, texts={}),
        figure("Incidents: 4.", 4, texts={"en": 4}),
    ],
)
def test_one_that_says_another_is_a_fault_with_its_figure(given: dict[str, object]) -> None:
    (fault,) = check_sentences([given]).faults
    assert (fault.number, fault.where) == (14, "data/figures.json, f")


def test_a_language_that_is_not_written_here_is_named() -> None:
    assert check_sentences([figure("x: 4.", 4, texts={"xx": "x: 4."}, text="")]).unknown == {"xx"}
