"""case.toml as written is case.toml as read."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
