"""Drawings: from what leaves, with their numbers beside them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.submit.documents.test_letter import make_matter

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content import drawings
from dalil.submit.content.figures import Figure
from dalil.submit.elements.pictures import drawing_blocks, pictures
from dalil.submit.elements.wording import Wording
from dalil.submit.machine.lists import write_drawings
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut

REPORTS = "SELECT report_id, organisation FROM incident_report ORDER BY ALL"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="1" height="1"/></svg>'


@dataclass(frozen=True)
class Stand:
    """A drawing."""

    name: str = "rate-hospital"
    title: str = "Rate"
    svg: str = SVG
    columns: tuple[str, ...] = ("category", "incidents")
    rows: tuple[tuple[Any, ...], ...] = (("=cmd", 3),)


def figure(name: str, **columns: str) -> Figure:
    return Figure(1, name, 3, None, None, "incidents", "", 1, {}, {}, (), **columns)


def test_who_draws_sees_the_cut_tables_and_the_figures_that_leave(
    facts: Facts, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def draw(shown: Facts, language: str) -> list[Stand]:
        seen["reports"] = shown.rows(REPORTS)
        seen["figures"] = shown.query("SELECT name, scope, value FROM figure ORDER BY name").fetchall()
        seen["names"] = shown.value("SELECT count(*) FROM victim")
        return [Stand()]

    released = cut(facts, receiver, ["incident_report"])
    names = ("a.b", "rate.hospital.P1", "scope.S1.a")
    monkeypatch.setattr(drawings, "graphics", draw)
    given = [figure(name, scope="S1" if name.startswith("scope.") else "") for name in names]
    drawn = drawings.drawings_of(released, given, ["en"])
    assert drawn == {"en": [Stand()]}
    assert seen["reports"] == released.facts.rows(REPORTS) != facts.rows(REPORTS)
    assert seen["figures"] == [("a.b", "", 3.0), ("rate.hospital.P1", "", 3.0), ("scope.S1.a", "S1", 3.0)]
    assert seen["names"] == 0


def test_a_drawing_lies_beside_its_numbers_and_says_fictional(tmp_path: Path) -> None:
    write_drawings(tmp_path / "drawings", {"en": [Stand()]}, fictional=True)
    svg = (tmp_path / "drawings" / "rate-hospital.en.svg").read_text()
    assert "FICTIONAL" in svg and svg.endswith("</svg>")
    with (tmp_path / "drawings" / "rate-hospital.en.csv").open(newline="") as stream:
        assert list(csv.reader(stream)) == [["category", "incidents", "FICTIONAL"], ["'=cmd", "3", "FICTIONAL"]]


def test_of_a_real_case_it_is_as_drawn(tmp_path: Path) -> None:
    write_drawings(tmp_path / "drawings", {"en": [Stand()]}, fictional=False)
    assert (tmp_path / "drawings" / "rate-hospital.en.svg").read_text() == SVG


def test_documents_take_the_drawings_of_their_language(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    dossier = replace(make_matter(facts, settings, receiver), drawings={"en": [Stand(), Stand("aim-school")]})
    assert [block["alt"] for block in pictures(dossier, Wording("en", settings.timezone), "rate-")] == ["Rate: =cmd 3."]
    assert list(pictures(dossier, Wording("ar", settings.timezone), "rate-")) == []


def test_a_drawing_names_the_figures_behind_it_and_the_file_of_its_numbers(
    facts: Facts, settings: Settings, receiver: Receiver
) -> None:
    names = ("change.hospital.1.p", "every.hospital.P1", "rate.school.P1", "rate.hospital.P1")
    numbered = {name: replace(figure(name), number=number) for number, name in enumerate(names, 3)}
    dossier = replace(make_matter(facts, settings, receiver), figures=numbered, drawings={"en": [Stand()]})
    (block,) = pictures(dossier, Wording("en", settings.timezone), "rate-")
    assert block["note"].endswith("Drawn from [F3–F4, F6]; its numbers stand in drawings/rate-hospital.en.csv.")


def test_what_a_refused_question_counted_is_not_drawn(
    facts: Facts, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [Stand("aim-hospital"), Stand("aim-school")]
    figures = [figure("targeting.school.p"), figure("targeting.strikes")]
    monkeypatch.setattr(drawings, "graphics", lambda *_: made)
    drawn = drawings.drawings_of(cut(facts, receiver), figures, ["en", "ar"])
    assert {language: [each.name for each in found] for language, found in drawn.items()} == {
        "en": ["aim-school"], "ar": ["aim-school"],
    }  # fmt: skip


def test_the_annex_has_the_drawings_that_bars_do_not_show(facts: Facts, settings: Settings, receiver: Receiver) -> None:
    drawn = {"en": [Stand("combinations-lists"), Stand("incidents-object"), Stand("undocumented-heterogeneity")]}
    dossier = replace(make_matter(facts, settings, receiver), drawings=drawn)
    words = Wording("en", settings.timezone)
    assert [block["is"] for block in drawing_blocks(dossier, words)] == ["heading", "picture"]
    assert list(drawing_blocks(replace(dossier, drawings={}), words)) == []


def test_behind_a_drawing_by_family_stand_the_figures_of_that_family(facts: Facts, receiver: Receiver) -> None:
    by = {"family": "place", "counted": "Al-Sakhour"}
    figures = [
        replace(figure("incidents.place.al_sakhour", **by), number=4),
        replace(figure("scope.S1.incidents.place.al_sakhour", **by, scope="S1"), number=5),
        replace(figure("killed.total.min.place.al_sakhour", **by), number=6, unit="persons"),
        replace(figure("incidents.object.place", family="object", counted="place"), number=7),
    ]
    assert drawings.numbers_of(Stand("incidents-place"), figures) == [4]
    assert drawings.numbers_of(Stand("nobody-knows"), figures) == []
