"""Times as people write them in English and Arabic, with the local hours that they mean worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.cases import raw

from dalil.casefile.settings import Settings
from dalil.intake.cells.faults import Fault
from dalil.intake.cells.moments import Moments

ZONE = ZoneInfo("Asia/Damascus")  # +3 on the days of these tables
MOMENTS = Moments(Settings.model_validate(raw(zone="Asia/Damascus")), date(2020, 1, 15))


def local(text: str) -> tuple[str, str, str]:
    """First and last local minute (day hour:minute), and the precision."""
    span = MOMENTS.parse(text)
    first, last = (at.replace(tzinfo=UTC).astimezone(ZONE) for at in (span.earliest, span.latest))
    return f"{first:%d %H:%M}", f"{last:%d %H:%M}", span.precision


# beside 4 October 2016, a Tuesday
CLOCKS = [
    # the half of the day, by the word beside the hour
    ("9 ليلاً", "21:00", "21:59", "hour"),
    ("9:40 ليلا", "21:40", "21:40", "minute"),
    ("الساعة 11 ليلاً", "23:00", "23:59", "hour"),
    ("12 ليلاً", "00:00", "00:59", "hour"),
    ("12:25 ليلاً", "00:25", "00:25", "minute"),
    ("12:00 منتصف الليل", "00:00", "00:00", "minute"),
    ("2:10 ليلا", "02:10", "02:10", "minute"),
    ("6:05 ليلا", "18:05", "18:05", "minute"),
    ("1:15 بعد منتصف الليل", "01:15", "01:15", "minute"),
    ("10:50 at night", "22:50", "22:50", "minute"),
    ("12:05 at night", "00:05", "00:05", "minute"),
    ("3 at night", "03:00", "03:59", "hour"),
    ("1:20 صباحاً", "01:20", "01:20", "minute"),
    ("الساعة 4 صباحاً", "04:00", "04:59", "hour"),
    ("12:10 صباحا", "00:10", "00:10", "minute"),
    ("2:40 مساءً", "14:40", "14:40", "minute"),
    ("8:15 مساء", "20:15", "20:15", "minute"),
    ("12:40 ظهراً", "12:40", "12:40", "minute"),
    ("1:30 ظهرا", "13:30", "13:30", "minute"),
    ("11:45 ظهرا", "11:45", "11:45", "minute"),
    ("5:20 عصرا", "17:20", "17:20", "minute"),
    ("4:50 فجراً", "04:50", "04:50", "minute"),
    ("3:05 فجرا", "03:05", "03:05", "minute"),
    ("6:45 بعد المغرب", "18:45", "18:45", "minute"),
    ("3:25 بعد الظهر", "15:25", "15:25", "minute"),
    ("21:30 ليلاً", "21:30", "21:30", "minute"),
    ("5 p.m.", "17:00", "17:59", "hour"),
    ("5:20 p.m.", "17:20", "17:20", "minute"),
    ("7:05 ص", "07:05", "07:05", "minute"),
    ("7:05 م", "19:05", "19:05", "minute"),
    # hours in words
    ("الساعة الرابعة والنصف عصراً", "16:30", "16:30", "minute"),
    ("الثانية إلا ربعاً ظهرا", "13:45", "13:45", "minute"),
    ("الثامنة والثلث مساءً", "20:20", "20:20", "minute"),
    ("السابعة وعشر دقائق صباحا", "07:10", "07:10", "minute"),
    ("الحادية عشرة ليلاً", "23:00", "23:59", "hour"),
    ("الثانية عشرة والربع ظهراً", "12:15", "12:15", "minute"),
    ("5 ونصف عصرا", "17:30", "17:30", "minute"),
    ("half past six in the evening", "18:30", "18:30", "minute"),
    ("quarter to 3 pm", "14:45", "14:45", "minute"),
    # an hour of twelve without its half is either
    ("حوالي الساعة 4:30", "04:00", "17:00", "part_of_day"),
    ("الساعة السادسة", "06:00", "18:59", "part_of_day"),
    ("two o'clock", "02:00", "14:59", "part_of_day"),
    ("الساعة 04:30", "04:30", "04:30", "minute"),
    # about, exactly, before, after
    ("بحدود الساعة 16:00", "15:30", "16:30", "hour"),
    ("في حدود 16:00", "15:30", "16:30", "hour"),
    ("ما يقارب 16:00", "15:30", "16:30", "hour"),
    ("على وجه التقريب 16:00", "15:30", "16:30", "hour"),
    ("roughly 16:00", "15:30", "16:30", "hour"),
    ("في تمام الساعة 16:00", "16:00", "16:00", "minute"),
    ("بعد الساعة 16:00", "16:00", "23:59", "part_of_day"),
    ("قبل الساعة 16:00", "00:00", "16:00", "part_of_day"),
    ("after 4 pm", "16:00", "23:59", "part_of_day"),
    # ranges, points, zones
    ("16:00-17:20", "16:00", "17:20", "minute"),
    ("08:00-10:30", "08:00", "10:30", "minute"),
    ("16:00–17:20", "16:00", "17:20", "minute"),
    ("بين 16:00 و17:00", "16:00", "17:00", "minute"),
    ("من 16:00 إلى 17:00", "16:00", "17:00", "minute"),
    ("من 3 حتى 5 عصرا", "15:00", "17:59", "hour"),
    ("2:10-3:20 pm", "14:10", "15:20", "minute"),
    ("16.20", "16:20", "16:20", "minute"),
    ("16,20", "16:20", "16:20", "minute"),
    ("6.20 pm", "18:20", "18:20", "minute"),
    ("16h20", "16:20", "16:20", "minute"),
    ("13:00 UTC", "16:00", "16:00", "minute"),
    ("13:00 بتوقيت غرينتش", "16:00", "16:00", "minute"),
    ("16:00 بتوقيت دمشق", "16:00", "16:00", "minute"),
    ("16:00 بالتوقيت المحلي", "16:00", "16:00", "minute"),
    ("15:00 UTC+2", "16:00", "16:00", "minute"),
    # parts of the day
    ("بعد المغرب", "17:00", "23:59", "part_of_day"),
    ("قبيل الفجر", "00:00", "05:59", "part_of_day"),
    ("الصباح الباكر", "04:00", "11:59", "part_of_day"),
    ("وضح النهار", "04:00", "20:59", "part_of_day"),
    ("صلاة الجمعة", "11:00", "13:59", "part_of_day"),
    ("before midnight", "20:00", "23:59", "part_of_day"),
]


@pytest.mark.parametrize("day", ["2016-10-04", "4 تشرين الأول 2016"])
@pytest.mark.parametrize(("clock", "first", "last", "precision"), CLOCKS)
def test_the_hours_that_words_mean(day: str, clock: str, first: str, last: str, precision: str) -> None:
    assert local(f"{day} {clock}") == (f"04 {first}", f"04 {last}", precision)


@pytest.mark.parametrize(
    "text",
    [
        "4 تشرين الأول/أكتوبر 2016", "4 أكتوبر/تشرين الأول 2016", "4 تشرين الأول (أكتوبر) 2016",
        "الثلاثاء 2016-10-04", "Tuesday 4 October 2016", "Tue, October 4th, 2016",
        "يوم الثلاثاء الموافق 4 تشرين الأول 2016",
        "بتاريخ 4 تشرين الأول 2016", "4 تشرين الأول من عام 2016", "4 تشرين الأول 2016م", "الرابع من تشرين الأول 2016",
        "4 ت1 2016", "4 تشرين1 2016", "2016/10/04", "٤ تشرين الأول ٢٠١٦",
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(text: str) -> None:
    assert local(text) == ("04 00:00", "04 23:59", "day")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("أوائل تشرين الأول 2016", "01 00:00", "11 23:59"),
        ("منتصف تشرين الأول 2016", "10 00:00", "20 23:59"),
        ("late October 2016", "20 00:00", "31 23:59"),
        ("4 و5 تشرين الأول 2016", "04 00:00", "05 23:59"),
        ("من 4 وحتى 6 تشرين الأول 2016", "04 00:00", "06 23:59"),
        ("30 September to 2 October 2016", "30 00:00", "02 23:59"),
        ("خلال شهر تشرين الأول 2016", "01 00:00", "31 23:59"),
    ],
)
def test_days_and_parts_of_a_month(text: str, first: str, last: str) -> None:
    assert local(text)[:2] == (first, last)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2016-10-04 14:00+15:00", "an offset"),
        ("2016-10-04 22:00-05:00", "a range or an offset"),  # either, and the two are seven hours apart
        ("Monday 4 October 2016", "a weekday"),
        ("2016-10-04 12 مساء", "a time"),  # to one writer midnight, to another noon
        ("2016-10-04 14:30 صباحا", "a time"),
        ("2016-10-04 20:00 فجرا", "a time"),
        ("2016-10-04 14:30.5", "a time"),
        ("2016-10-04 18:00 to 02:00", "a time"),
        ("تموز/آب 2016", "a day for"),
        ("04/10/2016", "year, month and day"),
    ],
)
def test_what_may_mean_two_things_is_refused(text: str, said: str) -> None:
    with pytest.raises(Fault) as caught:
        MOMENTS.parse(text)
    assert caught.value.expected.startswith(said)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2016-10-04T14:00-05:00", "2016-10-04 19:00"),
        ("2016-10-04 14:00:00-05:00", "2016-10-04 19:00"),
        ("2016-10-04 14:00:00−05:00", "2016-10-04 19:00"),  # a minus that is no hyphen
        ("2016-10-04 14:05-03", "2016-10-04 17:05"),
        ("4 October 2016 14:00+03:00", "2016-10-04 11:00"),
    ],
)
def test_offsets_stay_offsets(text: str, utc: str) -> None:
    assert f"{MOMENTS.parse(text).earliest:%Y-%m-%d %H:%M}" == utc


def test_a_midnight_is_noted_as_the_day_that_it_may_stand_for() -> None:
    written, said = MOMENTS.parse("2016-10-04 00:00:00"), MOMENTS.parse("2016-10-04 at 00:00")
    assert (written.midnight, said.midnight) == (date(2016, 10, 4), None)
    whole = MOMENTS.whole_day(written)
    assert (whole.earliest, whole.precision) == (datetime(2016, 10, 3, 21), "day")


def test_the_midnight_of_another_zone_is_the_day_there_or_here() -> None:
    whole = MOMENTS.whole_day(MOMENTS.parse("2016-10-04T00:00:00Z"))
    assert whole.earliest == datetime(2016, 10, 3, 21)
    assert whole.latest == datetime(2016, 10, 4, 23, 59, 59, 999_999)


def test_a_week_is_three_days_to_either_side_and_never_narrows_a_month() -> None:
    week = MOMENTS.widened(MOMENTS.parse("2016-10-05"), "week")
    assert (week.earliest, week.latest.replace(microsecond=0)) == (
        datetime(2016, 10, 1, 21),
        datetime(2016, 10, 8, 20, 59, 59),
    )
    month = MOMENTS.parse("2016-10")
    assert MOMENTS.widened(month, "week") == month == MOMENTS.widened(month, "hour")
