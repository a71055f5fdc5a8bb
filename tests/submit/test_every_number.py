"""The letter as a hostile reader takes it: no number without the figure behind it, no word stronger than its grade."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.submit.test_documents import pages

from dalil.messages import catalogue

# What is a number and no figure: dates, times, ids, hashes, coordinates, statements' ids, names of standards and files.
_NO_FIGURE = re.compile(
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
    r"|[0-9a-f]{8}:\d+|\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?|\b[0-9a-f]{8,}\b|SHA-256|\bS-\d+|\bX-\d+|Page \d+ of \d+"
    r"|-?\d+(?:\.\d+)?°|PDF/A|PAdES|\[…\]"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z•])|•")


def sentences(path: Path) -> list[str]:
    """Of the letter's body up to the section on how to check it, whose numbers are positions of the log."""
    text = " ".join(page for page in pages(path))
    body = text[: text.index("How to check this submission")]
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n|•", body)]


def uncited(text: str) -> bool:
    """A number in the text, and no [F…] anywhere in the same part."""
    bare = _NO_FIGURE.sub("", text)
    return bool(re.search(r"(?<![\w-])\d", re.sub(r"\[F[\d,\s F]*\]", "", bare))) and "[F" not in text


def test_every_part_with_a_number_cites_a_figure(submitted: Path) -> None:
    wrong = [part for part in sentences(submitted / "data/letter.en.pdf") if uncited(part)]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Incidents: 38. [F146]", False),
        ("Incidents: 38.", True),
        ("Qarah, 1 October 2016, S-0001", False),
        ("Each with its SHA-256 hash", False),
        ("It was 3 times", True),
    ],
)
def test_the_reader_sees_a_number_without_its_figure(text: str, expected: bool) -> None:
    assert uncited(text) is expected


@pytest.mark.parametrize("grade", ["high", "likely", "more_likely_than_not"])
def test_no_grade_is_worded_as_a_certainty(grade: str) -> None:
    words: dict[str, Any] = {name: text.lower() for name, text in catalogue("en").sentences.items()
                             if name.startswith(("submit.", f"reasons.grade.{grade}"))}  # fmt: skip
    for name, text in words.items():
        for strong in ("proven", "certainly", "guilty", "without doubt", "beyond doubt", "definitely", "confirmed"):
            assert not re.search(rf"\b{strong}\b", text), name
