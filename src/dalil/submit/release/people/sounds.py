"""How one word of a name sounds, whoever wrote it: in Arabic, Latin or Cyrillic letters, as sets of consonants.

`dalil.names.skeleton` gives one form for linking, where a wrong meeting costs as much as a missed one. Here a missed
name can kill, so that a letter which is written in several ways gives several forms: kh is written h, v stands for w,
a Russian instrumental has an ending. Two words may be the same name where their sets meet.

Sources of the letters that meet: the romanisation tables of ALA-LC and BGN/PCGN, French and Turkish spelling, and the
Russian rules of practical transcription from Arabic. Nothing was fitted to a list of names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from dalil.names import fold, words

__all__ = ["ORNAMENT", "bare", "canonical", "ends", "initials_of", "script_of", "sounds", "spelling", "stems"]

ORNAMENT = (
    r"\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2069\ufe00-\ufe0f\ufeff"
)
"""Vowel signs, accents and marks that nobody sees, as in a class of a pattern: they stand inside a word."""

_UNSEEN = re.compile(f"[{ORNAMENT}]")
_ACCENTS = {
    "š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ç": "ch", "ğ": "gh", "ġ": "gh", "ǧ": "j", "ž": "zh",
    "ḫ": "kh", "ẖ": "kh", "ṯ": "th", "ḏ": "dh", "ł": "l", "ہ": "ه", "ھ": "ه", "ک": "ك", "ی": "ي", "ے": "ي",
}  # fmt: skip
_ACCENTED = str.maketrans(
    _ACCENTS | {each.upper(): plain.title() for each, plain in _ACCENTS.items() if len(each.upper()) == 1}
)

# Letters of Cyrillic and Greek that look like Latin ones.
_LOOKS = str.maketrans(
    "аеорсухіјѕһкмтвнԁӏԛԝгαορνικτυχεηβµ" + "АВЕНІЈКМОРСТУХЅԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshkmtbhdlqwraopviktuxenbm" + "ABEHIJKMOPCTYXSGABEZHIKMNOPTYX",
)

_K, _H = "k", "h"
"""Classes of sounds that letters share: k, q, g, gh, j are mixed up by whoever has no letter for one of them."""

_SOUNDS: dict[str, tuple[str, ...]] = {
    # Latin; longer before shorter is seen to below
    "tch": ("š",), "sch": ("š",), "sh": ("š",), "ch": ("š", _H, _K), "kh": (_K, _H), "gh": (_K,), "dj": (_K,),
    "zh": (_K, "z"), "th": ("t", "s"), "dh": ("d", "z"), "ph": ("f",), "ck": (_K,), "qu": (_K,), "ce": ("s",),
    "ci": ("s",), "b": ("b",), "p": ("b",), "t": ("t",), "g": (_K,), "j": (_K,), "h": (_H,), "x": (_K, _H),
    "d": ("d",), "r": ("r",), "z": ("z",), "s": ("s",), "f": ("f",), "v": ("f", ""), "k": (_K,), "q": (_K,),
    "c": (_K,), "l": ("l",), "m": ("m",), "n": ("n",), **dict.fromkeys("aeiouyw", ("",)),
    # Arabic
    "ب": ("b",), "پ": ("b",), "ت": ("t",), "ط": ("t",), "ث": ("t", "s"), "ج": (_K,), "غ": (_K,), "گ": (_K,),
    "چ": ("š",), "ح": (_H,), "ه": (_H,), "خ": (_K, _H), "د": ("d",), "ض": ("d", "z"), "ذ": ("d", "z"), "ر": ("r",),
    "ز": ("z",), "ژ": ("z",), "ظ": ("z", "d"), "س": ("s",), "ص": ("s",), "ش": ("š",), "ف": ("f",), "ڤ": ("f",),
    "ق": (_K,), "ك": (_K,), "ل": ("l",), "م": ("m",), "ن": ("n",), **dict.fromkeys("اعويء", ("",)),
    # Cyrillic
    "дж": (_K,), "б": ("b",), "п": ("b",), "т": ("t",), "г": (_K, _H), "ґ": (_K,), "х": (_H, _K), "д": ("d",),
    "р": ("r",), "з": ("z",), "с": ("s",), "ц": ("s",), "ш": ("š",), "щ": ("š",), "ч": ("š",), "ж": (_K, "z"),
    "ф": ("f",), "в": ("f", ""), "к": (_K,), "л": ("l",), "м": ("m",), "н": ("n",),
    **dict.fromkeys("аеиоуыэюяйіїєьъ", ("",)),
}  # fmt: skip
_LETTERS = re.compile("|".join(sorted(map(re.escape, _SOUNDS), key=len, reverse=True)) + "|.", re.DOTALL)
_FIRST = (
    (re.compile(r"^(?:ou|u|у)(?=[aeiouаеиоуыэюя])"), ("a", "w")), (re.compile(r"^[aeiouاعаиоуыэіє]"), ("a",)),
    (re.compile(r"^[وw]"), ("w",)), (re.compile(r"^[vв]"), ("w", "")), (re.compile(r"^[يyйяюї]"), ("y",)),
    (re.compile(r"^е"), ("a", "y")),
)  # fmt: skip
_FEMININE = re.compile(r"(?:(?<=[aeiou])[ht]|[هحت])$")
_FEMININE_RUSSIAN = re.compile(r"(?<=[аеиоуыэя])[тхг]$")
_CASES = re.compile(r"(?<=[а-яіїєґ]{3})(?:ого|ому|ему|ами|ями|ом|ем|ам|ям|ах|ях|ою|ею|ов|ев|[аеиоуыюя])$")
_PREFIXES = (
    "وبال", "وكال", "فبال", "فكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال",
    "وب", "ول", "وك", "فب", "فل", "فك", "و", "ف", "ب", "ل", "ك",
)  # fmt: skip
# A mute e, a feminine h or t that is heard or not, the waw of Amr.
_EITHER = re.compile(r"(?:e|[aeiou][ht]|[اوي][تح]|ح|و)$")
_TWICE = re.compile(r"(.)\1+")
_FORMS = 32
"""Forms of one word at most: more come of words that are no names, and would meet everything."""
_LEAST_STEM = 3  # letters left after a prefix: with two left it is a word of its own
_SPELLED = (("ee", "i"), ("ie", "i"), ("y", "i"), ("oo", "u"), ("ou", "u"), ("q", "k"), ("w", "u"))


def bare(text: str) -> str:
    """A word of a text without what nobody sees; letters that only look Latin become Latin beside Latin ones.

    >>> bare("S\\u0430mir")
    'Samir'
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", text).translate(_ACCENTED))
    low = unicodedata.normalize("NFKC", plain)
    return low.translate(_LOOKS) if script_of(low) == "mixed" else low


@lru_cache(maxsize=200_000)
def script_of(word: str) -> str:
    """`arabic`, `latin`, `cyrillic`, `mixed` (Latin and look-alikes) or `other`, by the letters of a word."""
    found = {_script(letter) for letter in word if letter.isalpha()}
    if found == {"latin", "cyrillic"} or found == {"latin", "greek"} or found == {"latin", "cyrillic", "greek"}:
        return "mixed"
    return found.pop() if len(found) == 1 else "other"


def _script(letter: str) -> str:
    at = ord(letter)
    if 0x0600 <= at <= 0x08FF or 0xFB50 <= at <= 0xFEFC:
        return "arabic"
    if 0x0400 <= at <= 0x052F:
        return "cyrillic"
    if 0x0370 <= at <= 0x03FF:
        return "greek"
    return "latin" if at < 0x0250 or 0x1D00 <= at <= 0x1EFF else "other"


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The folded word, and what is left without the particles that Arabic writes against it.

    >>> stems("وبسمير")
    ('وبسمير', 'سمير', 'بسمير')
    """
    if script_of(word) != "arabic":
        return (word,)
    cut = [word[len(one) :] for one in _PREFIXES if word.startswith(one) and len(word) - len(one) >= _LEAST_STEM]
    return tuple(dict.fromkeys((word, *cut)))


def spelling(word: str) -> str:
    """A folded word as it is spelled, but for what writers of Latin letters do as they please: vowels written twice.

    >>> spelling("sameer") == spelling("samir"), spelling("samir") == spelling("samar")
    (True, False)
    """
    if script_of(word) != "latin":
        return word
    for written, kept in _SPELLED:
        word = word.replace(written, kept)
    return _TWICE.sub(r"\1", word.removesuffix("h") if word.endswith(("ah", "eh")) else word)


@lru_cache(maxsize=200_000)
def sounds(word: str, *, ending: bool = True) -> frozenset[str]:
    """The forms of one word as `fold` or `words` of `dalil.names` gives it. Without `ending` its last h or t stays.

    >>> sounds("qasim") == sounds("قاسم") == {"ksm"}, sounds("касимом") >= {"ksm"}
    (True, True)
    """
    forms = {form for each in _without_case(word) for form in _sounds(each, ending)}
    # Abd with the article after it, run together.
    return frozenset(
        forms | {"abd" + form[4:] for form in forms if form.startswith("abdl") and len(form) > len("abdl")}
    )


def _without_case(word: str) -> tuple[str, ...]:
    if script_of(word) != "cyrillic":
        return (word, word[2:]) if word.startswith("al") and len(word) > len("al") + _LEAST_STEM else (word,)
    return tuple(dict.fromkeys((word, _CASES.sub("", word))))


def _sounds(word: str, ending: bool) -> set[str]:
    first = next((signs for pattern, signs in _FIRST if pattern.match(word)), ("",))
    letters = [_SOUNDS.get(found[0], (found[0],)) for found in _LETTERS.finditer(word)]
    if ending and len(letters) > 2 and _FEMININE.search(word):
        letters[-1] = ("",)
    if ending and len(letters) > 2 and _FEMININE_RUSSIAN.search(word):
        letters[-1] = ("", *letters[-1])
    while _many([first, *letters]) > _FORMS:
        at = max(range(len(letters)), key=lambda place: len(letters[place]))
        letters[at] = letters[at][:1]
    found = set()
    for front, *rest in product(first, *letters):
        # v at the front is w or f, never both
        if front == "w" and rest and rest[0] == "f":
            front = ""
        found.add(front + _TWICE.sub(r"\1", "".join(rest)))
    return {form for form in found if form}


def _many(letters: list[tuple[str, ...]]) -> int:
    total = 1
    for signs in letters:
        total *= len(signs)
    return total


def ends(word: str) -> frozenset[str]:
    """Whether a folded word ends `open` (in a vowel, or what stands for one) or `closed`; both where writers differ.

    >>> sorted(ends("huda")), sorted(ends("هدى")), sorted(ends("samir")), sorted(ends("barakat"))
    (['open'], ['open'], ['closed'], ['closed', 'open'])
    """
    if script_of(word) in ("cyrillic", "other") or _EITHER.search(word):
        return frozenset({"open", "closed"})
    return frozenset({"open" if word[-1:] in "aiouyاويىه" else "closed"})


def initials_of(letters: str) -> frozenset[str]:
    """What a name that is shortened to these letters can begin with, as `sounds` writes it."""
    found = {form[0] for form in sounds(fold(letters), ending=False)}
    # whoever shortens Shadi to S. writes one letter of the two
    return frozenset(found | ({"š"} if "s" in found else set()) | ({"s"} if "š" in found else set()))


def canonical(text: str) -> str:
    """A word of a text as `words` gives it, in one piece; folded where that leaves nothing."""
    return "".join(words(text)) or fold(text)
