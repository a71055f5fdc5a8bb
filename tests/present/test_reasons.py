"""The reasons sheet: every sentence from a number, none stronger than the grade, the same in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.attribute.conftest import BOOK, RAW, with_incidents

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, parse_settings
from dalil.errors import UsageError
from dalil.present.reasons import reasons, reasons_of

Make = Callable[..., Facts]
RED = {"testimony_id": "t1", "witness": "w1", "directness": "saw", "aircraft_reported": ["red"]}
R1 = {"remnant_id": "m1", "munition": "r1", "certainty": "certain"}
SKY = {"party_id": "ann", "line": "flight", "log_ratio": 2.0, "low": 1.5, "high": 2.5, "spoke": "matched",
       "basis": "estimated", "origin_ids": ["Secret Network"], "chance": 0.08, "chance_n": 50, "others_n": 7,
       "others_matched": 1, "logged_before": True}  # fmt: skip


@pytest.fixture
def settings() -> Settings:
    return parse_settings(RAW, where="test")


@pytest.fixture
def incidents() -> Make:
    return with_incidents


def graded(make: Make, settings: Settings, **holds: Any) -> Facts:
    facts = make(x=holds)
    facts.replace("party", [{"party_id": "ann", "name": "Ann's Force", "name_ar": "قوة آن"}])
    attribute(facts, settings, codebook=BOOK)
    return facts


def test_what_speaks_for_it(incidents: Make, settings: Settings) -> None:
    sheet = reasons(graded(incidents, settings, testimony=[RED], remnant=[R1]), "x", "en")
    assert sheet.finding[0].startswith("There is a high likelihood that this was done by Ann's Force.")
    named = {text.partition(":")[0] for text in sheet.supports if not text.startswith("–")}
    assert named == {"remnants of munitions", "accounts and testimonies"}
    assert "– aircraft: red (independent sources: 1)." in sheet.supports
    assert sheet.critical_origin
    assert "flights observed" in sheet.not_looked_for


@pytest.mark.parametrize("holds", [{}, {"remnant": [R1]}])
def test_below_high_the_party_is_alleged(incidents: Make, settings: Settings, holds: dict[str, Any]) -> None:
    text = reasons(graded(incidents, settings, **holds), "x", "en").finding[0]
    assert "alleged" in text
    assert "high likelihood" not in text


def test_chance_stands_beside_a_match_and_the_network_is_not_named(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, remnant=[R1], sky_evidence=[SKY])
    text = reasons(facts, "x", "en").text
    assert "expected in about 4 of the 50 windows" in text
    assert "Of 7 incidents established as another party's, 1 have the same match." in text
    assert "A sighting was logged before the first report." in text
    assert "Secret Network" not in text
    assert "Secret Network" not in (facts.value("SELECT coalesce(hangs_on || origin_id, '') FROM attribution"))


def test_what_does_not_count_is_said(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, remnant=[R1 | {"munition": "mystery"}], report={"kind": "airstrike"})
    said = reasons(facts, "x", "en").set_aside
    assert said == ("Recorded values that the code book does not know: 1.",
                    "Records that look alike whoever did it: 1.")  # fmt: skip


def test_conflict_within_an_origin_is_shown(incidents: Make, settings: Settings) -> None:
    other = RED | {"testimony_id": "t2", "witness": "w2", "aircraft_reported": ["blue"]}
    sheet = reasons(graded(incidents, settings, testimony=[RED, other]), "x", "en")
    assert "– Within one source, accounts differ on aircraft: blue, red." in (*sheet.supports, *sheet.silent)


def test_arabic_says_as_much_and_isolates_numbers(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, testimony=[RED], remnant=[R1], sky_evidence=[SKY])
    english, arabic = reasons(facts, "x", "en"), reasons(facts, "x", "ar")
    assert [len(getattr(english, part)) for part in english.__slots__[3:]] == [
        len(getattr(arabic, part)) for part in arabic.__slots__[3:]
    ]
    assert "قوة آن" in arabic.finding[0]
    assert arabic.text.count("\u2066") == arabic.text.count("\u2069") > 5


def test_a_held_finding_says_so(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, remnant=[R1])
    facts.replace("review", [{"incident_id": "x", "state": "held", "by": "k", "reason": "the photograph is older"}])
    sheet = reasons(facts, "x", "en")
    assert "must not be relied on" in sheet.review[0]
    assert sheet.review[1] == "Reason given: the photograph is older"
    assert sheet.finding[0].startswith("A reviewer holds this finding back")
    assert "done by" not in sheet.finding[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whom_no_finding_names_no_line_names(incidents: Make, settings: Settings, language: str) -> None:
    facts = graded(incidents, settings, testimony=[RED | {"directness": "told", "aircraft_reported": ["shared"]}])
    sheet = reasons(facts, "x", language)
    assert facts.value("SELECT grade FROM attribution") == "not_attributed"
    assert sheet.silent
    for name in ("Ann", "BOB", "CYD", "آن"):
        assert name not in sheet.text


@pytest.mark.parametrize(("value", "said"), [(1.0, "more than 0.99"), (0.0, "less than 0.01"), (0.784, "0.78")])
def test_no_probability_is_said_to_be_certain(incidents: Make, settings: Settings, value: float, said: str) -> None:
    facts = graded(incidents, settings, testimony=[RED], remnant=[R1])
    facts.query(f"UPDATE attribution SET reasons = json_merge_patch(reasons, '{{\"without\": {{\"a\": {value},"
                f" \"accounts: report o/x\": {value}, \"remnants: remnants o/x\": {value}}}}}')")  # fmt: skip
    sheet = reasons(facts, "x", "en")
    assert sheet.critical_origin[0].endswith(f"the computed probability for Ann's Force would be {said}.")
    assert "tested on simulated conflicts only" in sheet.critical_origin[-1]


def test_values_are_said_in_words(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, remnant=[R1])
    row = {"incident_id": "x", "line": "remnants", "origin_kind": "remnants", "origin_id": "o"}
    said = ("party_named", "ann"), ("weapon", "guided_bomb"), ("sort", "a_b")
    facts.append("evidence", [row | {"variable": variable, "value": value} for variable, value in said])
    assert {"– party named by a witness: Ann's Force (independent sources: 1).",
            "– weapon: guided bomb (independent sources: 1).",
            "– sort: a b (independent sources: 1)."} <= set(reasons(facts, "x", "en").supports)  # fmt: skip


def test_what_an_expert_said_of_a_line_stands_beside_it(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, remnant=[R1])
    facts.replace("line_review", [{"incident_id": "x", "line": "remnants", "state": "held", "reason": "remnants: old"}])
    supports = reasons(facts, "x", "en").supports
    assert supports[-2:] == ("– A reviewer objects to this line.", "Reason given: remnants: old")


def test_an_incident_that_is_not_there(incidents: Make, settings: Settings) -> None:
    with pytest.raises(UsageError, match="no grade"):
        reasons(graded(incidents, settings), "y", "en")


def test_units_and_bases_of_the_time_are_context(incidents: Make, settings: Settings) -> None:
    when = datetime(2020, 5, 1)
    facts = graded(incidents, settings, remnant=[R1], incident={"earliest": when, "latest": when})
    facts.replace("actor", [
        {"actor_id": "f", "name": "First Force", "kind": "force", "part_of": "ann"},
        {"actor_id": "b", "name": "North Base", "kind": "base", "part_of": "f", "from_at": datetime(2020, 1, 1)},
        {"actor_id": "c", "name": "Later Base", "kind": "base", "part_of": "f", "from_at": datetime(2020, 6, 1)},
        {"actor_id": "d", "name": "Another's Base", "kind": "base", "part_of": "bob"},
    ])  # fmt: skip
    said = reasons(facts, "x", "en").finding[1]
    assert said == (
        "On record as belonging to Ann's Force at that time: First Force, North Base. That is context, not evidence."
    )


def test_many_at_once_are_the_same_as_one_by_one(incidents: Make, settings: Settings) -> None:
    facts = incidents(x={"remnant": [R1]}, y={"testimony": [RED], "sky_evidence": [SKY]})
    facts.replace("party", [{"party_id": "ann", "name": "Ann's Force", "name_ar": "قوة آن"}])
    attribute(facts, settings, codebook=BOOK)
    together = reasons_of(facts, ["y", "x"], "ar")
    assert list(together) == ["y", "x"]
    assert together == {name: reasons(facts, name, "ar") for name in ("y", "x")}


RADIO = SKY | {"line": "radio", "log_ratio": 3.0, "low": 2.9, "high": 3.1, "chance": 0.0009, "chance_n": 2,
               "origin_ids": [], "logged_before": None}  # fmt: skip


@pytest.mark.parametrize(
    ("certainty", "grade", "said"),
    [
        ("agreed", "high", "heard at least twice"),
        ("clean", "high", "heard once, and all of it"),
        ("mended", "high", "digits that differed"),
        ("unconfirmed", "likely", "heard once, and not all of it was understood"),
        ("disputed", "likely", "heard in more than one way"),
    ],
)
def test_no_high_rests_on_a_position_that_may_have_been_misheard(
    incidents: Make, settings: Settings, certainty: str, grade: str, said: str
) -> None:
    facts = graded(incidents, settings, remnant=[R1], sky_evidence=[RADIO | {"certainty": certainty}])
    sheet = reasons(facts, "x", "en")
    assert facts.value("SELECT grade FROM attribution") == grade
    assert any(said in text for text in sheet.supports)
    assert ("never one of the two" in sheet.text) == (grade == "likely")
    assert len(reasons(facts, "x", "ar").supports) == len(sheet.supports)


@pytest.mark.parametrize(
    ("chance", "windows", "said"),
    [
        (0.0009, 2, "were looked at: 2. That is too few to say"),
        (0.0009, 5, "fewer than 1 of the 5 windows"),
        (0.08, 50, "about 4 of the 50 windows"),
        (0.5, 7, "about 4 of the 7 windows"),
        (0.009, 100, "about 1 of the 100 windows"),
    ],
)
def test_a_rate_is_no_finer_than_its_windows(
    incidents: Make, settings: Settings, chance: float, windows: int, said: str
) -> None:
    facts = graded(incidents, settings, sky_evidence=[SKY | {"chance": chance, "chance_n": windows}], remnant=[R1])
    text = reasons(facts, "x", "en").text
    assert said in text
    assert "of 100 windows (" not in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"spoke": "silent"}, "radio traffic: looked for; nothing was found that fits"),
        ({"spoke": "matched"}, "radio traffic: something was found that fits; how often"),
        ({"spoke": "matched", "independent": False}, "radio traffic: something was found that fits; it is not"),
    ],
)
def test_a_line_that_does_not_speak_says_why(
    incidents: Make, settings: Settings, row: dict[str, Any], said: str
) -> None:
    nothing = {"party_id": "ann", "line": "radio", "log_ratio": 0.0, "low": 0.0, "high": 0.0, "basis": "elicited"}
    facts = graded(incidents, settings, remnant=[R1], sky_evidence=[nothing | row])
    sheet = reasons(facts, "x", "en")
    assert any(text.startswith(said) for text in sheet.silent)
    assert "radio traffic" not in sheet.silent
    assert len(reasons(facts, "x", "ar").silent) == len(sheet.silent)


def test_days_are_said_in_words(incidents: Make, settings: Settings) -> None:
    facts = graded(incidents, settings, remnant=[R1])
    facts.replace("statement_check", [{"statement_id": "ST6", "party": "ann", "act": "denies", "incident_id": "x",
                                       "made_on": datetime(2020, 5, 1), "excluded": True}])  # fmt: skip
    assert "on 1 May 2020 would" in reasons(facts, "x", "en").statements[0]
    assert "\u20661\u2069 أيار \u20662020\u2069" in reasons(facts, "x", "ar").statements[0]


@pytest.mark.parametrize(
    ("line", "kind", "origin", "english", "arabic"),
    [
        ("media", "record", "obs-4", "(the exhibit that record obs-4 describes)", "المستند الموصوف في السجل"),
        ("admission", "statement", "ST006", "(statement ST006)", "التصريح"),
        ("remnants", "remnants", "o/x", "(the remnants of report o/x)", "بقايا التقرير"),
        ("media", "exhibit", "X-0001, X-0002", "(exhibit X-0001, X-0002)", "المستند"),
        ("reference", "context", "c1", "(reference record c1)", "السجل المرجعي"),
        ("accounts", "report", "o/x", "(report o/x)", "التقرير"),
        ("flight", None, None, "on flights observed: without it", "الطلعات المرصودة"),
        ("accounts", "report", None, "on accounts and testimonies: without it", "الشهادات"),
    ],
)
def test_what_it_hangs_on_is_said_in_words(
    incidents: Make, settings: Settings, line: str, kind: str | None, origin: str | None, english: str, arabic: str
) -> None:
    facts = graded(incidents, settings, remnant=[R1])
    facts.query("UPDATE attribution SET hangs_on = ?, origin_kind = ?, origin_id = ?", [line, kind, origin])
    assert english in reasons(facts, "x", "en").critical_origin[0]
    assert arabic in reasons(facts, "x", "ar").critical_origin[0]
