"""Numbers and addresses here are made up."""

from __future__ import annotations

import pytest

from dalil.submit.release.people.patterns import hits_in


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.pattern.kind, text[hit.start : hit.end]) for hit in hits_in(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "0944 123 456"), ("number", "٠٩٤٤١٢٣٤٥٦"), ("number", "+۹۶۳ ۹۴۴ ۱۲۳ ۴۵۶"),
        ("number", "00963944123456"),
        ("number", "(021) 221 4567"), ("e-mail", "a.b@post.example"), ("e-mail", "room (at) post (dot) example"),
        ("address", "https://x.example/a?b=1"), ("address", "t.me/room7"), ("account", "@room_77"),
        ("plate", "plate number 123456"), ("plate", "لوحة رقم ١٢٣٤٥٦"), ("plate", "ABC-1234"), ("plate", "ن ب ر 1234"),
        ("position", "37S BV 12345 67890"), ("position", "37SBV1234567890"), ("position", "8G2F6RQX+2V"),
        ("position", "36.212345"), ("position", "36.21, 37.16"), ("position", "36°12'44\"N"),
        ("position", "N361234 E0370912"), ("position", "thirty-six degrees twelve minutes north"),
        ("position", "ستة وثلاثون درجة واثنتا عشرة دقيقة شمالاً"),
        ("position", "тридцать шесть градусов двенадцать минут"),
    ],
)  # fmt: skip
def test_each_is_found_whole_in_a_sentence(kind: str, text: str) -> None:
    assert found(f"They said {text} ; that was all.") == [(kind, text)]


@pytest.mark.parametrize(
    "text",
    [
        "on 2016-10-01 at 08:00, between 14:00-15:30 on 01/10/2016, 20161001", "killed 12,345 of 1,250,000 people",
        "Su-24 with OFAB 250-270, T-72, BM-21, RBK-500 on the M5", "forty degrees in the shade", "in 2016 2017 2018",
        "3 out of 5, 1.5 and 2.75 kilometres", "قتل ١٢ مدنياً في ٣ غارات",
    ],
)  # fmt: skip
def test_dates_sums_weapons_and_weather_are_none(text: str) -> None:
    assert found(text) == []
