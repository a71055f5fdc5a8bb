"""Text that names nobody stays as it is: less than one word in ten thousand is taken, with four hundred names known.

The text: sentences of the simulator over every kind of attack, paragraphs in English and Arabic on places, ranks,
months and what a documentation says, and the project's own pages on method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

import pytest
from tests.submit.release.people.made_up import PEOPLE

from dalil.simulate.tell.narrative import account
from dalil.submit.release.people.mask import HIDDEN, Mask
from dalil.submit.release.people.patterns import hits_in

ALLOWED = 1 / 10_000
"""Words taken of those that are no name: the figure that this release must reach."""

GIVEN = ("Ahmad", "Ali", "Omar", "Hasan", "Husayn", "Samir", "Karim", "Said", "Amin", "Rami", "Salim", "Walid", "Nabil",
         "Mahmoud", "Fatima", "Maryam", "Hala", "Lina", "Nour", "Huda")  # fmt: skip
FAMILY = ("Haddad", "Mansour", "Nasser", "Saleh", "Hamdan", "Khatib", "Sabbagh", "Masri", "Halabi", "Shami", "Najjar",
          "Aswad", "Rashid", "Tahan", "Issa", "Hariri", "Sayed", "Sharif", "Hakim", "Amer")  # fmt: skip
GIVEN_AR = (
    "أحمد", "علي", "عمر", "حسن", "حسين", "سمير", "كريم", "سعيد", "أمين", "رامي", "سليم", "وليد",
    "نبيل", "محمود", "فاطمة", "مريم", "هالة", "لينا", "نور", "هدى",
)  # fmt: skip
FAMILY_AR = (
    "حداد", "منصور", "ناصر", "صالح", "حمدان", "خطيب", "صباغ", "مصري", "حلبي", "شامي", "نجار",
    "أسود", "رشيد", "طحان", "عيسى", "حريري", "سيد", "شريف", "حكيم", "عامر",
)  # fmt: skip
PLACES = (
    "Qafira",
    "Tel Rumman",
    "Kafr Zeita",
    "Al-Sakhour",
    "Deir Hamza",
    "Marj al-Sultan",
    "Khan Touman",
    "Jisr Salma",
)
PLACES_AR = ("قفيرة", "تل رمان", "كفر زيتا", "حي الصاخور", "دير حمزة", "مرج السلطان", "خان طومان", "جسر سلمى")
MONTHS = ("January", "March", "May", "August", "October", "December")
MONTHS_AR = ("كانون الثاني", "آذار", "أيار", "آب", "تشرين الأول", "كانون الأول")
ENGLISH = (
    "In {month} the summer had been dry, and the colonel said that the hospital in {place} must close. "
    "All said that the man who had seen it was a sergeant. At home, samples of soil had been taken by a "
    "major and a captain; some are harder than others. The mansion on the hill had a small market and a "
    "new school. Four shells fell near the main road at noon, one on a roof, and the salesmen ran. He had"
    " a dozen same marks. Armed men asked for the keys in {place}.",
    "The Civil Defence teams reached {place} within an hour. General staff denied it on 3 {month}, and "
    "the ministry called it a rumour. Rescue workers heard a helicopter, then a whistle; the second "
    "barrel did not explode. A nurse counted twelve wounded, five of them children. Smoke rose over the "
    "eastern suburb until night. Water, bread and fuel had run out.",
    "Rear Admiral, Brigadier General, First Lieutenant, Staff Sergeant: ranks as the posters in {place} "
    "gave them. The Great Mosque, the National Hospital, Omar Street, Saladin Castle and the Old Market "
    "lie within two kilometres. Said residents: the market was half empty. Ramadan began in {month}; the "
    "feast ended it.",
)
ARABIC = (
    "في شهر {month} قال سكان في {place} إن الطيران الحربي قصف السوق الكبير على أطراف البلدة، وكان الجو "
    "صحواً. وصلت فرق الدفاع المدني بعد ساعة، وانتشلت أربعة من تحت الأنقاض. على السد قرب الجسر سقطت قذيفة "
    "أخرى، ولم تنفجر. أحصى ممرض اثني عشر جريحاً بينهم خمسة أطفال، ثم نقلوا إلى المشفى الميداني في الريف "
    "الشمالي.",
    "نفى العقيد والعميد والرائد ما جرى في {place}، وقال اللواء إن القوات لم تكن هناك في {month}. شارع "
    "النيل ودوار الشهداء وجامع النور ومدرسة الحكمة كلها ضمن كيلومترين. سمع الأهالي صوت طائرة مروحية ثم "
    "صفيراً، وتصاعد الدخان حتى المساء. نفد الخبز والماء والوقود، وأغلق السوق أبوابه. كان ناصر المظلوم "
    "قليلاً، والأمر صالح للنشر، وعمل حكيم في وقت شديد.",
)


def prose() -> Iterator[str]:
    for text, place, month in product(ENGLISH, PLACES, MONTHS):
        yield text.format(place=place, month=month)
    for text, place, month in product(ARABIC, PLACES_AR, MONTHS_AR):
        yield text.format(place=place, month=month)


def simulated() -> Iterator[str]:
    objects = ("hospital", "school", "mosque", "market", "camp", "home", "rescue", "other")
    for kind, thing, weapon, killed, again in product(
        ("airstrike", "artillery"), objects, ("", "cluster", "barrel_bomb", "rocket"), (None, 2, 14), (True, False)
    ):
        for language, places in (("en", PLACES), ("ar", PLACES_AR)):
            yield account(
                language,
                kind,
                places[killed or 0 % len(places)] if killed != 14 else places[1],
                (thing,),
                weapon,
                killed,
                places[3],
                again,
            )


def pages() -> Iterator[str]:
    for page in sorted((Path(__file__).parents[4] / "docs/method").glob("*.md")):
        text = re.sub(r"```.*?```|`[^`]*`", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from text.split("\n\n")


@pytest.fixture(scope="module")
def mask() -> Mask:
    """Four hundred names in each script, and the invented people of the tests on spelling."""
    latin = [f"{given} {family}" for given, family in product(GIVEN, FAMILY)]
    arabic = [f"{given} {family}" for given, family in product(GIVEN_AR, FAMILY_AR)]
    return Mask([*latin, *arabic, *(name for person in PEOPLE for name in (person.name, person.name_ar))])


def taken(mask: Mask, texts: Iterator[str]) -> tuple[int, list[str]]:
    """How many words there are, and what was taken of them."""
    total, gone = 0, []
    for text in texts:
        total += len(text.split())
        gone += [text[start:end] for start, end in mask.spans(text)]
    return total, gone


@pytest.mark.parametrize("texts", [prose, simulated, pages])
@pytest.mark.parametrize("script", ["both", "latin", "arabic"])
def test_less_than_a_word_in_ten_thousand_of_clean_text_is_taken(mask: Mask, script: str, texts: object) -> None:
    """Also where the case has every name in one script alone, so that a text of the other can only sound like it."""
    chosen = mask if script == "both" else Mask([name for name in mask.names if name.isascii() == (script == "latin")])
    total, gone = taken(chosen, texts())  # type: ignore[operator]
    assert total > 5_000
    assert sum(len(each.split()) for each in gone) < max(total * ALLOWED, 1), gone


def test_the_measure_can_fail(mask: Mask) -> None:
    total, gone = taken(mask, iter(["Then Samir Haddad ran."]))
    assert (total, gone) == (4, ["Samir Haddad"])


def test_nor_do_the_patterns_take_clean_text() -> None:
    found = [text[hit.start : hit.end] for texts in (prose, simulated) for text in texts() for hit in hits_in(text)]
    assert found == []


def test_names_between_clean_sentences_are_found(mask: Mask) -> None:
    for text in islice(prose(), 0, None, 40):
        assert HIDDEN in mask.apply(f"{text} Qasim Darwish")
