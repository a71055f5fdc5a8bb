from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import raw

from dalil.casefile.settings import Settings
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import Moments

TODAY = date(2020, 1, 15)
CASE = raw(zone="Asia/Damascus")
AREA = {"area": [36.5, 35.7, 37.7, 36.7]}


def moments(**more: object) -> Moments:
    return Moments(Settings.model_validate(CASE | more), TODAY)


def read(text: object, **more: object) -> tuple[str, str, str]:
    """Earliest and latest in UTC to the second, and the precision."""
    span = moments(**more).parse(text)
    return f"{span.earliest:%Y-%m-%d %H:%M:%S}", f"{span.latest:%Y-%m-%d %H:%M:%S}", span.precision


# Asia/Damascus was at +3 until midnight of 27 October 2016, when clocks went back to 23:00, then at +2.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-10-01T14:00", ("2016-10-01 11:00:00", "2016-10-01 11:00:59", "minute")),
        ("2016-10-01 14:00", ("2016-10-01 11:00:00", "2016-10-01 11:00:59", "minute")),
        ("2016-10-01T14:00:30", ("2016-10-01 11:00:30", "2016-10-01 11:00:30", "minute")),
        ("2016-10-01T14:00+05:30", ("2016-10-01 08:30:00", "2016-10-01 08:30:59", "minute")),
        ("2016-10-01T14:00Z", ("2016-10-01 14:00:00", "2016-10-01 14:00:59", "minute")),
        ("2016-12-01T14:00", ("2016-12-01 12:00:00", "2016-12-01 12:00:59", "minute")),
        ("2016-10-01", ("2016-09-30 21:00:00", "2016-10-01 20:59:59", "day")),
        ("2016/10/01", ("2016-09-30 21:00:00", "2016-10-01 20:59:59", "day")),
        ("2016-10", ("2016-09-30 21:00:00", "2016-10-31 21:59:59", "month")),
        ("2016-10-01/2016-10-03", ("2016-09-30 21:00:00", "2016-10-03 20:59:59", "day")),
        ("2016-10-01 14:00 to 15:30", ("2016-10-01 11:00:00", "2016-10-01 12:30:59", "minute")),
        ("1-3 October 2016", ("2016-09-30 21:00:00", "2016-10-03 20:59:59", "day")),
        ("من 1 إلى 3 تشرين الأول 2016", ("2016-09-30 21:00:00", "2016-10-03 20:59:59", "day")),
        ("Oct 3, 2016 at 14:00", ("2016-10-03 11:00:00", "2016-10-03 11:00:59", "minute")),
        ("3rd of October 2016", ("2016-10-02 21:00:00", "2016-10-03 20:59:59", "day")),
    ],
)
def test_figures(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "local_hours"),
    [
        ("2016-10-01 morning", ("06:00", "11:59")),
        ("2016-10-01 صباحاً", ("06:00", "11:59")),
        ("٢٠١٦-١٠-٠١ صباحا", ("06:00", "11:59")),
        ("1 تشرين الأول 2016 مساءً", ("17:00", "23:59")),
        ("2016-10-01 ليلاً", ("00:00", "23:59")),
        ("2016-10-01 after midnight", ("00:00", "05:59")),
        ("2016-10-01 late_evening", ("20:00", "23:59")),
        ("2016-10-01 early morning", ("04:00", "11:59")),
        ("2016-10-01 8 pm", ("20:00", "20:59")),
        ("2016-10-01 الساعة 8:30 مساءً", ("20:30", "20:30")),
        ("2016-10-01 8 صباحا", ("08:00", "08:59")),
        ("2016-10-01 12:15 am", ("00:15", "00:15")),
        ("2016-10-01 12:15 pm", ("12:15", "12:15")),
        ("2016-10-01 about 14:00", ("13:30", "14:30")),
        ("2016-10-01 حوالي الساعة 14:00", ("13:30", "14:30")),
    ],
)
def test_words_for_parts_of_the_day(text: str, local_hours: tuple[str, str]) -> None:
    span = moments().parse(text)
    zone = ZoneInfo("Asia/Damascus")
    ends = [at.replace(tzinfo=UTC).astimezone(zone) for at in (span.earliest, span.latest)]
    assert tuple(f"{end:%H:%M}" for end in ends) == local_hours
    assert {end.date() for end in ends} == {date(2016, 10, 1)}


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, ["كانون الثاني", "January", "يناير"]),
        (2, ["شباط", "Feb", "فبراير"]),
        (3, ["آذار", "اذار", "مارس"]),
        (4, ["نيسان", "أبريل"]),
        (5, ["أيار", "ايار", "May"]),
        (6, ["حزيران", "يونيو"]),
        (7, ["تموز", "يوليو"]),
        (8, ["آب", "أغسطس"]),
        (9, ["أيلول", "Sept", "سبتمبر"]),
        (10, ["تشرين الأول", "أكتوبر"]),
        (11, ["تشرين الثاني", "نوفمبر"]),
        (12, ["كانون الأول", "ديسمبر"]),
    ],
)
def test_names_of_months_in_two_languages(month: int, names: list[str]) -> None:
    for name in names:
        assert moments().civil_day(moments().parse(f"15 {name} 2016")) == date(2016, month, 15)


def test_a_part_of_the_day_is_as_long_as_the_case_says() -> None:
    own = {"parts_of_day": {"morning": ["08:00", "10:30"]}}
    assert read("2016-10-01 morning", **own) == ("2016-10-01 05:00:00", "2016-10-01 07:30:59", "part_of_day")


def test_a_part_that_ends_before_it_begins_runs_past_midnight() -> None:
    own = {"parts_of_day": {"night": ["21:00", "04:59"]}}
    assert read("2016-10-01 night", **own) == ("2016-10-01 18:00:00", "2016-10-02 01:59:59", "part_of_day")


def test_around_midnight_reaches_into_the_next_day() -> None:
    assert read("2016-10-01 around midnight")[1] == "2016-10-01 22:59:59"  # 01:59 local of 2 October


def test_a_prayer_is_taken_from_the_sun_over_the_case_and_the_words_for_it() -> None:
    earliest, latest, precision = read("2016-10-01 العصر", **AREA)
    assert (earliest, precision) == ("2016-10-01 09:00:00", "part_of_day")  # 12:00 local: the part named afternoon
    assert latest == "2016-10-01 15:15:15"  # sunset, 18:15 local
    assert moments(**AREA).parse("2016-10-01 asr").notes == ("prayer",)


def test_a_local_time_that_exists_twice_is_the_hull_of_its_readings() -> None:
    span = moments().parse("2016-10-27T23:30:00")
    assert span.notes == ("ambiguous",)
    assert span.latest - span.earliest == timedelta(hours=1)


def test_a_local_time_that_does_not_exist_says_so() -> None:
    span = moments().parse("2016-03-25T00:30:00")  # clocks went from 00:00 to 01:00
    assert span.notes == ("nonexistent",)
    assert span.latest - span.earliest == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("01/10/2016", "year, month and day"),
        ("1970-01-01", "from 1980 on"),
        ("1900-01-01", "from 1980 on"),
        ("2031-01-01", "that is past"),
        ("2016-02-30", "2016-10-01T14:30"),
        ("banana", "2016-10-01T14:30"),
        ("2016-10-01 noonish", "2016-10-01T14:30"),
        ("15 October", "2016-10-01T14:30"),
        ("2016-10-03/2016-10-01", "ends after it begins"),
        ("2016-10-01 25:00", "2016-10-01T14:30"),
        ("2016-10-01 14:75", "2016-10-01T14:30"),
        ("October 2016 morning", "a day for the time"),
    ],
)
def test_what_is_no_time_is_refused_with_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(Fault) as caught:
        moments().parse(text)
    assert said in caught.value.expected


def test_a_date_within_the_period_of_the_case_is_never_a_placeholder() -> None:
    old = Moments(Settings.model_validate(CASE | {"from": "1969-01-01", "to": "1971-12-31"}), TODAY)
    assert old.civil_day(old.parse("1970-01-01")) == date(1970, 1, 1)


@pytest.mark.parametrize(
    ("text", "precision", "expected"),
    [
        ("2016-10-01T14:20", "hour", ("2016-10-01 11:00:00", "2016-10-01 11:59:59")),
        ("2016-10-01T14:20", "day", ("2016-09-30 21:00:00", "2016-10-01 20:59:59")),
        ("2016-10-01T14:20", "month", ("2016-09-30 21:00:00", "2016-10-31 21:59:59")),
        ("2016-10-01T07:20", "part_of_day", ("2016-10-01 03:00:00", "2016-10-01 08:59:59")),
        ("2016-10-01", "minute", ("2016-09-30 21:00:00", "2016-10-01 20:59:59")),
    ],
)
def test_a_stated_precision_widens_and_never_narrows(text: str, precision: str, expected: tuple[str, str]) -> None:
    span = moments().widened(moments().parse(text), precision)
    assert (f"{span.earliest:%Y-%m-%d %H:%M:%S}", f"{span.latest:%Y-%m-%d %H:%M:%S}") == expected


def test_typed_cells_of_a_workbook() -> None:
    assert read(datetime(2016, 10, 1)) == ("2016-09-30 21:00:00", "2016-10-01 20:59:59", "day")
    assert read(date(2016, 10, 1)) == read("2016-10-01")
    assert read(datetime(2016, 10, 1, 14, 0)) == read("2016-10-01T14:00")
    with pytest.raises(Fault):
        moments().parse(42644)


@given(st.datetimes(datetime(1981, 1, 1), datetime(2019, 12, 31)), st.sampled_from(["hour", "day", "month"]))
def test_every_way_of_writing_a_moment_holds_the_moment(at: datetime, precision: str) -> None:
    at = at.replace(microsecond=0)
    reading = moments()
    for text in (at.isoformat(), f"{at:%Y-%m-%d %H:%M}", f"{at:%Y-%m-%d}", f"{at:%Y-%m}", f"{at.day} {at:%B %Y %H:%M}"):
        local = at.replace(tzinfo=ZoneInfo("Asia/Damascus")).astimezone(UTC).replace(tzinfo=None)
        span = reading.parse(text)
        wide = reading.widened(span, precision)
        assert span.earliest <= local <= span.latest
        assert wide.earliest <= span.earliest <= span.latest <= wide.latest
