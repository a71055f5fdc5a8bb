"""Lines of evidence on a sheet."""

from __future__ import annotations

from typing import Any

import pytest

from dalil.casefile.settings import Settings
from dalil.submit.content.entries import Entry
from dalil.submit.elements.findings import line_rows
from dalil.submit.elements.wording import Wording


@pytest.fixture
def words(settings: Settings) -> Wording:
    return Wording("en", settings.timezone)


def line(name: str, stance: str, *ratios: float | None) -> dict[str, Any]:
    ratio, low, high = ratios or (None, None, None)
    return {"line": name, "stance": stance, "ratio": ratio, "ratio_low": low, "ratio_high": high}


LINES = (line("radio", "not_looked_for"), line("remnants", "contradicts", 0.4, 0.234, 0.91),
         line("accounts", "supports", 29.76, 5.96, 1603.6), line("flight", "silent", 1.04, 0.7, 1.5))  # fmt: skip


def test_lines_stand_with_their_ranges_those_for_the_finding_first(words: Wording) -> None:
    entry = Entry(1, {}, (), 0, False, finding={"party": "north", "grade": "likely"}, lines=LINES)
    assert line_rows(entry, words) == [
        ["accounts and testimonies", "speaks for it", "30", "6–1,600"],
        ["remnants of munitions", "speaks against it", "0.4", "0.23–0.91"],
        ["flights observed", "does not tell the parties apart", "1", "0.7–1.5"],
        ["radio traffic", "nothing was recorded", "–", "–"],
    ]


@pytest.mark.parametrize("finding", [None, {"party": None, "grade": "not_attributed"}])
def test_where_nobody_was_found_no_ratio_is_shown(words: Wording, finding: dict[str, Any] | None) -> None:
    assert line_rows(Entry(1, {}, (), 0, False, finding=finding, lines=LINES), words) == []
