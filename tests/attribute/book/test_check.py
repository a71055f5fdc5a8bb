"""Faults and gaps of a code book, each by where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.attribute.conftest import BOOK
from tests.cases import settings_of

from dalil import simulate
from dalil.attribute.book.read import check
from dalil.casefile.settings import Settings

FICTIONAL = next(Path(simulate.__file__).parent.rglob("codebook.toml"))


def errors(text: str, settings: Settings) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in check(text, settings) if problem.error]


def test_a_whole_book_has_no_error(settings: Settings) -> None:
    assert errors(BOOK, settings) == []


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("red = 90", "rad = 90", "variables.aircraft.counts.ann", "did you mean red?"),
        ("red = 90", "red = -1", "variables.aircraft.counts.ann.red", "negative"),
        ("red = 90", "red = nan", "variables.aircraft.counts.ann.red", "finite"),
        ("red = 90", "red = inf", "variables.aircraft.counts.ann.red", "finite"),
        ("red = 90", 'red = "many"', "variables.aircraft.counts.ann.red", "valid number"),
        ("red = 90, shared = 10", "red = 0, shared = 0", "variables.aircraft.counts.ann", "add up to nothing"),
        ('"red", "blue", "shared"', '"red", "blue", "blue", "shared"', "variables.aircraft.values", "2 times"),
        ('id = "munition"', 'id = "aircraft"', "variables.aircraft", "2 variables have this id"),
        ('id = "munition"', 'idd = "munition"', "variables.number 2.id", "missing"),
        ("rho = 0.8", "rho = 1.8", "variables.admission.rho", "less than 1"),
        ("rho = 0.8", "written = { x = 'zed' }", "variables.admission.written.x", "unknown value"),
        ("rho = 0.8", "written = { Ann = 'bob' }", "variables.admission.written.Ann", "'ann' elsewhere"),
        ("rho = 0.8", "citations = { zed = 'a list' }", "variables.admission.citations.zed", "not a party"),
        ("flat = 0.01", "flat = 0.01\ncertainty = { sure = 1.0 }", "certainty.sure", "unknown word"),
        ("flat = 0.01", "flat = 0.01\ncertainty = { possible = 1.5 }", "certainty.possible", "at most 1"),
        ("flat = 0.01", "flat = 0", "flat", "greater than 0"),
        ("counts = { ann = { red", "counts = { anna = { red", "variables.aircraft.counts.anna", "did you mean ann?"),
        ('"report.kind"]', '"report.knd"]', "variables.kind", "did you mean report.kind?"),
        ('"report.kind"]', '"report.aircraft"]', "variables.kind", "it would count twice"),
        ('role = "commander"', 'role = "comander"', "variables.besieger", "did you mean commander?"),
        ("\nsaw = {", "\nsw = {", "reliability.sw", "unknown kind of source; did you mean saw?"),
        ("saw = { value = 0.9, low = 0.8", "saw = { value = 0.9, low = 0.95", "reliability.saw", "outside its range"),
    ],
)  # fmt: skip
def test_faults(settings: Settings, old: str, new: str, where: str, says: str) -> None:
    assert old in BOOK
    found = [each for each in errors(BOOK.replace(old, new, 1), settings) if each.startswith(where)]
    assert any(says in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("red = 90, shared = 10", "red = 0.9, shared = 0.1", "variables.aircraft.counts.ann", "are these shares?"),
        ("red = 90", "red = 9000", "variables.aircraft.counts.ann", "9010 observations"),
        ("ann = { airstrike = 50 }, ", "", "variables.kind.counts", "nothing about ann"),
        ("low = 0.8, high = 0.95", "low = 0.9, high = 0.9", "reliability.saw", "exactly"),
        ('fed_by = ["report.kind"]', "fed_by = []", "variables.kind", "nothing feeds it"),
        ("flat = 0.01", "flat = 0.01\ncertainty = { certain = 1.0 }", "certainty.possible", "no doubt at all"),
        ("title", "title", "variables.kind.counts", "cannot tell them apart"),
    ],
)
def test_gaps(settings: Settings, old: str, new: str, where: str, says: str) -> None:
    found = check(BOOK.replace(old, new, 1), settings)
    assert any(problem.where == where and says in problem.what and not problem.error for problem in found)


def test_a_judgement_has_a_name(settings: Settings) -> None:
    assert "without the name of who judged" in errors(BOOK.replace('by = "t"\ncounts', "counts", 1), settings)[0]


def test_a_reliability_has_a_source(settings: Settings) -> None:
    text = BOOK.replace('citation = "judgement", by = "t" }', 'citation = "" }', 1)
    assert errors(text, settings) == [
        "reliability.saw: no citation; where it is a judgement, write `judgement` and by whom"
    ]


def test_gaps_are_named_and_used_as_they_stand(settings: Settings) -> None:
    gaps = {problem.where for problem in check(BOOK, settings) if not problem.error}
    assert {"reliability.heard", "reliability.radio", "variables.kind.values"} <= gaps


def test_the_fictional_book_is_whole() -> None:
    parties = [{"id": name, "name": name} for name in ("toruvia", "naharat", "selvane", "dahr")]
    settings = settings_of("2020-01-01", "2020-01-02", parties=parties)
    found = check(FICTIONAL.read_text(encoding="utf-8"), settings)
    assert [problem for problem in found if problem.error] == []
