"""What a written place names: the place itself, and the wider places it is said to lie in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dalil.names import fold

__all__ = ["Written", "written_place"]

_SEGMENTS = re.compile(r"\s*(?:[,،;؛\n]|\s[-–—]\s|\s:\s|:)\s*")
_ALTERNATIVES = re.compile(r"\s*(?:/|\|| or | and | & | أو | و )\s*")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_WITHIN = re.compile(
    r"\b(?:in the|in|of|near|close to|next to|outside|west of|east of|north of|south of|between|on the outskirts of|"
    r"at|by|around)\b|(?<!\w)(?:في|قرب|بالقرب من|بريف|ريف|التابعه|شمال|جنوب|شرق|غرب|محيط|اطراف|مدخل)(?!\w)"
)
_KINDS = {
    "province": {"governorate", "province", "muhafazat", "countryside", "rural", "محافظه", "ريف"},
    "district": {"district", "mintaqat", "mintaqah", "region", "area", "subdistrict", "nahiyat", "nahiyah", "ناحيه",
                 "منطقه", "قضاء"},
    "city": {"city", "مدينه"},
    "town": {"town", "suburb", "بلده", "ضاحيه"},
    "village": {"village", "hamlet", "farm", "farms", "قريه", "مزرعه", "مزارع"},
    "neighbourhood": {"neighbourhood", "neighborhood", "neighborhoods", "neighbourhoods", "quarter", "حي", "احياء"},
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_NOISE = frozenset({
    "markaz", "north", "northern", "south", "southern", "east", "eastern", "west", "western", "central", "greater",
    "the", "near", "of", "in", "s", "الشمالي", "الجنوبي", "الشرقي", "الغربي", "مركز",
})  # fmt: skip
_FEATURES = frozenset({
    "camp", "camps", "military", "base", "airbase", "airport", "mountain", "mount", "hospital", "school", "mosque",
    "market", "factory", "bridge", "dam", "field", "oil", "road", "highway", "roundabout", "square", "front", "مخيم",
    "جبل", "مطار", "مشفي", "مستشفي", "مدرسه", "جامع", "مسجد", "سوق", "معمل", "جسر", "سد", "طريق", "دوار", "حقل",
})  # fmt: skip
_LAND = frozenset({"syria", "سوريا", "iraq", "العراق"})


@dataclass(frozen=True, slots=True)
class Written:
    """`names` of the place itself, best first; `contexts` named after it, narrow to wide; `kind` where it is said.

    `also` holds the names without words for camps, bridges, airports, and what stood in brackets (another name, or a
    wider place): they are tried where the others lead nowhere.
    """

    names: tuple[str, ...]
    contexts: tuple[str, ...]
    kind: str | None
    also: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def written_place(text: str) -> Written:
    """Take a place name apart.

    >>> written_place("Kafr Naya town, Mintaqat Azaz district, Aleppo Governorate")
    Written(names=('kafr naya',), contexts=('azaz', 'aleppo'), kind='town', also=('kafr naya',))
    """
    # brackets are taken out first: a comma inside them parts nothing
    first, *others = [segment for segment in _SEGMENTS.split(_BRACKETS.sub(" ", text)) if segment.strip()] or [""]
    bracketed = [inside for inside in _BRACKETS.findall(text) if inside.strip()]
    names: list[str] = []
    contexts: list[str] = []
    kind: str | None = None
    for alternative in _ALTERNATIVES.split(first):
        near = [part for part in _WITHIN.split(fold(alternative)) if part.strip()]
        if not near:
            continue
        bare, said = _bare(near[0])
        names.append(bare)
        kind = kind or said
        contexts.extend(_bare(part)[0] for part in near[1:])
    contexts.extend(_bare(fold(part))[0] for other in others for part in _ALTERNATIVES.split(other))
    extra = [_bare(fold(inside))[0] for inside in bracketed]
    plain = [" ".join(word for word in name.split() if word not in _FEATURES) for name in names]
    return Written(_unique(names), _unique([*extra, *contexts]), kind, _unique([*plain, *extra]))


def _bare(folded: str) -> tuple[str, str | None]:
    """The name without words for kinds and directions, and the kind they say; a name of such words alone stays."""
    words = folded.split()
    kinds = [_KIND_OF[word] for word in words if word in _KIND_OF]
    kept = [word for word in words if word not in _KIND_OF and word not in _NOISE]
    return " ".join(kept or words), (kinds[0] if kinds and kept else None)


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name and name not in _LAND))
