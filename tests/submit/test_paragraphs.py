from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import Refused
from dalil.submit import CaseLike, submit
from dalil.submit.mask import Mask
from dalil.submit.paragraphs import demand_nobody_named, paragraphs
from dalil.submit.wording import Wording

WORDS = Wording("en", ZoneInfo("UTC"))


def test_paragraphs_lists_and_headings() -> None:
    text = "# Why now\nThe first.\nStill the first.\n\n- one\n- two\n\n\nThe last: *as written*."
    assert list(paragraphs(text, WORDS)) == [
        {"is": "heading", "text": "Why now", "level": 2},
        {"is": "paragraph", "text": "The first. Still the first."},
        {"is": "bullets", "items": ["one", "two"]},
        {"is": "paragraph", "text": "The last: *as written*."},
    ]


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
    case: CaseLike, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    facts.replace("victim", [{"victim_id": "a", "name": "Qasim Darwish", "protected": True}])
    with pytest.raises(Refused):
        submit(case, facts, settings, tmp_path / "out", audience="public", own={"en": "We mourn Qasim Darwish."})
    assert not (tmp_path / "out").exists()
