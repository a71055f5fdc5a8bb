"""Letter, annex, sheets, method and summary as blocks, before they are set in type."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.submit.conftest import category

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit.content.changes import Changes
from dalil.submit.content.dossier import Dossier, Volume
from dalil.submit.content.entries import read_entries
from dalil.submit.content.figures import read_figures, withheld_figures
from dalil.submit.content.request import Request
from dalil.submit.documents.annex import _cited, annex
from dalil.submit.documents.letter import letter
from dalil.submit.documents.method import method
from dalil.submit.documents.sheets import sheets
from dalil.submit.documents.summary import summary_text
from dalil.submit.elements.wording import Wording
from dalil.submit.release.queries import reads_of
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


@pytest.fixture
def dossier(facts: Facts, settings: Settings, receiver: Receiver) -> Dossier:
    return make_matter(facts, settings, receiver)


def make_matter(facts: Facts, settings: Settings, receiver: Receiver) -> Dossier:
    released = cut(facts, receiver)
    entries = read_entries(released)
    reads = reads_of(row["query"] for row in facts.rows("SELECT query FROM figure"))
    figures = read_figures(facts, released, reads, ["north"])
    figures += withheld_figures(released, 1, figures)
    named = {figure.name: figure for figure in figures}
    return Dossier(
        settings, released, named, entries, [Volume(1, entries)], [], "f" * 32, datetime(2026, 1, 1, tzinfo=UTC)
    )


@pytest.fixture
def words(settings: Settings) -> Wording:
    return Wording("en", settings.timezone)


def texts(document: dict[str, Any]) -> str:
    return json.dumps(document["blocks"], ensure_ascii=False)


def tables(document: dict[str, Any]) -> list[list[list[str]]]:
    return [block["rows"] for block in document["blocks"] if block["is"] == "table"]


@pytest.mark.parametrize("fill", [letter, annex, method])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_document_is_written_in_both_languages(
    dossier: Dossier, fill: Callable[[Dossier, Wording], dict[str, Any]], language: str
) -> None:
    document = fill(dossier, Wording(language, dossier.settings.timezone))
    assert document["rtl"] is (language == "ar")
    assert len(document["blocks"]) > 5 and "{" not in "".join(
        block.get("text", "") for block in document["blocks"] if block["is"] in ("paragraph", "heading", "note")
    )


def test_objects_are_tabled_with_their_figures(dossier: Dossier, words: Wording) -> None:
    assert tables(letter(dossier, words))[0] == [["hospital or clinic", "1 [F2]"], ["school", "1 [F3]"]]


def test_of_killed_and_injured_only_what_somebody_states_has_a_column(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    query = "SELECT sum(killed_civilians_min) FROM incident WHERE in_scope AND list_contains(objects_hit, 'hospital')"
    named = {"name": "killed.civilians.min.object.hospital", "value": 2.0, "query": query, "rows": 1}
    facts.append("figure", [{**named, "kind": "total", "scope": "", "family": "object", "counted": "hospital"}])
    found = next(b for b in letter(make_matter(facts, settings, receiver), words)["blocks"] if b["is"] == "table")
    assert found["head"] == ["Object hit", "Incidents", "Civilians killed"]
    assert [row[2] for row in found["rows"]] == ["2 or more [F6]", "–"]


def test_parties_go_by_their_name_in_the_case(dossier: Dossier, words: Wording) -> None:
    assert tables(letter(dossier, words))[1] == [["Northern Command", "2 [F4]"]]


def test_without_attribution_the_letter_says_so(dossier: Dossier, words: Wording) -> None:
    assert "attributes no incident to any party" in texts(letter(dossier, words))


def test_a_toll_without_a_maximum_is_a_least(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    facts.query("DELETE FROM figure WHERE name = 'killed.total.max'")
    said = texts(letter(make_matter(facts, settings, receiver), words))
    assert "Killed, all persons, as alleged: at least 3, added over the 3 incidents" in said


def test_what_a_toll_leaves_open_is_said(facts: Facts, settings: Settings, receiver: Receiver, words: Wording) -> None:
    query = "SELECT count(*) FROM incident WHERE in_scope AND killed_total_min IS NULL"
    facts.append("figure", [{"name": "killed.total.not_stated", "value": 7.0, "query": query, "rows": 7}])
    facts.append("figure", [{"name": "killed.total.max_not_stated", "value": 2.0, "query": query, "rows": 2}])
    said = texts(letter(make_matter(facts, settings, receiver), words))
    assert "a minimum without a maximum: 2; not stated: 7" in said


def test_a_figure_of_zero_killed_is_a_figure(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    facts.query("UPDATE figure SET value = 0 WHERE name = 'killed.total.min'")
    assert "between 0 and 6" in texts(letter(make_matter(facts, settings, receiver), words))


def test_a_recall_is_in_the_letter(dossier: Dossier, words: Wording) -> None:
    changed = replace(dossier, changes=Changes("0" * 64, ("Beta/7",), (), (), ("I-9",), ()))
    said = texts(letter(changed, words))
    assert "destroyed: Beta/7" in said


def test_own_paragraphs_are_marked_as_such(dossier: Dossier, words: Wording) -> None:
    said = texts(letter(replace(dossier, request=Request(own={"en": "We ask for *haste*."})), words))
    assert "Written by those who submit" in said and "We ask for *haste*." in said
    assert "haste" not in texts(letter(replace(dossier, request=Request(own={"ar": "haste"})), words))


def test_the_register_has_one_row_for_each_incident(dossier: Dossier, words: Wording) -> None:
    register = next(rows for rows in tables(annex(dossier, words)) if rows[0][0] == "S-0001")
    assert register == [
        ["S-0001", "1 October 2016, 11:00–12:00", "Sakhour", "air strike", "hospital or clinic", "2–4", "–", "2", "1"],
        ["S-0002", "November 2016", "–", "air strike", "school", "1", "–", "1", "1"],
        ["S-0003", "2 December 2016, 10:00–11:00", "Bab", "air strike", "market", "0–1", "–", "1", "1"],
    ]


def test_the_annex_lists_the_figures_that_it_and_the_letter_cite(dossier: Dossier, words: Wording) -> None:
    rows = tables(annex(dossier, words))[-1]
    cited = {row[0]: row[4] for row in rows}
    assert cited["F5"] == "yes"
    assert cited["F4"] == "in part: 1"  # the party of the withheld report does not leave
    assert cited["F9"] == "stated only"


def test_bars_begin_at_zero(dossier: Dossier, words: Wording) -> None:
    bars = [block for block in annex(dossier, words)["blocks"] if block["is"] == "bars"]
    assert all(0 <= row["share"] <= 1 for block in bars for row in block["rows"])
    assert max(row["share"] for row in bars[0]["rows"]) == 1


def test_many_months_are_summed_to_years(facts: Facts, settings: Settings, receiver: Receiver, words: Wording) -> None:
    query = "SELECT count(*) FROM incident WHERE in_scope AND month_local = '2014-01'"
    months = [f"{year}-{month:02d}" for year in (2012, 2013, 2014, 2015) for month in range(1, 13)]
    facts.append("figure", [
        {"name": f"incidents.month.{month}", "value": 2.0, "query": query, "rows": 2, "unit": "incidents",
         "kind": "total", "scope": "", **category(f"incidents.month.{month}")} for month in months
    ])  # fmt: skip
    bars = [
        block["rows"]
        for block in annex(make_matter(facts, settings, receiver), words)["blocks"]
        if block["is"] == "bars"
    ]
    assert [(row["label"], row["value"]) for row in bars[-1]][:2] == [("2012", "24"), ("2013", "24")]


def test_a_simulated_case_says_so_in_every_caption(dossier: Dossier, words: Wording) -> None:
    simulated = replace(dossier, settings=dossier.settings.model_copy(update={"fictional": True}))
    blocks = [
        *letter(simulated, words)["blocks"],
        *annex(simulated, words)["blocks"],
        *method(simulated, words)["blocks"],
    ]
    captions = [block["caption"] for block in blocks if "caption" in block]
    assert captions and all(caption.startswith("FICTIONAL") for caption in captions)


def test_more_than_three_accounts_stand_in_groups(
    facts: Facts, settings: Settings, receiver: Receiver, words: Wording
) -> None:
    facts.query("UPDATE incident_report SET incident_id = 'I-1' WHERE report_id = 'Delta/9'")
    for n in range(2):
        facts.query(
            f"INSERT INTO report BY NAME SELECT * REPLACE ('Alpha/x{n}' AS report_id) FROM report"
            " WHERE report_id = 'Alpha/1'"
        )
        facts.append("incident_report", [{"incident_id": "I-1", "report_id": f"Alpha/x{n}", "organisation": "Alpha"}])
    whole = make_matter(facts, settings, receiver)
    groups = sheets(whole, whole.volumes[0], words)["sheets"][0]["accounts"]
    assert [len(group["head"]) - 1 for group in groups] == [3, 2]


def test_a_row_that_no_account_fills_is_left_out(dossier: Dossier, words: Wording) -> None:
    (group,) = sheets(dossier, dossier.volumes[0], words)["sheets"][2]["accounts"]
    labels = [row[0] for row in group["rows"]]
    assert "Weapons" not in labels and "Account" in labels


def test_a_coarse_position_says_why(dossier: Dossier, words: Wording) -> None:
    facts_of = dict(sheets(dossier, dossier.volumes[0], words)["sheets"][0]["facts"])
    assert facts_of["Position"] == "36.21, 37.19, within 786 m, made coarse to protect a medical facility"


def test_the_method_annex_has_every_setting_of_each_stage(dossier: Dossier, words: Wording) -> None:
    keys = {row[0] for rows in tables(method(dossier, words)) for row in rows}
    assert {"draws", "bins_s", "factor", "seed", "classes", "coordinate_decimals"} <= keys


def test_the_summary_is_short_and_cites(dossier: Dossier, words: Wording) -> None:
    lines = summary_text(dossier, words).splitlines()
    assert len(lines) <= 15 and lines[0] == "Qarah, a case for tests"
    assert "killed.total.min" not in "".join(lines) and "[F5]" in "".join(lines)


def test_every_figure_of_a_run_is_among_those_cited(dossier: Dossier, words: Wording) -> None:
    said = [{"is": "note", "text": "Drawn from [F2–F4]; its numbers stand in a file."}]
    numbers = [row[0] for block in _cited(dossier, words, said) if block["is"] == "table" for row in block["rows"]]
    assert numbers == ["F2", "F3", "F4"]
