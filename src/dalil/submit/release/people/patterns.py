"""What finds a person and is no name: telephones, addresses, accounts, plates, positions, in free text.

Digits are those of any script (0-9, ٠-٩, ۰-۹). Each kind belongs to a class of columns, as if it stood in one:
an audience that has not the class gets it replaced, and to one that has it is listed, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dalil.records import Sensitivity

__all__ = ["PATTERNS", "Hit", "Pattern", "hits_in"]

_ZERO = "[0٠۰]"
_SEP = r"[\s.\-()/\u2010-\u2015\u200e\u200f\u202a-\u202c\u2066-\u2069]{0,2}"
_LEAST_PHONE, _MOST_PHONE = 7, 16  # digits of a number that can be called (ITU-T E.164: 15 at most), 16 with 00
_PLUS = "23456789CFGHJMPQRVWX"  # the digits of Open Location Code
_POINT = "[.,٫]"
_COMPASS = r"(?:[NSEW]\b|شمالا?ً?|جنوبا?ً?|شرقا?ً?|غربا?ً?|north\w*|south\w*|east\w*|west\w*)"
_NUMBER = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|and|"
    "صفر|واحدة?|احدى?|إحدى|اثن(?:ان|ين|تان|تين|ا|ي|تا|تي)|ثلاثة?|أربعة?|اربعة?|خمسة?|ستة?|سبعة?|ثماني?ة?|تسعة?|عشرة?|عشر|"
    "عشر(?:ون|ين)|ثلاث(?:ون|ين)|[أا]ربع(?:ون|ين)|خمس(?:ون|ين)|ست(?:ون|ين)|سبع(?:ون|ين)|ثمان(?:ون|ين)|تسع(?:ون|ين)|مئة|مائة|"
    "ноль|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|"
    "четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать|двадцать|тридцать|сорок|пятьдесят|"
    "шестьдесят|семьдесят|восемьдесят|девяносто|сто"
)
_WORDS = rf"(?:و?(?:{_NUMBER}|\d{{1,3}})\b[\s\-,،]*)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of identifier: its name in the list to look at, the class it belongs to, what it looks like."""

    kind: str
    sensitivity: Sensitivity
    regex: re.Pattern[str]
    is_one: Callable[[str], bool] = lambda text: True


@dataclass(frozen=True, slots=True)
class Hit:
    """Where one stands in a text."""

    start: int
    end: int
    pattern: Pattern


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _can_be_called(text: str) -> bool:
    return _LEAST_PHONE <= _digits(text) <= _MOST_PHONE and not _DATE.fullmatch(text.strip())


def _is_plus_code(text: str) -> bool:
    return text.isupper() or any(sign.isdigit() for sign in text)


_DATE = re.compile(r"(?:19|20)\d\d[\-./]?(?:0\d|1[0-2])[\-./]?[0-3]\d|[0-3]?\d[\-./][01]?\d[\-./](?:19|20)\d\d")


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


def _cased(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts))


PATTERNS = (
    Pattern("e-mail", Sensitivity.CONTACT, _any(
        r"[\w.+\-]+\s?(?:@|＠|[(\[{]\s?at\s?[)\]}])\s?[\w\-]+(?:\s?(?:\.|[(\[{]\s?dot\s?[)\]}])\s?[\w\-]{2,})+")),
    Pattern("address", Sensitivity.SOURCE, _any(
        r"(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"'»)\]]+",
        r"(?<![\w@.])(?:[a-z0-9\-]+\.)+(?:com|org|net|info|me|tv|io|ru|sy|app|example|page|link|gl|ly|be)\b(?:/[^\s<>\"'»)\]]*)?")),
    Pattern("account", Sensitivity.SOURCE, _any(
        r"(?<![\w@.])[@＠][\w.]{2,}",
        r"\b(?:telegram|skype|signal|facebook|twitter|instagram|tiktok|whats\s?app|تلغرام|تيلي?غرام|فيس\s?بوك|تويتر|سكايب|"
        r"انستغرام)\s{0,2}[:：=]\s{0,2}[\w.\-]{3,}")),
    Pattern("position", Sensitivity.PROTECTED_PLACE, _any(
        # decimals: four of one number, or two of both of a pair
        rf"[-+−]?\d{{1,3}}{_POINT}\d{{4,}}\s?°?\s?{_COMPASS}?",
        rf"[-+−]?\d{{2,3}}{_POINT}\d{{2,}}\s?°?\s?{_COMPASS}?\s{{0,2}}(?:[,;/،و]|\s)\s{{0,2}}[-+−]?\d{{2,3}}{_POINT}\d{{2,}}\s?°?\s?{_COMPASS}?",
        # degrees, minutes, seconds
        rf"\d{{1,3}}\s?[°º˚]\s?\d{{1,2}}(?:{_POINT}\d+)?\s?['’′`]?\s?(?:\d{{1,2}}(?:{_POINT}\d+)?\s?(?:[\"”″]|'')?)?\s?{_COMPASS}?",
        rf"\d{{1,3}}\s?(?:deg|d)\W?\s?\d{{1,2}}(?:{_POINT}\d+)?\s?(?:min|m)\W?(?:\s?\d{{1,2}}(?:{_POINT}\d+)?\s?(?:sec|s))?",
        # in words
        rf"{_WORDS}+(?:degrees?\b|درجات?|درجة|градус\w*)[\s,،]{{0,2}}(?:و\s?)?(?:(?:and\s)?{_WORDS}+(?:minutes?|seconds?|دقيقة|دقائق|ثانية|ثواني?|минут\w*|секунд\w*)[\s,،]{{0,2}}(?:و\s?)?)+{_COMPASS}?",
        rf"{_WORDS}+(?:degrees?\b|درجات?|درجة|градус\w*)[\s,،]{{0,2}}{_COMPASS}",
        rf"{_WORDS}+(?:point|decimal|فاصلة|نقطة|запятая|целых)\s(?:{_WORDS}){{2,}}")),
    Pattern("position", Sensitivity.PROTECTED_PLACE, _cased(
        r"\b\d{1,2}\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{5}\s?\d{5}|\d{4}\s?\d{4}|\d{3}\s?\d{3}|\d{2}\s?\d{2})\b",
        r"\b\d{1,2}[c-hj-np-x][a-hj-np-z]{2}(?:\d{10}|\d{8}|\d{6}|\d{4})\b",
        r"\b\d{1,2}\s?[C-HJ-NP-X]\s\d{6}(?:\.\d+)?\s?[,;/]?\s?\d{7}",
        r"\b[NS]\s?\d{4,7}(?:\.\d+)?\s?[,/]?\s?[EW]\s?\d{4,8}",
        r"\b\d{4,7}(?:\.\d+)?\s?[NS]\s?[,/]?\s?\d{4,8}(?:\.\d+)?\s?[EW]\b")),
    Pattern("position", Sensitivity.PROTECTED_PLACE, _any(
        rf"(?<![\w+])[{_PLUS}]{{4,8}}\+[{_PLUS}]{{2,7}}(?![\w+])"), _is_plus_code),
    Pattern("plate", Sensitivity.PERSON, _any(
        r"\b(?:number\s?plates?|plates?|registration|licen[cs]e|reg)\b\W{0,3}(?:(?:number|no|was|is|of|the|reading)\b\W{0,3}){0,3}"
        r"(?:[A-Z؀-ۿ]{1,8}[\s\-]{0,2}){0,3}\d[\d\s\-]{2,9}(?:[A-Z]{1,3}\b)?",
        r"(?:لوحة|لوحتها|اللوحة|نمرة|نمرتها|رقم\s(?:السيارة|المركبة|اللوحة)|гос\.?\s?номер|номер(?:ной)?\sзнак)\W{0,3}(?:رقمها|رقم)?\W{0,3}"
        r"(?:[^\W\d]{1,8}[\s\-]{0,2}){0,3}\d[\d\s\-]{2,9}")),
    Pattern("plate", Sensitivity.PERSON, _cased(
        r"\b\d{2,3}[\-\s][A-Z]{1,3}[\-\s]\d{2,5}\b", r"\b[A-Z]{1,3}[\-\s]\d{2,3}[\-\s]?[A-Z]{2,3}\b(?![\-\s]?\d)",
        r"\b[A-Z]{2,3}[\-\s]\d{4,6}\b", r"(?<![\u0600-\u06ff])(?:[\u0621-\u064a][\s\-]){2,3}\d{3,4}\b")),
    Pattern("number", Sensitivity.CONTACT, _any(
        rf"(?<![\w.,])(?:\+|{_ZERO}{{2}}){_SEP}(?:\d{_SEP}){{6,14}}\d",
        rf"(?<![\w.,+]){_ZERO}\d{_SEP}(?:\d{_SEP}){{5,10}}\d",
        rf"(?<![\w.,+])\(\d{{2,4}}\){_SEP}(?:\d{_SEP}){{4,10}}\d",
        r"\b(?:tel|phone|mobile|cell|call|whats\s?app|number|هاتف|جوال|موبايل|واتس\s?اب|رقم|тел|номер)\w*\W{1,4}(?P<it>(?:\d[\s.\-/]?){6,14}\d)",
        # nobody counts so far in a text: what is longer than a sum is somebody's number
        r"(?<![\w.,+])\d{8,16}(?![\w]|[.,]\d)",
        r"(?<![\w.,+])\d{3}[\s.\-]\d{3}[\s.\-]\d{3,4}(?![\w]|[.,]\d)"), _can_be_called),
)  # fmt: skip
"""In the order in which they are looked for: what one has found is not asked of the others."""

_CAN_HOLD = re.compile(
    r"\d|@|＠|www|\.\w\w|[(\[{]\s?at\s?[)\]}]|degree|درج|градус|point|decimal|فاصلة|نقطة|запятая|целых|[:：=]",
    re.IGNORECASE,
)


def hits_in(text: str) -> list[Hit]:
    """Every identifier in a text, in order and apart from one another.

    >>> [(hit.pattern.kind, hit.start, hit.end) for hit in hits_in("+963 900 000 001 at noon")]
    [('number', 0, 16)]
    """
    if not _CAN_HOLD.search(text):
        return []
    found: list[Hit] = []
    for pattern in PATTERNS:
        for match in pattern.regex.finditer(text):
            # The word before a number, where there is one, says only that it is one.
            labelled = "it" in pattern.regex.groupindex and match["it"] is not None
            start = match.start("it") if labelled else match.start()
            end = start + len(text[start : match.end()].rstrip(" \t\r\n.,،-"))
            free = all(end <= hit.start or hit.end <= start for hit in found)
            if free and end > start and pattern.is_one(text[start:end]):
                found.append(Hit(start, end, pattern))
    return sorted(found, key=lambda hit: hit.start)
