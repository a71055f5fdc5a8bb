"""case.toml: what it may hold, and how a fault in it is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dalil.casefile.settings import parse_settings, read_settings
from dalil.errors import DalilError, Refused, UsageError

RAW = {"title": "T", "zone": "Asia/Damascus", "from": "2016-07-01", "to": "2016-12-31"}


def test_period_is_whole_local_days_in_utc() -> None:
    period = parse_settings(RAW, where="").period
    assert period.earliest == datetime(2016, 6, 30, 21, 0)  # UTC+3 in summer
    assert period.latest == datetime(2016, 12, 31, 21, 59, 59, 999999)  # UTC+2 in winter


def test_area_edges_are_inside() -> None:
    settings = parse_settings({**RAW, "area": [36.5, 35.7, 37.7, 36.7]}, where="")
    assert settings.holds_point(35.7, 36.5)
    assert not settings.holds_point(35.69, 36.5)
    assert settings.holds_point(35.2, 36.0, around=0.5)
    assert not settings.holds_point(35.19, 36.5, around=0.5)


def test_without_an_area_every_point_is_inside() -> None:
    assert parse_settings(RAW, where="").holds_point(-90.0, 180.0)


def test_unknown_key_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"link\.drawz") as caught:
        parse_settings({**RAW, "link": {"drawz": 3}}, where="case.toml")
    assert "draws" in caught.value.expected


@pytest.mark.parametrize(
    "change",
    [
        {"zone": "Mars/Olympus"},
        {"to": "2016-06-01"},
        {"area": [37.7, 35.7, 36.5, 36.7]},
        {"parties": [{"id": "Not An Id", "name": "x"}]},
    ],
)
def test_bad_values_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DalilError) as caught:
        parse_settings({**RAW, **change}, where="case.toml")
    assert next(iter(change)) in f"{caught.value.where} {caught.value.what}" or "period" in caught.value.what


def test_other_format_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("format = 99\n")
    with pytest.raises(Refused, match="another version") as caught:
        read_settings(path)
    assert "install" in caught.value.do


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text('title = "x\n')
    with pytest.raises(Refused) as caught:
        read_settings(path)
    assert "line 1" in caught.value.found
