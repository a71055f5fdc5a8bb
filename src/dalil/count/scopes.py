"""Scopes: period × area × selection rule, as one SQL condition on the register.

A rule is terms joined by `and`; each is `name=value,value` (any of the values) or `name>=number`:

    kind=airstrike   object=hospital,school   weapon=cluster   party=ID   organisations>=2   reports>=2   populated
    grade=high,likely   report=ORGANISATION/ID,…   accepted

`report` and `accepted` pick incidents by hand. What was picked by hand, or by what it hit, can be counted; it
cannot say how strikes were aimed, nor how many there were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dalil.casefile.sections import Scope
from dalil.casefile.settings import Settings, utc_days
from dalil.errors import Refused
from dalil.records.kinds import OBJECTS, REPORT_KINDS, WEAPONS
from dalil.units import UtcInterval

__all__ = ["GRADES", "Selection", "quoted", "quoted_list", "selections"]

GRADES = ("high", "likely", "more_likely_than_not")


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted_list(items: Iterable[str]) -> str:
    """An SQL list of strings."""
    return "[" + ", ".join(quoted(item) for item in items) + "]"


@dataclass(frozen=True, slots=True)
class Selection:
    """A scope as SQL. `by_hand`: somebody chose its incidents; `by_outcome`: they were chosen by what they hit."""

    id: str
    title: str
    where: str
    period: UtcInterval
    by_hand: bool = False
    by_outcome: bool = False

    @property
    def prefix(self) -> str:
        """What the names of its figures begin with."""
        return f"scope.{self.id}." if self.id else ""

    def and_(self, condition: str) -> str:
        """The condition of this scope with one more."""
        return f"{self.where} AND {condition}"


def selections(settings: Settings) -> tuple[Selection, ...]:
    """The case itself, then each named scope. Refuses a rule that it cannot read, naming the scope."""
    whole = Selection("", settings.title, "in_scope", settings.period, by_hand=settings.count.selected_by_hand)
    return (whole, *(_selection(scope, settings) for scope in settings.scopes))


def _selection(scope: Scope, settings: Settings) -> Selection:
    terms, by_hand, by_outcome = _rule(scope)
    period = _period(scope, settings)
    where = " AND ".join(["in_scope", *_within(scope, period), *terms])
    return Selection(
        scope.id,
        scope.title or scope.id,
        where,
        period,
        by_hand=by_hand or settings.count.selected_by_hand,
        by_outcome=by_outcome,
    )


def _period(scope: Scope, settings: Settings) -> UtcInterval:
    first, last = max(scope.from_ or settings.from_, settings.from_), min(scope.to or settings.to, settings.to)
    if last < first:
        raise Refused(
            "A scope lies outside the case's period.",
            expected=f"days between {settings.from_} and {settings.to}",
            found=f"{scope.from_} to {scope.to}",
            where=f"case.toml, scope {scope.id}",
            do="mend its days, or widen the case's",
        )
    return utc_days(first, last, settings.timezone)


def _within(scope: Scope, period: UtcInterval) -> list[str]:
    parts = []
    if scope.from_ or scope.to:
        parts.append(f"earliest <= TIMESTAMP '{period.latest}' AND latest >= TIMESTAMP '{period.earliest}'")
    if scope.area:
        west, south, east, north = scope.area
        parts.append(f"longitude BETWEEN {west} AND {east} AND latitude BETWEEN {south} AND {north}")
    return parts


def _any(column: str) -> Callable[[list[str]], str]:
    return lambda values: f"list_has_any({column}, [{', '.join(values)}])"


def _in(column: str) -> Callable[[list[str]], str]:
    return lambda values: f"{column} IN ({', '.join(values)})"


def _in_other(table: str, column: str) -> Callable[[list[str]], str]:
    return lambda values: f"incident_id IN (SELECT incident_id FROM {table} WHERE {column} IN ({', '.join(values)}))"


_TERMS: dict[str, Callable[[list[str]], str]] = {
    "kind": _in("kind"),
    "object": _any("objects_hit"),
    "weapon": _any("weapons"),
    "party": _any("parties_alleged"),
    "grade": _in_other("attribution", "grade"),
    "report": _in_other("incident_report", "report_id"),
}
_CLOSED = {"kind": REPORT_KINDS, "object": OBJECTS, "weapon": WEAPONS, "grade": GRADES}
_FLAGS = {
    "populated": "populated",
    "accepted": (
        "incident_id IN (SELECT r.incident_id FROM incident_report r, decision d"
        " WHERE d.kind = 'accept' AND d.retracted_by IS NULL AND list_contains(d.a, r.report_id))"
    ),
}
_BY_HAND = {"report", "accepted", "grade"}
_BY_OUTCOME = {"object", "populated"}
_TERM = re.compile(r"(?P<name>[a-z]+)(?:(?P<sign>>=|=)(?P<value>.+))?")


def _rule(scope: Scope) -> tuple[list[str], bool, bool]:
    names, terms = set(), []
    for text in filter(None, (part.strip() for part in re.split(r"\s+and\s+", scope.rule.strip()))):
        match = _TERM.fullmatch(text)
        sql = _term(match) if match else None
        if match is None or sql is None:
            raise Refused(
                "The rule of a scope cannot be read.",
                expected="terms such as kind=airstrike, object=hospital,school, organisations>=2, joined by 'and'",
                found=repr(text),
                where=f"case.toml, scope {scope.id}",
                do="mend the rule; docs/method/count.md lists the terms",
            )
        names.add(match["name"])
        terms.append(sql)
    return terms, bool(names & _BY_HAND), bool(names & _BY_OUTCOME)


def _term(match: re.Match[str]) -> str | None:
    name, sign, value = match["name"], match["sign"], match["value"]
    if sign is None:
        return _FLAGS.get(name)
    if sign == ">=":
        return f"{name} >= {int(value)}" if name in ("organisations", "reports") and value.strip().isdigit() else None
    values = [one.strip() for one in value.split(",")]
    if name not in _TERMS or set(values) - set(_CLOSED.get(name, values)):
        return None
    return _TERMS[name]([quoted(one) for one in values])
