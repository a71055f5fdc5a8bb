from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.submit.conftest import StandIn, hand_over

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import Refused
from dalil.submit.content.figures import Figure
from dalil.submit.documents.paragraphs import paragraphs
from dalil.submit.elements.wording import Wording
from dalil.submit.release.people.mask import Mask, demand_nobody_named

WORDS = Wording("en", ZoneInfo("UTC"))


def test_paragraphs_lists_and_headings() -> None:
    text = "# Why now\nThe first.\nStill the first.\n\n- one\n- two\n\n\nThe last: *as written*."
    assert list(paragraphs(text, WORDS, {})) == [
        {"is": "heading", "text": "Why now", "level": 2},
        {"is": "paragraph", "text": "The first. Still the first."},
        {"is": "bullets", "items": ["one", "two"]},
        {"is": "paragraph", "text": "The last: *as written*."},
    ]


def test_a_figure_comes_with_its_interval_and_its_number() -> None:
    estimate = Figure(
        7, "estimate.all", 691, 633, 778, "incidents", "", 1, {}, {"en": "At least 691 (633 to 778)."}, ()
    )
    said = list(paragraphs("We add: {figure:estimate.all}", WORDS, {"estimate.all": estimate}))
    assert said == [{"is": "paragraph", "text": "We add: At least 691 (633 to 778). [F7]"}]


def test_a_figure_that_is_not_there_is_refused_with_those_that_are_near() -> None:
    estimate = Figure(7, "estimate.all", 691, 633, 778, "incidents", "", 1, {}, {}, ())
    with pytest.raises(Refused, match="does not have") as raised:
        list(paragraphs("{figure:estimate.al}", WORDS, {"estimate.all": estimate}))
    assert "estimate.all" in raised.value.expected and raised.value.found == "estimate.al"


@pytest.mark.parametrize(
    ("text", "where"),
    [("A\nQassem Darweesh said", "line 2"), ("قاسم درويش", "line 1"), ("Qasim\nDarwish", "paragraphs")],
)
def test_a_name_stops_with_its_place_and_not_itself(text: str, where: str) -> None:
    with pytest.raises(Refused) as raised:
        demand_nobody_named(text, Mask(["Qasim Darwish"]), "paragraphs")
    assert where in raised.value.where
    assert "Darw" not in str(raised.value) and "درويش" not in str(raised.value)


def test_a_submission_with_such_a_paragraph_is_not_made(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    facts.replace("victim", [{"victim_id": "a", "name": "Qasim Darwish", "protected": True}])
    with pytest.raises(Refused):
        hand_over(case, facts, settings, tmp_path / "out", audience="public", own={"en": "We mourn Qasim Darwish."})
    assert not (tmp_path / "out").exists()
