"""Names: spellings that must meet, spellings that must not, and laws that hold for any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dalil.names import (
    GENERIC,
    PersonName,
    coarse_skeleton,
    fold,
    has_arabic,
    key,
    similarity,
    skeleton,
    slug,
    sound_of,
    word_similarity,
    words,
)

ANY_NAME = st.text(st.characters(categories=("L", "Nd", "Zs", "Po")), max_size=30)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أحمد", "احمد"),
        ("إدلب", "ادلب"),
        ("آل", "ال"),
        ("مُحَمَّد", "محمد"),
        ("مـــدرسة", "مدرسه"),
        ("مصطفى", "مصطفي"),
        ("مسؤول", "مسوول"),
        ("١٢٣", "123"),
        ("۴۵", "45"),
        ("Ḥamāh", "hamah"),
        ("Ma'arrat al-Nu‘mān", "maarrat al numan"),
        ("  Deir   ez-Zor. ", "deir ez zor"),
        ("", ""),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("al-Bab", ("bab",)),
        ("Ash Shaykh Maskin", ("shaykh", "maskin")),
        ("as-Salam", ("salam",)),
        ("As Deir", ("as", "deir")),
        ("الباب", ("باب",)),
        ("والباب", ("باب",)),
        ("Abdul Rahman", ("abdrahman",)),
        ("Abd ar-Rahman", ("abdrahman",)),
        ("عبد الرحمن", ("عبدرحمن",)),
        ("عبدالرحمن", ("عبدرحمن",)),
        ("Abd Karim", ("abd", "karim")),
        ("Nur al-Din", ("nurdin",)),
        ("Nureddine", ("nurdin",)),
        ("نور الدين", ("نوردين",)),
        ("Eltamer", ("tamer",)),
        ("Eastern", ("شرقي",)),
        ("الياس", ("الياس",)),
    ],
)
def test_words_lose_their_article_and_abd_keeps_its_name(written, parted):
    assert words(written) == parted


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Khan Sheikhoun", "خان شيخون"),
        ("Aleppo", "Alepo"),
        ("al-Sukkari", "السكري"),
        ("Mahmoud", "محمود"),
        ("Fatimah", "فاطمة"),
        ("Walid", "وليد"),
        ("Yasin", "ياسين"),
        ("Omar", "عمر"),
        ("Jamal", "جمال"),
        ("Gamal", "جمال"),
        ("Salah ad-Din", "صلاح الدين"),
        ("Thuraya", "ثريا"),
        ("Qasim", "قاسم"),
        ("Kherbet Ghazaleh", "خربة غزالة"),
    ],
)
def test_one_key_in_both_scripts(latin, arabic):
    assert key(latin) == key(arabic) != ""


@pytest.mark.parametrize(("a", "b"), [("Homs", "Hama"), ("Ahmad", "Hamid"), ("Walid", "Ali"), ("حلب", "حمص")])
def test_keys_that_must_differ(a, b):
    assert key(a) != key(b)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("Kafr Nabl", "Kafranbel", 0.5, 1.0),
        ("Ma'arrat al-Nu'man", "معرة النعمان", 0.8, 1.0),
        ("Upper Lwiza (Somewhere)", "لويزة فوقاني", 0.8, 1.0),
        ("Qazam", "قزم_قصه جك", 0.75, 1.0),
        ("Kafr Takharim", "Kafr Zita", 0.0, 0.75),
        ("Homs", "دمشق", 0.0, 0.3),
        ("", "Homs", 0.0, 0.0),
        ("...", "...", 0.0, 0.0),
    ],
)
def test_similarity(a, b, low, high):
    assert low <= similarity(a, b) <= high


def test_a_word_left_out_costs_less_than_a_word_that_differs():
    assert similarity("Tal Nasir", "Tal Nasir Gharbi") > similarity("Tal Nasir Sharqi", "Tal Nasir Gharbi")


def test_a_short_skeleton_across_scripts_is_never_certain():
    assert skeleton("ali") == skeleton("علي")
    assert word_similarity("ali", "علي") < 1.0


def test_script():
    assert has_arabic("Homs حمص") and not has_arabic("Homs")


@example("\N{MATHEMATICAL BOLD ITALIC CAPITAL ALPHA}")
@given(ANY_NAME)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_NAME, ANY_NAME)
def test_similarity_is_symmetric_and_bounded(a, b):
    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert 0.0 <= similarity(a, b) <= 1.0


@given(ANY_NAME)
def test_a_name_is_most_like_itself(text):
    assert similarity(text, text) == (1.0 if words(text) else 0.0)


@pytest.mark.parametrize(
    ("latin", "arabic"), [("Refaha", "رافهة"), ("Fatima", "فاطمة"), ("Hamah", "حماة"), ("Wajiha", "وجيهة")]
)
def test_a_feminine_end_after_h_is_one_name_in_both_scripts(latin, arabic):
    assert key(latin) == key(arabic)


@pytest.mark.parametrize(
    ("one", "other"), [("khatib", "katib"), ("ghazi", "gazi"), ("qasim", "kasim"), ("jamal", "gamal")]
)
def test_the_coarse_skeleton_joins_what_lists_mix_up(one, other):
    assert coarse_skeleton(one) == coarse_skeleton(other)


@given(ANY_NAME)
def test_the_coarse_skeleton_only_changes_signs(text):
    assert all(len(coarse_skeleton(word)) == len(skeleton(word)) for word in words(text))


def test_a_persons_name_shows_in_no_representation():
    assert "Qamar" not in repr(PersonName("Qamar", "", "")) and "Qamar" not in str(PersonName("Qamar", "", ""))


@pytest.mark.parametrize(("text", "made"), [("Al-Bāb", "al_bab"), ("  A  b!", "a_b"), ("2016-W39", "2016_w39")])
def test_a_name_as_part_of_a_figure_s_name(text, made):
    assert slug(text) == made


def test_names_that_no_latin_letter_spells_stay_apart():
    assert slug("حلب") != slug("حمص")
    assert slug("حلب").startswith("x_")


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("Abdulrahman", ("abdrahman",)),
        ("Abd el-Karim", ("abdkarim",)),
        ("عبدالكريم", ("عبدكريم",)),
        ("Abd", ("abd",)),
        ("Nur al-Din", ("nurdin",)),
        ("Salahuddin", ("salahdin",)),
        ("صلاح الدين", ("صلاحدين",)),
        ("الياس", ("الياس",)),
        ("", ()),
    ],
)
def test_abd_and_din_keep_what_they_belong_to(written: str, parted: tuple[str, ...]) -> None:
    assert words(written) == parted


@pytest.mark.parametrize(
    ("a", "b"), [("Kafr Nabl", "كفرنبل"), ("Kafranbel", "Kafr Nabl"), ("Khan Sheikhoun", "خان شيخون")]
)
def test_a_name_sounds_alike_however_its_words_are_parted(a: str, b: str) -> None:
    assert sound_of(a) == sound_of(b)


def test_a_word_in_two_scripts_is_never_as_sure_as_in_one() -> None:
    assert word_similarity("halab", "halab") == 1.0
    assert word_similarity("halab", "حلب") < 1.0
    assert word_similarity("halab", "شيخون") == 0.0


def test_of_several_names_the_nearest_counts() -> None:
    assert similarity("Aleppo / Halab", "Halab") == similarity("Halab", "Halab") == 1.0
    assert similarity("Aleppo_Halab", "Halab") == 1.0


def test_what_stands_in_brackets_is_a_note() -> None:
    assert similarity("Sakhour (Aleppo)", "Sakhour") == 1.0
    # Where there is nothing else, what stands in brackets is the name.
    assert similarity("(Sakhour)", "Sakhour") == 1.0


def test_a_name_without_words_is_like_nothing() -> None:
    assert similarity("", "Sakhour") == similarity("…", "Sakhour") == similarity("", "") == 0.0


@pytest.mark.parametrize(("generic", "place"), [("مدينة", "مدينه"), ("The", "the"), ("ضاحية", "ضاحيه")])
def test_what_places_are_called_is_known_as_words_give_it(generic: str, place: str) -> None:
    assert place in GENERIC
    assert set(words(generic)) <= GENERIC


def test_direction_marks_and_apostrophes_are_no_letters() -> None:
    assert fold("\u202bMa'arra\u202c".replace("\u202b", "\u200f").replace("\u202c", "\u200f")) == "maarra"
    assert fold("Al‘Bab’") == "albab"
