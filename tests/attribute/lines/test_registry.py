"""Which lines there are, and that each says all that it must."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dalil.attribute.book.model import FEEDS, LINES, OF_SKY, SOURCE_KINDS, WHOLE_LINES
from dalil.attribute.lines import registry
from dalil.attribute.lines.registry import Feed, Line, lines, register
from dalil.casefile.facts import Facts
from dalil.messages import LANGUAGES, catalogue
from dalil.records import TABLES

KNOWN = ("accounts", "media", "remnants", "admission", "reference", "flight", "radio")
KINDS = ("saw", "heard", "told", "account", "exhibit", "remnant", "party", "reference")


def test_the_lines_are_weighed_in_order_of_their_rank() -> None:
    assert tuple(line for line in LINES if line in KNOWN) == KNOWN
    assert tuple(kind for kind in SOURCE_KINDS if kind in KINDS) == KINDS
    assert {"accounts": "story", "flight": "flight", "radio": "radio"}.items() <= WHOLE_LINES.items()
    assert {"flight", "radio"} <= set(OF_SKY)


def test_a_line_is_found_by_being_there() -> None:
    files = {path.stem for path in Path(registry.__file__).parent.glob("*.py")} - {"__init__", "registry"}
    assert {line.name for line in lines()} == files


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_has_its_words(language: str) -> None:
    words = catalogue(language)
    lacking = {key for line in lines() for key in line.words if key not in words or key in words.missing}
    missing = [f"line {line.name}: {key}" for line in lines() for key in line.words if key in lacking]
    assert missing == [], f"sentences that {language} lacks"


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.name)
def test_a_line_says_what_it_is_fed_by(line: Line) -> None:
    assert line.of_sky != bool(line.feeds), "fed by the sky or by records"
    assert line.of_sky != bool(line.kinds)
    assert all(feed.doc for feed in line.feeds)


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_reads_a_table_and_gives_what_observing_needs(feed: str) -> None:
    table = feed.partition(".")[0]
    assert table in TABLES
    line, read = FEEDS[feed]
    facts = Facts.in_memory()
    if line.prepare:
        line.prepare(facts)
    found = facts.query(f"SELECT * FROM ({read.sql})").to_arrow_table().column_names
    assert set(found) == {"incident_id", "written", "origin_kind", "origin_id", "kind", "certainty"}


def test_no_field_feeds_two_lines() -> None:
    every = [feed.name for line in lines() for feed in line.feeds]
    assert len(every) == len(set(every))


def test_two_lines_of_one_rank_are_refused() -> None:
    lines()
    with pytest.raises(ValueError, match="second has the rank 10 of another"):
        register(Line("second", 10, feeds=(Feed("second.type", "SELECT 1", "a type"),)))
    assert "second" not in {line.name for line in lines()}


def test_who_checks_a_book_waits_for_no_kernel() -> None:
    code = "import sys, dalil.attribute.book.read; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
