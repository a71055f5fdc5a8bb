"""What was said more than once, weighed digit by digit.

A digit is misheard by the listener, in each transmission anew: two that are wrong in one place in one way are rare. So
of copies in one form, the digits in one place of the form are compared: what cannot be loses, more than half decides,
a hole is filled by who heard. Two against each other stay two, unless only one lies in reach. Copies in different
forms agree where their positions do. Nothing but what was said, and what can be, decides: no attack and no place of
the case is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from dalil.crossref.sky.radio.coordinates import Heard, position_of
from dalil.crossref.sky.radio.families import Family, families
from dalil.crossref.sky.radio.written import Written
from dalil.units import Metres, Point

__all__ = ["ONE_PLACE_M", "Copy", "Outcome", "same_place", "settled"]

ONE_PLACE_M = 100.0  # two readings this near are one position: what differs is a second of arc or two
_SLIPS = 2  # a copy that would have to change in more digits is another position, not this one misheard
_MOST = 1_000  # combinations looked through; more are not worth a guess
_MOST_PAIRS = 20_000  # of positions compared between two forms; more choices than that choose nothing

Choices = list[tuple[str, ...]]
Reach = Callable[[Point], bool]


@dataclass(frozen=True, slots=True)
class Copy:
    """Coordinates said once; `name` is the transmission."""

    name: str
    written: Written


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a copy is read as.

    `state`: alone, agreed (each digit was heard twice), mended (with digits of the copies in `others`; none where only
    one reading is in reach) or disputed (another copy says otherwise, and nothing decides).
    """

    heard: Heard | None
    state: str
    others: tuple[str, ...] = ()


def settled(copies: Sequence[Copy], reach: Reach) -> list[Outcome]:
    """The outcome of each copy, in their order; `reach` says whether a position can be one of the case."""
    found = families([copy.written for copy in copies])
    choices = _agreeing(found, [_choices(family, reach) for family in found], reach)
    outcomes: dict[int, Outcome] = {}
    for family, left in zip(found, choices, strict=True):
        outcomes |= {n: _outcome(n, copies, family, left, reach) for n in family.members}
    as_heard = [position_of(copy.written) for copy in copies]
    return [_among_others(n, outcomes, as_heard) for n in range(len(copies))]


def same_place(one: Heard, other: Heard) -> bool:
    """Whether two positions agree within what their digits leave open."""
    return one.point.distance_to(other.point) <= max(ONE_PLACE_M, float(one.radius_m) + float(other.radius_m))


def _choices(family: Family, reach: Reach) -> Choices:
    """For each place of the form, the digits that are left: heard and possible, then most often, then in reach.

    Reach comes last: what was heard twice somewhere else is a position somewhere else.
    """
    heard = family.heard()
    choices: Choices = [tuple(sorted(count)) or tuple("0123456789") for count in heard]
    choices = _with_a_position(family, choices, _anywhere)
    choices = [_most_heard(left, count) for left, count in zip(choices, heard, strict=True)]
    return _with_a_position(family, choices, reach)


def _most_heard(left: tuple[str, ...], count: Counter[str]) -> tuple[str, ...]:
    best = max(left, key=lambda digit: count[digit])
    return (best,) if count[best] >= 2 and 2 * count[best] > sum(count[digit] for digit in left) else left


def _with_a_position(family: Family, choices: Choices, reach: Reach) -> Choices:
    """The digits with which a position in reach can be made; all, where there is none."""
    return _used([slots for slots, _ in _positions(family, choices, reach)]) or choices


def _positions(family: Family, choices: Choices, reach: Reach) -> list[tuple[tuple[str, ...], Heard]]:
    if prod(map(len, choices)) > _MOST:
        return []
    made = ((slots, position_of(family.written(slots))) for slots in product(*choices))
    return [(slots, heard) for slots, heard in made if heard is not None and reach(heard.point)]


def _used(slots: Sequence[tuple[str, ...]]) -> Choices:
    return [tuple(sorted(set(column))) for column in zip(*slots, strict=True)]


def _anywhere(_: Point) -> bool:
    return True


def _agreeing(found: Sequence[Family], choices: list[Choices], reach: Reach) -> list[Choices]:
    """The choices of each family that a copy in another form bears out; all, where none does."""
    if len(found) < 2:
        return choices
    made = [_positions(family, left, reach) for family, left in zip(found, choices, strict=True)]
    result = []
    for n, (own, left) in enumerate(zip(made, choices, strict=True)):
        rest = [heard for m, other in enumerate(made) for _, heard in other if m != n]
        pairs = len(own) * len(rest) <= _MOST_PAIRS
        borne = [slots for slots, heard in own if pairs and any(same_place(heard, other) for other in rest)]
        result.append(_used(borne) or left)
    return result


def _outcome(n: int, copies: Sequence[Copy], family: Family, left: Choices, reach: Reach) -> Outcome:
    own = family.digits[n]
    other = [k for k, digits in enumerate(left) if len(digits) == 1 and digits[0] != own[k]]
    if sum(own[k] != "?" for k in other) > _SLIPS:
        return Outcome(position_of(copies[n].written), "disputed")
    options = [digits if len(digits) == 1 or d not in digits else (d,) for d, digits in zip(own, left, strict=True)]
    made = _positions(family, options, reach) or _positions(family, options, _anywhere)
    heard = _middle([heard for _, heard in made])
    if other or "?" in own:
        givers = {copies[m].name for m in family.members for k in other if m != n and family.digits[m][k] == left[k][0]}
        return Outcome(heard, "mended", tuple(sorted(givers)))
    twice = all(count[digit] >= 2 for count, digit in zip(family.heard(), own, strict=True))
    return Outcome(heard, "agreed" if twice else "alone")


def _middle(found: Sequence[Heard]) -> Heard | None:
    """The only position; or one that holds all, where digits that were not understood move it by less than 100 m."""
    if not found:
        return None
    middle = found[len(found) // 2]
    spread = max(middle.point.distance_to(heard.point) for heard in found)
    return replace(middle, radius_m=Metres(float(middle.radius_m) + spread)) if spread <= ONE_PLACE_M else None


def _among_others(n: int, outcomes: Mapping[int, Outcome], as_heard: Sequence[Heard | None]) -> Outcome:
    """Disputed where another copy is read elsewhere; agreed where another was heard at the same place."""
    own = outcomes[n]
    if own.heard is None:
        return own
    rest = [outcome.heard for m, outcome in outcomes.items() if m != n and outcome.heard is not None]
    if not all(same_place(own.heard, heard) for heard in rest):
        return replace(own, state="disputed")
    heard_again = any(m != n and heard and same_place(own.heard, heard) for m, heard in enumerate(as_heard))
    return replace(own, state="agreed") if own.state == "alone" and heard_again else own
