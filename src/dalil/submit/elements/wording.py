"""How a reader of one language sees a number, a time, a place and a record's own words.

In Arabic, whatever comes from outside the sentence is isolated (U+2068…U+2069, numbers U+2066…U+2069): without that,
latitude and longitude look swapped. Letters that no packaged font can draw are written by their code point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dalil.messages import Language, catalogue, language_of, letters

__all__ = ["DRAWN", "Wording", "printable"]

_AUTO, _END = "\u2068", "\u2069"
# Ranges of code points that the fonts of the templates have glyphs for; a test sets each in type.
DRAWN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x2AF), (0x300, 0x345), (0x386, 0x3CE), (0x401, 0x477), (0x490, 0x4C4),
    (0x5D0, 0x5EA), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
)  # fmt: skip
_RTL = re.compile(r"[\u0590-\u08ff]")
_INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ufe00-\ufe0f]")


_NOT_DRAWN = re.compile("[^" + "".join(f"{chr(first)}-{chr(last)}" for first, last in (*DRAWN, *letters())) + "]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """`text` with white space made plain, direction marks taken out and letters without a glyph named.

    A record must not be able to turn the direction of the page around it.

    >>> printable("a\\u202eb\\n 漢")
    'ab [U+6F22]'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    spaced = " ".join(_CONTROL.sub(" ", plain).split())
    return _NOT_DRAWN.sub(lambda letter: f"[U+{ord(letter[0]):04X}]", spaced)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language, in the zone of the case."""

    language: str
    zone: ZoneInfo

    @property
    def written(self) -> Language:
        """How the language is written."""
        return language_of(self.language)

    @property
    def rtl(self) -> bool:
        """True for a language that is written from right to left."""
        return self.written.rtl

    def text(self, key: str, **fields: object) -> str:
        """The sentence `submit.<key>`; numbers are formatted and isolated, other fields taken as they are."""
        filled = {name: self.number(value) if isinstance(value, int | float) else value
                  for name, value in fields.items()}  # fmt: skip
        return catalogue(self.language).text(f"submit.{key}", **filled)

    def term(self, family: str, code: str | None) -> str:
        """A code of a vocabulary in words; a code that the catalogue lacks stands as it is."""
        if not code:
            return ""
        words, key = catalogue(self.language), f"term.{family}.{code}"
        return words.text(key) if key in words else self.own(code)

    def terms(self, family: str, codes: Iterable[str] | None) -> str:
        """Several codes, in the order given."""
        return self.joined(self.term(family, code) for code in codes or ())

    @property
    def comma(self) -> str:
        """What stands between the parts of a list."""
        return self.written.comma

    def joined(self, parts: Iterable[str]) -> str:
        """A list with the comma of the language."""
        return self.comma.join(part for part in parts if part)

    def ltr(self, text: str) -> str:
        """Numbers and codes: kept from left to right inside Arabic."""
        return self.written.ltr(text)

    def own(self, text: str | None) -> str:
        """A record's own words, isolated where the direction of the page could turn them."""
        clean = printable(text or "")
        return f"{_AUTO}{clean}{_END}" if clean and (self.rtl or _RTL.search(clean)) else clean

    def number(self, value: float | None) -> str:
        """1,234; others with three significant digits; a dash for what nobody stated."""
        if value is None:
            return "–"
        # Beyond a thousand a fraction is noise: no figure here is known to four digits and a part.
        whole = float(value).is_integer() or abs(value) >= 1000
        return self.written.number(f"{value:,.0f}" if whole else f"{value:.3g}")

    def interval(self, low: float | None, high: float | None) -> str:
        """3–5, or 3 where both are equal; "3 or more" where no maximum was stated."""
        if low is None and high is None:
            return "–"
        if low is None or high is None:
            return self.text("at_least" if high is None else "at_most", value=low if high is None else high)
        return self.written.number(f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}")

    def day(self, day: date) -> str:
        """14 November 2016."""
        return f"{self.ltr(str(day.day))} {self.term('month', str(day.month))} {self.ltr(str(day.year))}"

    def month(self, month: str) -> str:
        """`2016-11` as November 2016; what is not a month stands as it is."""
        if not re.fullmatch(r"\d{4}-\d\d", month):
            return self.own(month)
        return f"{self.term('month', str(int(month[5:])))} {self.ltr(month[:4])}"

    def local(self, moment: datetime) -> datetime:
        """A naive UTC moment in the civil time of the case."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone)

    def when(self, earliest: datetime | None, latest: datetime | None) -> str:
        """An interval in civil time, as short as it can be said."""
        if earliest is None or latest is None:
            return "–"
        first, last = self.local(earliest), self.local(latest)
        # Intake gives a whole day as midnight to its last second or minute.
        whole_days = (first.hour, first.minute) == (0, 0) and (last + timedelta(minutes=1)).day != last.day
        if first.date() == last.date():
            hours = "" if whole_days else self.ltr(_hours(first, last))
            return self.joined([self.day(first.date()), hours])
        if whole_days:
            return f"{self.day(first.date())} – {self.day(last.date())}"
        ends = (f"{self.day(end.date())} {self.ltr(f'{end:%H:%M}')}" for end in (first, last))
        return " – ".join(ends)

    def box(self, area: Sequence[float]) -> str:
        """West, south, east, north as two intervals of degrees."""
        names = ("west", "south", "east", "north")
        ends = {name: self.ltr(f"{value:g}°") for name, value in zip(names, area, strict=True)}
        return self.text("letter.area_box", **ends)

    def point(self, latitude: float | None, longitude: float | None, decimals: int) -> str:
        """Latitude, then longitude, in degrees."""
        if latitude is None or longitude is None:
            return "–"
        return self.ltr(f"{latitude:.{decimals}f}, {longitude:.{decimals}f}")


def _hours(first: datetime, last: datetime) -> str:
    start, end = f"{first:%H:%M}", f"{last:%H:%M}"
    return start if start == end else f"{start}–{end}"
