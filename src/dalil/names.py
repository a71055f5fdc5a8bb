"""Names of people and places in Arabic and Latin letters, brought to forms that can be compared.

Three forms, each coarser than the one before:

- `fold` spells a name in one way: no diacritics, one alef, one ya, one digit for one digit, words apart by a space;
- `words` takes off the article, in either script and with any sun letter, and joins Abd to what follows it;
- `skeleton` keeps the consonants, one sign for the sounds that transliteration confuses. It is the same in both
  scripts, so that a name written by an Arabic source meets itself in an English one.

The letters that share a sign were chosen from the romanisation tables of ALA-LC and BGN/PCGN, where two letters
have one romanisation or one letter has two. Nothing here was fitted to a list of names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from rapidfuzz.distance import OSA, JaroWinkler, LCSseq

__all__ = [
    "GENERIC",
    "PersonName",
    "coarse_skeleton",
    "fold",
    "has_arabic",
    "key",
    "similarity",
    "skeleton",
    "slug",
    "word_similarity",
    "words",
]

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_DROPPED = dict.fromkeys(map(ord, "ـء'’‘ʼʻʿʾ`´ʹ\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"))
_ONE_LETTER = str.maketrans(
    {
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ٱ": "ا",
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    }
)  # fmt: skip

# The article before sun letters, as people write what they hear: ar-Rastan, esh-Sham.
_LATIN_ARTICLE = re.compile(r"^(?:al|el|ul|il|ad|ar|as|at|az|an|ash|esh|ech|ach|adh|ath|ed|er|es|et|ez|en)$")
# h stands for dh, sh and th, which are written with two letters.
_SUN = {"d": "d", "r": "r", "s": "s", "t": "t", "z": "z", "n": "n", "h": "dst"}
_JOINED_ABD = re.compile(r"^(?:عبدال(?=..)|abd(?:ul|al|el|ol|oul)(?=[^aeiouy]))")
_ABD = re.compile(r"^(?:عبد|abd(?:[uaeo]l|oul)?|abed)$")
_JOINED_DIN = re.compile(r"(?<=[a-z]{2})(?:[aeiou]+[ld]|d)d(?:i|ee|ie)ne?$|(?<=..)الدين$")
_DIN = re.compile(r"^(?:[aeu]l|[aeu]d)?d(?:i|ee|ie)ne?$|^الدين$")
_JOINED_EL = re.compile(r"^el(?=[^aeiouyl][a-z]{2})")
# Given names that begin with the letters of the article and do not have it.
_NOT_THE_ARTICLE = frozenset({"الياس", "الهام", "الفت", "الين", "الماس"})
_ALTERNATIVES = re.compile(r"[_/|]")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")

_MEANINGS = {
    "upper": "فوقاني", "lower": "تحتاني", "big": "كبير", "great": "كبير", "small": "صغير", "little": "صغير",
    "north": "شمالي", "northern": "شمالي", "south": "جنوبي", "southern": "جنوبي", "east": "شرقي", "eastern": "شرقي",
    "west": "غربي", "western": "غربي", "new": "جديد", "old": "قديم", "middle": "اوسط", "castle": "قلعه",
    "hospital": "مشفي", "مستشفي": "مشفي", "school": "مدرسه", "mosque": "جامع", "مسجد": "جامع", "market": "سوق",
    "souq": "سوق", "camp": "مخيم", "bridge": "جسر", "square": "دوار", "roundabout": "دوار", "street": "شارع",
    "city": "مدينه", "town": "بلده", "village": "قريه", "district": "حي", "neighborhood": "حي", "neighbourhood": "حي",
    "countryside": "ريف", "farm": "مزرعه", "farms": "مزارع", "university": "جامعه", "mount": "جبل", "mountain": "جبل",
    "كبيره": "كبير", "صغيره": "صغير", "شماليه": "شمالي", "جنوبيه": "جنوبي", "شرقيه": "شرقي", "غربيه": "غربي",
    "جديده": "جديد", "قديمه": "قديم",
}  # fmt: skip

_ARABIC_SIGNS = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "g", "غ": "g", "گ": "g", "چ": "š", "ح": "h", "ه": "h",
    "خ": "x", "د": "d", "ض": "d", "ذ": "d", "ر": "r", "ز": "z", "ژ": "z", "ظ": "z", "س": "s", "ص": "s", "ش": "š",
    "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
# Longer before shorter: "tch" is one sound, and not t and ch.
_LATIN_PAIRS = (
    ("tch", "š"), ("sch", "š"), ("sh", "š"), ("ch", "š"), ("kh", "x"), ("gh", "g"), ("dj", "g"), ("th", "t"),
    ("dh", "d"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"),
)  # fmt: skip
_LATIN_SIGNS = {
    "b": "b", "p": "b", "t": "t", "g": "g", "j": "g", "h": "h", "x": "x", "d": "d", "r": "r", "z": "z", "s": "s",
    "š": "š", "f": "f", "v": "f", "k": "k", "q": "k", "c": "k", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
GENERIC = frozenset(
    [
        "مدينه",
        "بلده",
        "قريه",
        "حي",
        "ريف",
        "دوار",
        "شارع",
        "منطقه",
        "ناحيه",
        "محافظه",
        "area",
        "suburb",
        "subdistrict",
        "sub",
        "governorate",
        "province",
        "region",
        "near",
        "outskirts",
        "villages",
        "towns",
        "the",
        "of",
        "in",
        "and",
        "de",
        "la",
        "ضاحيه",
    ]
)
"""What places are called besides their name, as `words` gives it."""

_INITIAL = {
    "ا": "a",
    "ع": "a",
    "a": "a",
    "e": "a",
    "i": "a",
    "o": "a",
    "u": "a",
    "و": "w",
    "w": "w",
    "ي": "y",
    "y": "y",
}
_SILENT = dict.fromkeys("اعويaeiouwy", "")
_LONG = _SILENT | dict.fromkeys("وouw", "w") | dict.fromkeys("يeiy", "y")
_FEMININE = re.compile(r"[ht]$")  # -a, -ah, -at and -et are one ending, written with ta marbuta
_FEMININE_WORD = re.compile(r"(?:[aeiou][ht]|[هحت])$")
# kh and gh: written k, g, q and j by whoever has no letter for them.
_VELARS = str.maketrans("xg", "kk")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as a list has it; empty where it does not say. It never shows in a message or a trace."""

    name: str = field(repr=False)
    name_ar: str = field(repr=False)
    father: str = field(repr=False)


def has_arabic(text: str) -> bool:
    """True when `text` holds a letter of the Arabic script."""
    return _ARABIC.search(text) is not None


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """One spelling: lower case, no diacritics, hamza off its seat, ta marbuta as ha, European digits.

    Apostrophes vanish, other signs part words. Letters of other scripts stay as they are.

    >>> fold("Ma‘arrat al-Nu‘mān"), fold("إدلب ١٢")
    ('maarrat al numan', 'ادلب 12')
    """
    lowered = text.translate(_DROPPED).lower().translate(_ONE_LETTER)
    # Signs that stand for a letter (mathematical capitals) become letters first, and those may be capitals.
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", lowered).lower())
    plain = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in parted if not unicodedata.combining(sign)
    )
    return _NOT_WORD.sub(" ", plain.translate(_DROPPED).translate(_ONE_LETTER)).strip()


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words without the article; Abd and the name of God that follows it are one word.

    >>> words("Abd al-Rahman ash-Shaykh"), words("عبد الرحمن الشيخ")
    (('abdrahman', 'shaykh'), ('عبدرحمن', 'شيخ'))
    """
    found: list[str] = []
    rest = fold(text).split()
    # One word may take the next with it (Abd and whom he serves), so that this is no loop over words.
    while rest:
        word = rest.pop(0)
        if rest and _is_latin_article(word, rest[0]):
            continue
        if found and _DIN.match(word):
            found[-1] += "دين" if has_arabic(word) else "din"
            continue
        found.append(_with_what_abd_serves(_without_article(word), rest))
    return tuple(_MEANINGS.get(word, word) for word in found)


def _with_what_abd_serves(word: str, rest: list[str]) -> str:
    """One word for Abd and the name after it, however the source parted them; takes that name out of `rest`."""
    arabic = has_arabic(word)
    if not _ABD.match(word) or not rest:
        joined = _JOINED_ABD.sub("عبد" if arabic else "abd", word)
        return _JOINED_DIN.sub("دين" if arabic else "din", joined)
    article = len(rest) > 1 and _is_latin_article(rest[0], rest[1])
    if not (article or word in ("abdul", "abdel", "abdal", "abdoul") or rest[0].startswith("ال")):
        return word
    if article:
        rest.pop(0)
    return ("عبد" if arabic else "abd") + _without_article(rest.pop(0))


def _is_latin_article(word: str, following: str) -> bool:
    if not _LATIN_ARTICLE.match(word):
        return False
    return word[-1] == "l" or following[0] in _SUN.get(word[-1], "") or word[1:] == following[: len(word) - 1]


def _without_article(word: str) -> str:
    if word in _NOT_THE_ARTICLE:
        return word
    for article in ("وال", "بال", "لل", "ال"):
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word[len(article) :]
    return word[2:] if word.startswith("ال") and len(word) == 4 else _JOINED_EL.sub("", word)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of one folded word, the same for both scripts; a vowel or ayn at the front is `a`.

    >>> skeleton("shaykhun"), skeleton("شيخون")
    ('šxn', 'šxn')
    """
    body = "".join(_signs(word, _SILENT))
    ended = _FEMININE.sub("", body) if len(body) > 1 and _FEMININE_WORD.search(word) else body
    return _INITIAL.get(word[:1], "") + _TWICE.sub(r"\1", ended)


def _signs(word: str, weak: dict[str, str]) -> list[str]:
    if has_arabic(word):
        return [weak.get(letter, _ARABIC_SIGNS.get(letter, letter)) for letter in word]
    latin = word
    for pair, sign in _LATIN_PAIRS:
        latin = latin.replace(pair, sign)
    return [weak.get(letter, _LATIN_SIGNS.get(letter, letter)) for letter in latin]


@lru_cache(maxsize=200_000)
def _with_long_vowels(word: str) -> str:
    """The skeleton with what Arabic writes of the vowels: `w` for u and o, `y` for i and e."""
    return _TWICE.sub(r"\1", "".join(_signs(word, _LONG)))


def coarse_skeleton(word: str) -> str:
    """The skeleton with k, kh, gh and j as one sign: the letters that lists of names mix up most."""
    return skeleton(word).translate(_VELARS)


@lru_cache(maxsize=200_000)
def key(text: str) -> str:
    """The skeletons of all words, in order: equal keys are a strong hint, unequal ones no proof.

    >>> key("Khan Sheikhoun") == key("خان شيخون")
    True
    """
    return " ".join(filter(None, (skeleton(word) for word in words(text))))


@lru_cache(maxsize=500_000)
def word_similarity(a: str, b: str) -> float:
    """Two folded words, 0 to 1: by letters where they share a script, by skeleton where that is nearer."""
    if a == b:
        return 1.0
    bones = OSA.normalized_similarity(skeleton(a), skeleton(b))
    if bones < 0.5:
        return 0.0
    # What a few common signs can show is bounded: half the doubt goes with each sign both words have in order.
    bones *= 1.0 - 0.5 ** LCSseq.similarity(_with_long_vowels(a), _with_long_vowels(b))
    return float(bones if has_arabic(a) != has_arabic(b) else max(bones, JaroWinkler.similarity(a, b)))


def _named(text: str) -> tuple[str, ...]:
    """The words of a name without what stands in brackets, which is a note or a wider place."""
    return words(_BRACKETS.sub(" ", text)) or words(text)


def similarity(a: str, b: str) -> float:
    """Two names, 0 to 1: each word of the shorter meets its best fellow in the longer; words weigh by length.

    Words of the longer that meet none count half, because a family name or a district is often left out.
    Where a source writes several names (`A / B`), the nearest counts.

    >>> similarity("Ma'arrat al-Nu'man", "معرة النعمان") > 0.8
    True
    """
    return max(_similarity(one, other) for one in _ALTERNATIVES.split(a) for other in _ALTERNATIVES.split(b))


def sound_of(name: str) -> str:
    """The sound of a name in one piece: sources part its words differently.

    >>> sound_of("Kafr Nabl") == sound_of("كفرنبل")
    True
    """
    return key(name).replace(" ", "")


def _similarity(a: str, b: str) -> float:
    shorter, longer = sorted((_named(a), _named(b)), key=lambda found: (len(found), found))
    if not shorter:
        return 0.0
    free, got, meant = list(longer), 0.0, 0.0
    for word in sorted(shorter, key=lambda each: (-len(each), each)):
        best = max(range(len(free)), key=lambda place: word_similarity(word, free[place]))
        got += len(word) * word_similarity(word, free.pop(best))
        meant += len(word)
    return got / (meant + 0.5 * sum(map(len, free)))


def slug(text: str) -> str:
    """A name as part of a figure's name: lower case, digits and underscores; what no Latin letter spells is hashed.

    >>> slug("Al-Bāb"), slug("Médecins ⟨x⟩"), slug("حلب")[:2]
    ('al_bab', 'medecins_x', 'x_')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    cleaned = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return cleaned or f"x_{sha256(text.encode()).hexdigest()[:8]}"
