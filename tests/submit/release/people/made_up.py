"""Made-up people, each in two scripts with a father's name, and the ways in which a text can write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Nobody: given name, family name and father's name in Latin and Arabic letters, and in Russian ones with the
    ending of the instrumental."""

    given: str
    family: str
    father: str
    given_ar: str
    family_ar: str
    father_ar: str
    russian: str
    russian_by: str
    others: tuple[str, ...]  # other transliterations of given and family name

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def name_ar(self) -> str:
        return f"{self.given_ar} {self.family_ar}"


PEOPLE = (
    Person("Samir", "Haddad", "Khalil", "سمير", "حداد", "خليل", "Самир Хаддад", "Самиром Хаддадом",
           ("Sameer Hadad", "Sammir Haddadd", "Semir Haddad")),
    Person("Qasim", "Darwish", "Nabil", "قاسم", "درويش", "نبيل", "Касим Дарвиш", "Касимом Дарвишем",
           ("Gasim Darvish", "Kassem Darweesh", "Ghasim Derwiš", "Qassim Darouich")),
    Person("Shadi", "Qabbani", "Walid", "شادي", "قباني", "وليد", "Шади Каббани", "Шади Каббани",
           ("Chadi Kabbani", "Šadi Qabbani", "Shady Gabbani")),
    Person("Khaled", "Mansour", "Yusuf", "خالد", "منصور", "يوسف", "Халед Мансур", "Халедом Мансуром",
           ("Khalid Mansur", "Halid Mansour", "Kaled Mansoor")),
    Person("Wael", "Zarzour", "Hasan", "وائل", "زرزور", "حسن", "Ваэль Зарзур", "Ваэлем Зарзуром",
           ("Wail Zarzur", "Vael Zarzoor")),
    Person("Ghassan", "Tawil", "Bashar", "غسان", "طويل", "بشار", "Гассан Тавиль", "Гассаном Тавилем",
           ("Gassan Taweel", "Ghasan Tavil")),
    Person("Nawal", "Shihabi", "Fares", "نوال", "الشهابي", "فارس", "Наваль Шихаби", "Наваль Шихаби",
           ("Nawal Chehabi", "Naval Shehabi", "Nawaal al-Shihabi")),
    Person("Muhannad", "Barakat", "Jamil", "مهند", "بركات", "جميل", "Муханнад Баракат", "Муханнадом Баракатом",
           ("Mohanad Barakat", "Mouhannad Barakaat")),
    Person("Thaer", "Jaradat", "Omar", "ثائر", "جرادات", "عمر", "Таер Джарадат", "Таером Джарадатом",
           ("Thair Garadat", "Taer Jaradaat")),
    Person("Abd al-Rahman", "Zaytoun", "Adnan", "عبد الرحمن", "زيتون", "عدنان", "Абд ар-Рахман Зейтун",
           "Абдуррахманом Зейтуном", ("Abdulrahman Zeitoun", "Abdel Rahman Zaitun", "Abdurrahman Zaytun")),
    Person("Hind", "Qasabji", "Marwan", "هند", "قصبجي", "مروان", "Хинд Касабджи", "Хинд Касабджи",
           ("Hend Kasabji", "Hind Gasabgi")),
    Person("Yazan", "Dhiyab", "Munir", "يزن", "ذياب", "منير", "Язан Дияб", "Язаном Диябом",
           ("Yazan Diyab", "Yazen Dhiab", "Yezan Ziyab")),
)  # fmt: skip

_LOOKS = str.maketrans("aeocpxyAEOCPXKMH", "аеосрхуАЕОСРХКМН")


def written(person: Person) -> Iterator[tuple[str, str]]:
    """(what was done to the name, the name as it is then written)."""
    given, family, father = person.given, person.family, person.father
    given_ar, family_ar, father_ar = person.given_ar, person.family_ar, person.father_ar
    plain_ar = family_ar.removeprefix("ال")
    yield from (("plain", person.name), ("plain", person.name_ar), ("capitals", person.name.upper()))
    yield from (
        ("small", person.name.lower()),
        ("turned", f"{family}, {given}"),
        ("turned", f"{family_ar}، {given_ar}"),
    )
    for prefix in ("و", "ب", "ل", "ف", "ك", "وب", "ول", "فل", "وك", "فب"):
        yield "prefix", f"{prefix}{person.name_ar}"
    yield from (("article", f"{given} al-{family}"), ("article", f"{given_ar} ال{plain_ar}"))
    yield from (("article", f"و{given_ar} وال{plain_ar}"), ("middle", f"{given} {father} {family}"))
    yield from (("middle", f"{given_ar} {father_ar} {family_ar}"), ("son of", f"{given} bin {father} {family}"))
    yield from (("son of", f"{given_ar} بن {father_ar} {family_ar}"), ("kunya", f"Abu {father} {given} {family}"))
    yield from (("kunya", f"{given} Abu {father} {family}"), ("kunya", f"{given_ar} أبو {father_ar} {family_ar}"))
    yield from (("kunya", f"أبو {father_ar} {given_ar} {family_ar}"), ("initial", f"{given[0]}. {family}"))
    yield from (("initial", f"{family[0]}. {given}"), ("initial", f"{given_ar[0]}. {family_ar}"))
    yield from (("initial", f"{given[0]}. {father[0]}. {family}"), ("russian", person.russian))
    yield from (("russian", person.russian_by), ("look-alike", person.name.translate(_LOOKS)))
    yield "look-alike", person.name_ar.replace("ي", "ی").replace("ك", "ک").replace("ة", "ه").replace("أ", "ا")
    yield from (("other", each) for each in person.others)
    yield from (
        ("spaced", " ".join(given.replace("-", "")) + "   " + " ".join(family)),
        ("spaced", ".".join(given_ar.replace(" ", "")) + f" {family_ar}"),
    )
    yield from (
        ("tatweel", f"{given_ar[0]}ـ{given_ar[1:]} {plain_ar[:2]}ـ{plain_ar[2:]}"),
        ("vowels", "".join(f"{c}\u064e" if c != " " else c for c in person.name_ar)),
    )
    yield from (
        ("zero width", f"{given[:2]}\u200b{given[2:]}\u200c {family[0]}\u00ad{family[1:]}"),
        ("bidi", f"\u202b{given_ar}\u202c \u2067{family_ar}\u2069"),
    )
    joined = given.replace(" ", "").replace("-", "").lower() + family.lower()
    yield from (("account", f"@{joined}"), ("account", f"#{given_ar.replace(' ', '_')}_{family_ar}"))
    yield from (
        ("account", f"@{family.lower()}_{given.lower().replace(' ', '')}77"),
        ("account", f"{given.replace(' ', '')}.{family}@post.example"),
    )
    yield from (
        ("line", f"{given}\n{family}"),
        ("line", f"{given_ar}\n{family_ar}"),
        ("line", f"{given} {family[:3]}-\n{family[3:]}"),
    )
    for sign in "-_.":
        yield "joined", f"{given.replace(' ', sign)}{sign}{family}"
    yield "owner", f"{given} {family}'s"
