"""What a reader sees: the pages as text, in both scripts."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, hand_over

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings


def pages(path: Path) -> list[str]:
    """The text of each page, in reading order; direction marks taken out."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    ran = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    text = "".join(c for c in ran.stdout if unicodedata.category(c) != "Cf")
    return text.split("\f")[:-1]


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(pages(path)))


def test_the_letter_says_alleged_and_cites_figures(submitted: Path) -> None:
    text = text_of(submitted / "data/letter.en.pdf")
    assert (
        "Killed, all persons, as alleged: between 3 and 6, added over the 3 incidents that state a minimum [F7, F6]"
        in text
    )
    assert "they are no finding of fact or of law" in text
    assert "Reports without consent for this audience, counted in the totals and not shown: 1. [F9]" in text


def test_the_letter_fits_in_four_pages(submitted: Path) -> None:
    assert 1 <= len(pages(submitted / "data/letter.en.pdf")) <= 4
    assert 1 <= len(pages(submitted / "data/letter.ar.pdf")) <= 4


def test_arabic_extracts_as_arabic(submitted: Path) -> None:
    letter, sheets = text_of(submitted / "data/letter.ar.pdf"), text_of(submitted / "data/sheets.ar.001.pdf")
    for words in ("ما جرى عمله", "كيف يدقق هذا الملف", "إلى من تشير الأدلة", "ويعطي الملف"):
        assert words in letter
    assert "الصاخور" in sheets and "غارة جوية" in sheets and "ذخيرة عنقودية" in sheets


def test_coordinates_are_not_swapped_in_arabic(submitted: Path) -> None:
    text = text_of(submitted / "data/sheets.ar.001.pdf")
    assert "36.40000, 37.50000" in text and "36.21, 37.19" in text


def test_accounts_stand_side_by_side(submitted: Path) -> None:
    first = re.sub(" +", " ", pages(submitted / "data/sheets.en.001.pdf")[1])
    assert "1. Alpha 2. Beta" in first and "Report Alpha/1 Beta/7" in first
    assert "Two bombs fell. =SUM(A1) We heard it." in first


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_of_the_confidential_report_is_in_any_document(submitted: Path, language: str) -> None:
    for path in (submitted / "data").glob(f"*.{language}*.pdf"):
        for secret in ("Gamma", "Secretplace", "Confidential words", "Delta", "12 November"):
            assert secret not in text_of(path), path.name


def test_every_page_of_a_simulated_case_says_so(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    fictional = settings.model_copy(update={"fictional": True})
    hand_over(case, facts, fictional, tmp_path / "out", audience="commission", languages=("en", "ar"))
    for path in (tmp_path / "out/data").glob("*.pdf"):
        assert all("FICTIONAL" in page for page in pages(path)), path.name


def test_pages_are_numbered(submitted: Path) -> None:
    annex = pages(submitted / "data/annex.en.pdf")
    assert all(f"Page {n} of {len(annex)}" in page for n, page in enumerate(annex, 1))


def test_no_document_carries_the_time_of_the_clock(submitted: Path) -> None:
    for path in (submitted / "data").glob("*.pdf"):
        assert b"D:20261122120000" in path.read_bytes(), path.name
