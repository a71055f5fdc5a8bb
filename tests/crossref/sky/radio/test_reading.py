"""Transmissions, read with the code book, and the strike sequences they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.crossref.sky.radio.reading import read_transmissions
from dalil.crossref.sky.radio.sequences import find_sequences, write_sequences
from dalil.crossref.sky.radio.words import code_book, languages, tokens

from ..conftest import at

Filled = Callable[..., Facts]


def said(
    number: int, minutes: float, transcript: str, *, call: str = "345", language: str = "ru", post: str = "P1"
) -> dict[str, Any]:
    return {
        "source_sha256": "3" * 64, "source_row": number, "organisation": "watch", "transmission_id": f"T{number}",
        "heard_at": at(minutes), "heard_at_latest": at(minutes), "call_sign": call, "language": language,
        "transcript": transcript, "post": post,
    }  # fmt: skip


PLACE = "координаты 34 12 05 север 175 02 33 восток"
STRIKE = [
    said(1, 0, f"345, {PLACE}"), said(2, 0.3, f"345, принял, {PLACE}"), said(3, 8, "345, работу разрешаю"),
    said(4, 9, "345, сработал"),
]  # fmt: skip


def elements(facts: Facts, settings: Settings) -> list[str]:
    return [s.element for s in read_transmissions(facts, settings)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", "345, сработал", ["release"]),
        ("ru", "345, работу разрешаю", ["clearance"]),
        ("ru", "цель вижу, захват", ["lock", "lock"]),
        ("ru", "тридцать секунд до сброса", ["seconds_to_release"]),
        ("ru", "посадку разрешаю", []),
        ("ru", "остаток две тонны", []),
        ("en", "cleared hot", ["clearance"]),
        ("en", "weapon away", ["release"]),
        ("en", "radio check", []),
        ("ar", "تم التنفيذ", ["release"]),
        ("ar", "مسموح التنفيذ", ["clearance"]),
        ("ar", "عائد إلى المطار", []),
        ("", "сработал", ["release"]),  # the script shows the language
        ("fr", "largage", ["unreadable"]),  # no code book
        ("ru", "345, координаты 34 72 05 север 175 02 33 восток", ["unreadable"]),
    ],
)
def test_elements(filled: Filled, settings: Settings, language: str, text: str, found: list[str]) -> None:
    assert elements(filled(transmission=[said(1, 0, text, language=language)]), settings) == found


def test_seconds_are_read_only_where_they_are_said(filled: Filled, settings: Settings) -> None:
    rows = [said(1, 0, "тридцать секунд до сброса"), said(2, 1, "время до сброса неизвестно")]
    assert [s.value for s in read_transmissions(filled(transmission=rows), settings)] == [30.0, None]


def test_a_position_far_from_the_case_is_no_position(filled: Filled, settings: Settings) -> None:
    far = settings.model_copy(update={"area": (10.0, 10.0, 12.0, 12.0)})
    facts = filled(transmission=STRIKE[:1])
    assert elements(facts, far) == ["unreadable"]
    assert facts.rows("SELECT latitude, note FROM transmission_reading") == [{"latitude": None, "note": "outside_area"}]


def test_a_strike_sequence(filled: Filled, settings: Settings) -> None:
    facts = filled(transmission=STRIKE)
    (found,) = find_sequences(read_transmissions(facts, settings), 1200.0)
    assert (found.call_sign, found.elements, found.strike_at, found.transmissions) == (
        "345",
        3,
        at(9),
        ("T1", "T2", "T3", "T4"),
    )
    assert found.point is not None and found.point.latitude == pytest.approx(34.20139, abs=1e-5)
    write_sequences(facts, [found])
    assert facts.value("SELECT released_at FROM strike_sequence") == at(9)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (STRIKE[:2], 0),  # coordinates alone
        (STRIKE[2:], 0),  # no coordinates
        ([STRIKE[0], STRIKE[2]], 1),
        ([STRIKE[0], said(9, 25, "345, сработал")], 0),  # more than twenty minutes
        ([STRIKE[0], said(9, 5, "777, сработал", call="777")], 0),  # another call sign
        ([said(9, -5, "345, сработал"), STRIKE[0]], 0),  # release before coordinates
        ([*STRIKE, *(row | {"transmission_id": f"U{n}", "heard_at": at(60 + n)} for n, row in enumerate(STRIKE))], 2),
    ],
)
def test_what_makes_a_sequence(filled: Filled, settings: Settings, rows: list[dict[str, Any]], count: int) -> None:
    assert len(find_sequences(read_transmissions(filled(transmission=rows), settings), 1200.0)) == count


def test_read_back_that_differs_gives_no_place(filled: Filled, settings: Settings) -> None:
    other = said(2, 0.3, "345, принял, координаты 35 12 05 север 175 02 33 восток")
    (found,) = find_sequences(
        read_transmissions(filled(transmission=[STRIKE[0], other, *STRIKE[2:]]), settings), 1200.0
    )
    assert found.point is None


def test_read_back_that_differs_a_little_widens_the_place(filled: Filled, settings: Settings) -> None:
    other = said(2, 0.3, "345, принял, координаты 34 12 35 север 175 02 33 восток")
    (found,) = find_sequences(
        read_transmissions(filled(transmission=[STRIKE[0], other, *STRIKE[2:]]), settings), 1200.0
    )
    assert found.radius_m == pytest.approx(927 + 15, abs=3)  # thirty seconds of latitude


def given(number: int, minutes: float, latitude: str, words: str = "координаты", **more: Any) -> dict[str, Any]:
    """Coordinates at 175°02′33″ E."""
    return said(number, minutes, f"345, {words} {latitude} север 175 02 33 восток", **more)


def read(facts: Facts, settings: Settings) -> list[tuple[Any, ...]]:
    """(transmission, minutes and seconds of latitude, certainty) of each reading; None where nothing was read."""
    found = [s for s in read_transmissions(facts, settings) if s.element in ("coordinates", "unreadable")]
    return [
        (s.transmission_id, round((s.heard.point.latitude - 34) * 3600) if s.heard else None, s.certainty)
        for s in found
    ]


GOOD, BAD = 12 * 60 + 5, 17 * 60 + 5


@pytest.mark.parametrize(
    ("rows", "expected", "why"),
    [
        ([given(1, 0, "34 1? 05")], [None], "once, with a hole"),
        ([given(1, 0, "34 1? 05"), given(2, 0.3, "34 12 05", "принял")], [GOOD, GOOD], "the read-back fills it"),
        ([given(1, 0, "34 17 05"), given(2, 0.3, "34 12 05"), given(3, 0.6, "34 12 05")], [GOOD] * 3, "two of three"),
        ([given(1, 0, "34 1? 05"), given(2, 0.3, "34 12 05", call="777")], [None, GOOD], "another call sign"),
        ([given(1, 0, "34 1? 05"), given(2, 6.0, "34 12 05")], [None, GOOD], "later than one exchange"),
        ([given(1, 0, "34 1? 05"), given(2, 21.0, "34 12 05")], [None, GOOD], "later than a sequence"),
        ([given(1, 0, "34 1? 05"), said(9, 0.2, "сработал"), given(2, 0.4, "34 12 05")], [None, GOOD],
         "after a release"),
        ([given(1, 0, "34 17 05"), given(2, 1, "34 17 05"), given(3, 2, "34 12 05", "поправка,")],
         [BAD, BAD, GOOD], "a correction is not outvoted"),
        ([given(1, 0, "34 17 05"), given(2, 1, "34 12 05", "поправка, координаты"), given(3, 2, "34 12 05")],
         [BAD, GOOD, GOOD], "nor are what follows it and what went before one"),
        ([given(1, 0, "34 1? 05"), given(2, 0.01, "34 12 05", post="P2")], [GOOD, GOOD], "a second post heard it"),
        ([given(1, 0, "34 17 05"), given(2, 0, "34 17 05"), given(3, 1, "34 12 05")], [BAD, BAD, GOOD],
         "a line entered twice is not heard twice"),
        ([given(1, 0, "34 12 05"), given(2, 0.3, "34 12 05", "")], [GOOD, GOOD], "a read-back without a word for it"),
        ([given(1, 0, "34 12 05"), given(2, 0.3, "34 56 49", "")], [GOOD], "a position that nobody announced"),
        ([given(1, 0, "34 12 05", "")], [], "alone it may be anything"),
        ([said(1, 0, "345, координаты 34 1? 05 север 175 02 33 восток, повторяю 34 12 05 север 175 02 33 восток")],
         [GOOD, GOOD], "said twice in one transmission"),
        ([said(1, 0, "345, координаты 34 17 05 север 175 02 33 восток 34 12 05 север 175 02 33 восток")], [BAD, GOOD],
         "said twice in a row: the second is not lost"),
    ],
)  # fmt: skip
def test_what_is_said_more_than_once(
    filled: Filled, settings: Settings, rows: list[dict[str, Any]], expected: list[int | None], why: str
) -> None:
    assert [seconds for _, seconds, _ in read(filled(transmission=rows), settings)] == expected, why


def test_what_was_mended_says_so_and_names_the_others(filled: Filled, settings: Settings) -> None:
    facts = filled(transmission=[given(1, 0, "34 17 05"), given(2, 0.3, "34 12 05"), given(3, 0.6, "34 12 05")])
    read_transmissions(facts, settings)
    found = facts.rows("SELECT transmission_id, certainty, note, mended_from FROM transmission_reading ORDER BY ALL")
    assert [tuple(row.values()) for row in found] == [
        ("T1", "mended", "mended_from_others", ["T2", "T3"]),
        ("T2", "agreed", None, None),
        ("T3", "agreed", None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said_of_the_place", "certainty", "known"),
    [
        (["34 12 05"], "clean", True),
        (["[помехи] 34 12 05"], "unconfirmed", True),
        (["[помехи] 34 12 05", "34 12 05"], "agreed", True),
        (["34 17 05", "34 12 05", "34 12 05"], "agreed", True),
        (["34 1? 05", "34 12 05"], "mended", True),
        (["34 56 4?", "34 12 05"], "unconfirmed", True),  # who knows what the first would have said
        (["34 17 05", "34 12 05"], "disputed", False),
        (["34 12 25", "34 12 05"], "disputed", True),
    ],
)
def test_how_sure_a_sequence_is(
    filled: Filled, settings: Settings, said_of_the_place: list[str], certainty: str, known: bool
) -> None:
    coordinates = [given(n, n / 3, text) for n, text in enumerate(said_of_the_place, 11)]
    (found,) = find_sequences(read_transmissions(filled(transmission=coordinates + STRIKE[2:]), settings), 1200.0)
    assert (found.certainty, found.point is not None) == (certainty, known)


@pytest.mark.parametrize("language", ["ru", "en", "ar", ""])
@pytest.mark.parametrize(
    "text",
    ["", " ", "???", "[unclear]", "[" * 5_000, "координаты " + "1" * 10_000, "coordinates " + "12 " * 3_300,
     "الإحداثيات " + "؟" * 10_000, "coordinates 34.20139.5 north 175.04.25 east", "coordinates 34° north 175° east",
     "coordinates " + "34 12 05 north 175 02 33 east " * 330, "\x00\ufffd\u202e",
     "coordinates ³Ⅷ 12 ½ north ²5 ① 33 east"],
)  # fmt: skip
def test_any_transcript_is_read_without_an_error(filled: Filled, settings: Settings, language: str, text: str) -> None:
    read_transmissions(filled(transmission=[said(1, 0, text, language=language)]), settings)


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "thirty four", ["34"]), ("en", "three four", ["3", "4"]), ("en", "one hundred seventy five", ["175"]),
        ("en", "two hundred", ["200"]), ("ru", "сто семьдесят пять", ["175"]), ("ru", "двадцать два", ["22"]),
        ("ru", "пять ноль", ["5", "0"]), ("ar", "اربعة وثلاثون", ["34"]), ("en", "nineteen four", ["19", "4"]),
    ],
)  # fmt: skip
def test_number_words(language: str, text: str, numbers: list[str]) -> None:
    book = code_book(language)
    assert book is not None
    assert [token.digits for token in tokens(text, book)] == numbers


def test_each_language_names_every_element_and_number() -> None:
    assert languages() == ("ar", "en", "ru")
    for language in languages():
        book = code_book(language)
        assert book is not None
        assert {"coordinates", "clearance", "release", "lock", "north", "east", "point"} <= {n for _, n in book.phrases}
        assert set(range(11)) <= set(book.numbers.values())
