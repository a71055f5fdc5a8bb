"""case.toml: what it may hold, and how a fault in it is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.cases import raw

from dalil.casefile.settings import parse_settings, read_settings, utc_days
from dalil.errors import DalilError, Refused, UsageError

RAW = raw(zone="Asia/Damascus")


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


@pytest.mark.parametrize(
    ("key", "where"),
    [("colour", "colour"), ("sky.windows", "sky.windows"), ("count.raid_metres", "count.raid_metres")],
)
def test_a_key_is_named_with_its_whole_path(key: str, where: str) -> None:
    raw: dict[str, object] = dict(RAW)
    *sections, name = key.split(".")
    raw |= {sections[0]: {name: 1}} if sections else {name: 1}
    with pytest.raises(UsageError) as caught:
        parse_settings(raw, where="case.toml")
    assert where in caught.value.what
    assert "docs/reference/case.md" in caught.value.do


def test_a_key_unlike_any_other_is_told_with_all_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        parse_settings({**RAW, "submit": {"zzz": 1}}, where="")
    assert caught.value.expected == "one of page_budget, sheets_per_volume, annex, certificate"


def test_a_bad_value_is_shown_with_where_it_stands() -> None:
    with pytest.raises(Refused) as caught:
        parse_settings({**RAW, "link": {"draws": "many"}}, where="case.toml")
    assert caught.value.found == "'many'"
    assert caught.value.where == "case.toml, key link.draws"


@pytest.mark.parametrize("missing", ["title", "zone", "from", "to"])
def test_what_must_be_given_is_asked_for(missing: str) -> None:
    raw = {key: value for key, value in RAW.items() if key != missing}
    with pytest.raises(Refused) as caught:
        parse_settings(raw, where="case.toml")
    assert caught.value.where == f"case.toml, key {missing}"


@pytest.mark.parametrize("area", [[-181, 0, 0, 1], [0, -91, 1, 0], [0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 1, 91]])
def test_an_area_outside_the_earth_or_without_extent_is_refused(area: list[float]) -> None:
    with pytest.raises(Refused, match="west, south, east, north"):
        parse_settings({**RAW, "area": area}, where="")


def test_one_day_is_a_period() -> None:
    period = parse_settings({**RAW, "from": "2016-07-01", "to": "2016-07-01"}, where="").period
    assert period.latest - period.earliest == timedelta(days=1, microseconds=-1)


def test_a_day_on_which_clocks_change_is_as_long_as_it_was() -> None:
    zone = ZoneInfo("Europe/Berlin")
    spring, autumn = (utc_days(day, day, zone) for day in (date(2016, 3, 27), date(2016, 10, 30)))
    assert (spring.latest - spring.earliest) // timedelta(hours=1) == 22  # 23 hours less a microsecond
    assert (autumn.latest - autumn.earliest) // timedelta(hours=1) == 24


def test_parts_of_the_day_can_be_set_and_overlap_by_default() -> None:
    assert parse_settings(RAW, where="").parts_of_day["night"] == (time(0, 0), time(5, 59))
    settings = parse_settings({**RAW, "parts_of_day": {"night": ["22:00", "04:59"]}}, where="")
    assert settings.parts_of_day == {"night": (time(22, 0), time(4, 59))}


def test_a_file_that_is_no_utf_8_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b'title = "\xff"\n')
    with pytest.raises(Refused, match="UTF-8"):
        read_settings(path)


def test_an_audience_of_the_file_takes_the_place_of_those_of_a_new_case() -> None:
    settings = parse_settings({**RAW, "audiences": {"court": {"classes": ["id"]}}}, where="")
    assert list(settings.audiences) == ["court"]
    assert list(parse_settings(RAW, where="").audiences) == ["commission", "public"]
