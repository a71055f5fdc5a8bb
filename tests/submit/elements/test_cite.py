"""Numbers with the figures behind them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import Figure
from dalil.submit.elements.cite import cited, counted, ranged, references, sentences
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

WORDS = Wording("en", ZoneInfo("Asia/Damascus"))


def figure(number: int, name: str, value: float | None) -> Figure:
    return Figure(number, name, value, None, None, "persons", "", 1, {}, {"en": f"{name} is {value}."}, ())


def dossier(facts: Facts, settings: Settings, receiver: Receiver, *figures: Figure) -> Dossier:
    named = {each.name: each for each in figures}
    return Dossier(settings, cut(facts, receiver), named, [], [], [], "", datetime(2026, 1, 1, tzinfo=UTC))


def test_several_figures_are_one_piece_that_no_line_breaks() -> None:
    assert references(WORDS, figure(1, "a", 1), figure(12, "b", 2)) == "[F1,\u00a0F12]"
    assert references(Wording("ar", WORDS.zone), figure(1, "a", 1)) == "\u2066[F1]\u2069"


@pytest.mark.parametrize(("value", "shown"), [(1234.0, "1,234 [F3]"), (0.0, "0 [F3]"), (None, "–")])
def test_a_cell_is_a_number_and_its_figure(value: float | None, shown: str) -> None:
    assert counted(WORDS, figure(3, "a", value)) == shown


def test_a_figure_that_the_audience_lacks_has_a_dash_and_no_sentence(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    made = dossier(facts, settings, receiver, figure(1, "a", 2))
    assert counted(WORDS, None) == "–"
    assert sentences(made, WORDS, ["b", "a"]) == [cited(WORDS, "a is 2.", figure(1, "a", 2))]


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(2, 5, "2–5 [F1,\u00a0F2]"), (4, 4, "4 [F1,\u00a0F2]"), (3, None, "3 or more [F1]"), (None, None, "–")],
)
def test_a_range_cites_the_ends_that_are_stated(
    facts: Facts, settings: Settings, receiver: Receiver, low: float | None, high: float | None, shown: str
) -> None:
    made = dossier(facts, settings, receiver, figure(1, "killed.total.min", low), figure(2, "killed.total.max", high))
    assert ranged(made, WORDS, "killed.total") == shown
