from __future__ import annotations

import pytest

from dalil.submit.release.people.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S a m i r   H a d d a d", ["Samir", "Haddad"]),
        ("س.م.ي.ر حداد", ["سمير", "حداد"]),
        ("Sa-\nmir", ["Samir"]),
        ("Qasim al-Darwish", ["Qasim", "Darwish"]),
        ("قاسم بن درويش", ["قاسم", "درويش"]),
        ("Abd al-Rahman", ["Abd Rahman"]),
        ("Haddad's", ["Haddad"]),
        ("السيارةQasim", ["السيارة", "Qasim"]),
        ("ТанкиQasim", ["Танки", "Qasim"]),
        ("Q\u200fasi\u00adm", ["Qasim"]),
        ("A. B.", ["A", "B"]),
    ],
)
def test_words_as_a_reader_of_names_sees_them(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of(text)] == words


def test_what_stands_in_an_address_may_be_a_whole_name() -> None:
    assert [token.whole for token in tokens_of("met @samirhaddad at home")] == [False, True, False, False]


def test_a_word_stands_where_it_stands() -> None:
    text = "met Qasim, then"
    assert [text[token.start : token.end] for token in tokens_of(text)] == ["met", "Qasim", "then"]
