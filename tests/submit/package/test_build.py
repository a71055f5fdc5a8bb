from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, as_case, hand_over

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import CannotProceed, UsageError
from dalil.submit.content.collect import collect, with_figures
from dalil.submit.content.request import Request
from dalil.submit.documents.annex import annex
from dalil.submit.documents.letter import letter
from dalil.submit.documents.method import method
from dalil.submit.documents.sheets import sheets
from dalil.submit.documents.summary import summary
from dalil.submit.elements.wording import Wording
from dalil.submit.package import build
from dalil.submit.package.verify import verify_submission


def contents(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_log_position_same_bytes(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> None:
    for name in ("one", "two"):
        hand_over(case, facts, settings, tmp_path / name, audience="commission", languages=("en",))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_order_of_rows_in_the_facts_does_not_matter(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    hand_over(case, facts, settings, tmp_path / "one", audience="commission")
    for table in ("report", "incident", "incident_report", "figure", "location"):
        key = "2 DESC" if table != "figure" else "1 DESC"
        facts.replace(table, facts.query(f"SELECT * FROM {table} ORDER BY {key}").to_arrow_table())
    hand_over(case, facts, settings, tmp_path / "two", audience="commission")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_what_was_made_is_told(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> None:
    made = hand_over(case, facts, settings, tmp_path / "out", audience="public")
    assert (made.incidents, made.volumes, made.withheld_reports) == (2, 1, 2)
    assert made.bag_sha256 == hashlib.sha256((tmp_path / "out/tagmanifest-sha256.txt").read_bytes()).hexdigest()


def test_a_folder_that_holds_anything_is_refused(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="not an empty folder"):
        hand_over(case, facts, settings, tmp_path / "out", audience="public")
    assert contents(tmp_path / "out").keys() == {"mine.txt"}


def test_an_empty_folder_is_taken(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    hand_over(case, facts, settings, tmp_path / "out", audience="public")
    assert all(check.passed for check in verify_submission(tmp_path / "out"))


@pytest.mark.parametrize(
    ("audience", "languages", "only"),
    [("publik", ("en",), ()), ("public", ("fr",), ()), ("public", (), ()), ("public", ("en",), ("I-9",))],
)
def test_a_wrong_call_leaves_nothing(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path, audience: str, languages: tuple[str, ...],
    only: tuple[str, ...],
) -> None:  # fmt: skip
    before = contents(tmp_path)
    with pytest.raises(UsageError):
        hand_over(case, facts, settings, tmp_path / "out", audience=audience, languages=languages, only=only)
    assert contents(tmp_path) == before and not (tmp_path / "out").exists()


def test_a_full_disk_leaves_nothing_half_made(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "close_bag", full)
    with pytest.raises(CannotProceed, match="disk is full"):
        hand_over(case, facts, settings, tmp_path / "out", audience="public")
    assert {path.name for path in tmp_path.iterdir()} == {"log", "vault"}


def test_a_simulated_case_says_so_in_every_file(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    fictional = settings.model_copy(update={"fictional": True})
    hand_over(case, facts, fictional, tmp_path / "out", audience="commission", languages=("en",))
    for path in (tmp_path / "out").rglob("*.*"):
        if path.suffix in (".csv", ".geojson", ".json", ".parquet") and "PROOF" not in path.parts:
            assert b"FICTIONAL" in path.read_bytes(), path.name
    assert "FICTIONAL" in (tmp_path / "out/bag-info.txt").read_text()
    assert "FICTIONAL" in (tmp_path / "out/VERIFY.en.txt").read_text()


def test_volumes_hold_as_many_sheets_as_the_settings_say(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    few = settings.model_copy(update={"submit": settings.submit.model_copy(update={"sheets_per_volume": 2})})
    made = hand_over(case, facts, few, tmp_path / "out", audience="commission")
    assert made.volumes == 2
    assert sorted(path.name for path in (tmp_path / "out/data").glob("sheets*")) == [
        "sheets.en.001.pdf",
        "sheets.en.002.pdf",
    ]


def test_a_case_without_anything_gives_a_submission_that_says_so(
    case: StandIn, settings: Settings, tmp_path: Path
) -> None:
    made = hand_over(case, Facts.in_memory(), settings, tmp_path / "out", audience="public", languages=("en", "ar"))
    assert (made.incidents, made.figures) == (0, 9)
    assert all(check.passed for check in verify_submission(tmp_path / "out"))


def test_no_sheet_depends_on_a_figure(case: StandIn, facts: Facts, settings: Settings) -> None:
    # The first sheets are begun before the figures are read.
    early = collect(as_case(case), facts, Request("commission", ("en", "ar")))
    late = with_figures(early, facts, None)
    assert not early.figures and late.figures
    for language in ("en", "ar"):
        words = Wording(language, settings.timezone)
        assert sheets(early, early.volumes[0], words) == sheets(late, late.volumes[0], words)


def test_filling_a_document_asks_no_database(
    case: StandIn, facts: Facts, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = with_figures(collect(as_case(case), facts, Request("public")), facts, None)
    words = Wording("en", settings.timezone)
    monkeypatch.setattr(Facts, "query", lambda *_: pytest.fail("a document asked the database"))
    for fill in (letter, annex, method, summary):
        assert fill(dossier, words)["blocks"]
    assert sheets(dossier, dossier.volumes[0], words)["sheets"]
