"""The families of categories in which incidents are counted: object hit, weapon, party, place, month, …"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.figures import Category, Coded, Named, Said
from dalil.count.scopes import GRADES, Selection, quoted, quoted_list
from dalil.messages import catalogue
from dalil.names import slug
from dalil.records.kinds import OBJECTS, REPORT_KINDS, WEAPONS

__all__ = ["Family", "combined", "families"]

NOT_ATTRIBUTED = "not_attributed"

Words = Callable[[str, Sequence[str]], tuple[Said, ...]]
"""From a category and its values to the words of its label."""

Parties = dict[str, tuple[str, str | None]]
"""Name and Arabic name of each party, by id."""


@dataclass(frozen=True, slots=True)
class Family:
    """How incidents fall into categories.

    `items` is SQL for the values of an incident (of `incident`, or of `source`, a table with incident ids);
    `condition` gives the naive condition on `incident` for values that share a name. Values of `closed` are
    counted even where there is none. `most` limits an open family to its largest categories.
    """

    name: str
    key: str
    items: str
    condition: Callable[[Sequence[str]], str]
    words: Words
    source: str = ""
    closed: tuple[str, ...] = ()
    tolls: bool = False
    most: int | None = None
    slug: Callable[[str], str] = str  # the category that a value belongs to, as it stands in the figure's name

    def category(self, items: Sequence[str]) -> Category:
        """What a figure over these values counts. Of findings the item is `party.grade`, or `role.party.grade`."""
        item = items[0]
        match self.name:
            case "party":
                return Category("party", item, item)
            case "grade":
                return Category("grade", item, grade=item)
            case "attributed":
                party, _dot, grade = item.rpartition(".")
                return Category("attributed", party, party, grade)
            case "role":
                role, _dot, rest = item.partition(".")
                party, _dot, grade = rest.rpartition(".")
                return Category("role", role, party, grade)
        return Category(self.name, item)

    def items_sql(self, where: str) -> str:
        """A query of (incident_id, item) over the incidents of a scope."""
        if not self.source:
            return f"SELECT incident_id, {self.items} AS item FROM incident WHERE {where}"
        inside = f"SELECT incident_id FROM incident WHERE {where}"
        return f"SELECT incident_id, {self.items} AS item FROM {self.source} WHERE incident_id IN ({inside})"


def _listed(column: str) -> Callable[[Sequence[str]], str]:
    def condition(items: Sequence[str]) -> str:
        if len(items) == 1:
            return f"list_contains({column}, {quoted(items[0])})"
        return f"list_has_any({column}, {quoted_list(items)})"

    return condition


def _equal(expression: str) -> Callable[[Sequence[str]], str]:
    def condition(items: Sequence[str]) -> str:
        if len(items) == 1:
            return f"{expression} = {quoted(items[0])}"
        return f"{expression} IN ({', '.join(quoted(item) for item in items)})"

    return condition


def _within(table: str, expression: str) -> Callable[[Sequence[str]], str]:
    inner = _equal(expression)
    return lambda items: f"incident_id IN (SELECT incident_id FROM {table} WHERE {inner(items)})"


def _by_lists(items: Sequence[str]) -> str:
    lists = f"SELECT incident_id FROM incident_report GROUP BY incident_id HAVING {_equal(_LISTS)(items)}"
    return f"incident_id IN ({lists})"


_PLACE = "coalesce(place, place_ar)"
_WEEK = "strftime(CAST(day_local AS DATE), '%G-W%V')"
_LISTS = "array_to_string(list_sort(list(DISTINCT organisation)), ' + ')"
_OBJECTS = "array_to_string(list_sort(list_distinct(objects_hit)), '+')"
_WEAPONS = "array_to_string(list_sort(list_distinct(weapons)), '+')"
_PARTY_GRADE = "party || '.' || grade"
_ROLE_PARTY_GRADE = "role || '.' || party || '.' || grade"


def _slugs(item: str) -> str:
    return "+".join(slug(name) for name in item.split(" + "))


def families(facts: Facts, settings: Settings, selection: Selection) -> list[Family]:
    """All families that the facts can give; those of findings only once there are any."""
    rows = facts.query("SELECT party_id, name, name_ar FROM party ORDER BY party_id").fetchall()
    parties: Parties = {party: (name or party, arabic) for party, name, arabic in rows}
    return [
        Family("object", "object", "unnest(objects_hit)", _listed("objects_hit"), _coded, closed=OBJECTS, tolls=True),
        Family("weapon", "weapon", "unnest(weapons)", _listed("weapons"), _coded, closed=WEAPONS, tolls=True),
        Family("kind", "kind", "kind", _equal("kind"), _coded, closed=REPORT_KINDS, tolls=True),
        Family("party", "party", "unnest(parties_alleged)", _listed("parties_alleged"), _of_party(parties),
               closed=tuple(parties), tolls=True, slug=lambda item: item if item in parties else slug(item)),
        Family("place", "place", _PLACE, _equal(_PLACE), _named, tolls=True, slug=slug,
               most=settings.count.places_listed),
        Family("month", "month", "month_local", _equal("month_local"), _named,
               closed=_labels(selection, settings, "%Y-%m"), tolls=True),
        Family("week", "week", _WEEK, _equal(_WEEK), _named, closed=_labels(selection, settings, "%G-W%V")),
        Family("list", "list", "organisation", _within("incident_report", "organisation"), _named,
               source="incident_report", slug=slug),
        Family("lists", "lists", "item", _by_lists, _named, slug=_slugs,
               source=f"(SELECT incident_id, {_LISTS} AS item FROM incident_report GROUP BY incident_id)"),
        Family("objects", "objects", f"nullif({_OBJECTS}, '')", _equal(_OBJECTS), combined),
        Family("weapons", "weapons", f"nullif({_WEAPONS}, '')", _equal(_WEAPONS), combined),
        *_of_findings(facts, parties),
    ]  # fmt: skip


def _of_findings(facts: Facts, parties: Parties) -> list[Family]:
    """One grade for each incident (attribution), and for each role the parties found in it (finding)."""
    graded = f"(SELECT * FROM finding WHERE grade IN {GRADES})"
    named = f"(SELECT * FROM attribution WHERE grade IN {GRADES})"
    found = []
    if facts.value("SELECT count(*) FROM attribution"):
        found += [
            Family("grade", "grade", "grade", _within("attribution", "grade"), _coded, source="attribution",
                   closed=(*GRADES, NOT_ATTRIBUTED), tolls=True),
            Family("attributed", "attributed", _PARTY_GRADE, _within("attribution", _PARTY_GRADE), _of_party(parties),
                   source=named, tolls=True),
        ]  # fmt: skip
    if facts.value("SELECT count(*) FROM finding"):
        role = _within("finding", _ROLE_PARTY_GRADE)
        found.append(Family("role", "role", _ROLE_PARTY_GRADE, role, _of_role(parties), source=graded))
    return found


_WORDS = frozenset((*OBJECTS, *WEAPONS, *REPORT_KINDS, *GRADES, NOT_ATTRIBUTED))


def _coded(name: str, items: Sequence[str]) -> tuple[Said, ...]:
    return (Coded(name) if name in _WORDS else name,)


def combined(_: str, items: Sequence[str]) -> tuple[Said, ...]:
    """Codes joined by `+`, each in words; as it stands where one is not of the vocabulary."""
    return (Coded(items[0]) if _WORDS.issuperset(items[0].split("+")) else items[0],)


def _named(_: str, items: Sequence[str]) -> tuple[str, ...]:
    return (items[0],)


def _of_party(parties: Parties) -> Words:
    """The party's name, and its grade where the category is `party.grade`."""

    def words(_: str, items: Sequence[str]) -> tuple[Said, ...]:
        ids, _dot, grade = items[0].rpartition(".") if items[0].endswith(GRADES) else (items[0], "", "")
        name = Named(tuple(parties.get(one, (one, None)) for one in ids.split("+")))
        return (name, Coded(grade)) if grade else (name,)

    return words


def _of_role(parties: Parties) -> Words:
    """Role, party and grade of `role.party.grade`. Roles are the case's own words."""

    def words(_: str, items: Sequence[str]) -> tuple[Said, ...]:
        role, _dot, rest = items[0].partition(".")
        spoken: Said = Coded(f"role_{role}") if f"count.word.role_{role}" in catalogue("en") else role.replace("_", " ")
        return (spoken, *_of_party(parties)("", [rest]))

    return words


def _labels(selection: Selection, settings: Settings, form: str) -> tuple[str, ...]:
    """Each month or week that has a civil day of the period, so that one without attacks shows as zero."""
    zone = settings.timezone
    first, last = (moment.replace(tzinfo=UTC).astimezone(zone).date() for moment in
                   (selection.period.earliest, selection.period.latest))  # fmt: skip
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(sorted({day.strftime(form) for day in days}))
