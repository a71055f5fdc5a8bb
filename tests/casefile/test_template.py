"""case.toml as written is case.toml as read."""

from __future__ import annotations

import tomllib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalil.casefile.settings import parse_settings
from dalil.casefile.template import case_toml, toml_value

RAW = {"title": "T", "zone": "Asia/Damascus", "from": "2016-07-01", "to": "2016-12-31"}


def test_round_trip_keeps_every_setting() -> None:
    raw = {
        **RAW,
        "area": [36.5, 35.7, 37.7, 36.7],
        "parties": [{"id": "a", "name": "A", "aliases": ["x", "سلاح"]}],
        "sky": {"seed": 3},
        "audiences": {"court": {"title": "A court", "consents": ["court"], "classes": ["id", "code"]}},
    }
    assert parse_settings(tomllib.loads(case_toml(raw)), where="") == parse_settings(raw, where="")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_any_title_survives(title: str) -> None:
    assert tomllib.loads(f"x = {toml_value(title)}")["x"] == title


def test_a_value_without_toml_form_is_an_error() -> None:
    with pytest.raises(TypeError):
        toml_value(object())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (3, "3"),
        (0.5, "0.5"),
        (date(2016, 7, 1), "2016-07-01"),
        (time(5, 59), "05:59:00"),
        ([1, [2]], "[1, [2]]"),
        ({"a b": 1, "c": "x"}, '{ "a b" = 1, c = "x" }'),
        ('say "no"\n', '"say \\"no\\"\\n"'),
        ((), "[]"),
    ],
)
def test_each_value_has_its_form(value: object, text: str) -> None:
    assert toml_value(value) == text
    assert tomllib.loads(f"x = {text}")


def test_what_is_not_given_keeps_its_default_and_is_not_written() -> None:
    written = tomllib.loads(case_toml(RAW))
    assert set(written) == {"format", "title", "organisation", "zone", "from", "to", "parts_of_day"}


def test_tables_within_a_section_come_back() -> None:
    raw = {
        **RAW,
        "sky": {"seed": 3, "aircraft": [{"id": "X-1", "aliases": ["x1"], "top_speed_ms": 300.0}],
                "window_s": {"minute": 60.0}},
        "submit": {"page_budget": 20, "annex": {"grades": ["high"], "only": ["I-1"]}},
        "scopes": [{"id": "one", "rule": "kind=airstrike"}, {"id": "two", "from": "2016-08-01"}],
        "roles": ["direct"],
    }  # fmt: skip
    assert parse_settings(tomllib.loads(case_toml(raw)), where="") == parse_settings(raw, where="")


def test_an_audience_with_a_name_of_its_own_script_comes_back() -> None:
    raw = {**RAW, "audiences": {"محكمة": {"title": "Court", "classes": ["id"]}}}
    assert tomllib.loads(case_toml(raw))["audiences"]["محكمة"]["title"] == "Court"


def test_a_fictional_case_says_so_in_its_file() -> None:
    assert tomllib.loads(case_toml({**RAW, "fictional": True}))["fictional"] is True


def test_settings_that_do_not_hold_are_not_written() -> None:
    with pytest.raises(ValidationError):
        case_toml({**RAW, "zone": "Mars/Olympus"})


def test_a_person_can_read_what_the_days_mean() -> None:
    text = case_toml(RAW)
    assert text.startswith("# The settings of this case.")
    assert "both days are included" in text
    assert "night = [00:00:00, 05:59:00]" in text
