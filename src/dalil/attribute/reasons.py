"""Why an incident was graded as it was, in plain words made from the numbers: no stronger than the grade."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.messages import catalogue

__all__ = ["Reasons", "reasons"]

_SKY = ("flight", "radio")
_UNITS = """
WITH RECURSIVE under(actor_id) AS (
    SELECT ? UNION SELECT a.actor_id FROM actor a JOIN under ON a.part_of = under.actor_id
)
SELECT coalesce(a.name, a.actor_id) AS name
FROM actor a JOIN under USING (actor_id), (SELECT earliest, latest FROM incident WHERE incident_id = ?) i
WHERE a.kind <> 'party' AND coalesce(a.from_at <= i.latest, true) AND coalesce(a.to_at >= i.earliest, true)
ORDER BY 1
"""
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Reasons:
    """The sheet of one incident: what was found, what speaks for it, against it, says nothing, is missing, what it
    hangs on, what the parties said, what a reviewer said. Each part is a tuple of sentences."""

    incident_id: str
    language: str
    finding: tuple[str, ...]
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    silent: tuple[str, ...]
    not_looked_for: tuple[str, ...]
    set_aside: tuple[str, ...]
    hangs_on: tuple[str, ...]
    statements: tuple[str, ...]
    review: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole sheet, a heading before each part that says anything."""
        words = catalogue(self.language)
        parts = []
        for name in self.__slots__[2:]:
            sentences = getattr(self, name)
            if sentences:
                parts.append("\n".join([words.text(f"reasons.heading.{name}"), *(f"  {each}" for each in sentences)]))
        return "\n".join(parts) + "\n"


def reasons(facts: Facts, incident_id: str, language: str) -> Reasons:
    """The reasons sheet of `incident_id` in `language` (en, ar).

    Takes: attribution, incident, actor, line, evidence, sky_evidence, sky_present, statement_check, review, party.
    Refuses: an incident that was not graded.
    """
    found = facts.rows("SELECT * FROM attribution WHERE incident_id = ?", [incident_id])
    if not found:
        raise UsageError(
            "This incident has no grade.", expected="an incident in scope, after attribution", found=incident_id,
            do="dalil run CASE; dalil show CASE incidents lists all",
        )  # fmt: skip
    sheet = _Sheet(facts, incident_id, found[0], language)
    lines = facts.rows("SELECT * FROM line WHERE incident_id = ? ORDER BY ratio DESC NULLS LAST, line", [incident_id])
    by_stance = {
        stance: tuple(text for line in lines if line["stance"] == stance for text in sheet.line(line))
        for stance in ("supports", "contradicts", "silent", "not_looked_for")
    }
    return Reasons(
        incident_id,
        language,
        tuple(sheet.finding()),
        **by_stance,
        set_aside=tuple(sheet.set_aside()),
        hangs_on=tuple(sheet.hangs_on()),
        statements=tuple(sheet.statements()),
        review=tuple(sheet.review()),
    )


class _Sheet:
    """The sentences of one incident."""

    def __init__(self, facts: Facts, incident_id: str, found: dict[str, Any], language: str) -> None:
        self._facts, self._id, self._found = facts, incident_id, found
        self._words = catalogue(language)
        self._rtl = language == "ar"
        name = "coalesce(nullif(name_ar, ''), name)" if self._rtl else "name"
        self._parties = {
            row["party_id"]: row["name"] for row in facts.rows(f"SELECT party_id, {name} AS name FROM party")
        }
        self._reasons = json.loads(found["reasons"])

    def finding(self) -> Iterator[str]:
        grade = self._found["grade"]
        yield self._say(f"grade.{grade}", party=self._party(self._reasons["best"]))
        if grade != "not_attributed":
            yield from self._units()
        present = self._facts.rows("SELECT * FROM sky_present WHERE incident_id = ?", [self._id])
        if present and present[0]["status"]:
            yield self._say(f"present.{present[0]['status']}")

    def _units(self) -> Iterator[str]:
        """Forces, units and bases on record as the party's at that time: context, not evidence."""
        for party in self._found["party"].split("+"):
            rows = self._facts.rows(_UNITS, [party, self._id])
            if rows:
                names = ("، " if self._rtl else ", ").join(self._own(row["name"]) for row in rows)
                yield self._say("units", party=self._party(party), units=names)

    def line(self, line: dict[str, Any]) -> Iterator[str]:
        name = self._term("line", line["line"])
        if line["ratio"] is None:
            yield self._say("line_unheard", line=name)
            return
        party, ratio, low = self._party(line["party"]), line["ratio"], line["ratio_low"]
        if line["stance"] == "contradicts":
            yield self._say("line_against", line=name, party=party, ratio=1 / ratio, low=1 / line["ratio_high"])
        elif line["stance"] == "supports":
            yield self._say("line_for", line=name, party=party, ratio=ratio, low=low)
        else:
            yield self._say("line_open", line=name, low=low, high=line["ratio_high"])
        yield from self._shown(line["line"])
        if line["line"] in _SKY:
            yield from self._chance(line["line"], line["party"])

    def _shown(self, line: str) -> Iterator[str]:
        rows = self._facts.rows(
            "SELECT variable, value, count(DISTINCT origin) AS n FROM evidence"
            " WHERE incident_id = ? AND line = ? AND dropped IS NULL GROUP BY ALL ORDER BY ALL", [self._id, line],
        )  # fmt: skip
        for row in rows:
            variable = row["variable"].replace("_", " ")
            yield self._say("shown", variable=self._own(variable), value=self._own(row["value"]), n=row["n"])
        conflicts = self._facts.value(
            "SELECT count(*) FROM (SELECT origin, variable FROM evidence WHERE incident_id = ? AND line = ?"
            " AND dropped IS NULL GROUP BY ALL HAVING count(DISTINCT value) > 1)", [self._id, line],
        )  # fmt: skip
        if conflicts:
            yield self._say("conflict", n=conflicts)

    def _chance(self, line: str, party: str) -> Iterator[str]:
        rows = self._facts.rows(
            "SELECT * FROM sky_evidence WHERE incident_id = ? AND line = ? AND party_id = ?",
            [self._id, line, party.partition("+")[0]],
        )
        for row in rows:
            if row["chance"] is not None and row["chance_n"]:
                yield self._say("chance", percent=100 * row["chance"], windows=row["chance_n"])
            if row["others_n"]:
                yield self._say("others", matched=row["others_matched"] or 0, n=row["others_n"])
            if row["spoke"] == "matched" and row["logged_before"] is not None:
                yield self._say("logged_before" if row["logged_before"] else "logged_after")
            if row["independent"] is False:
                yield self._say("not_independent")

    def set_aside(self) -> Iterator[str]:
        rows = self._facts.rows(
            "SELECT dropped, sum(copies)::BIGINT AS n FROM evidence WHERE incident_id = ? AND dropped IS NOT NULL"
            " GROUP BY ALL ORDER BY ALL", [self._id],
        )  # fmt: skip
        for row in rows:
            yield self._say(f"dropped.{row['dropped']}", n=row["n"])

    def hangs_on(self) -> Iterator[str]:
        if self._found["grade"] == "not_attributed" or not self._found["hangs_on"]:
            return
        line, _, origin = self._found["hangs_on"].partition(": ")
        key = "hangs_on_origin" if origin else "hangs_on_line"
        least = min(self._reasons["without"].values())
        yield self._say(key, line=self._term("line", line), origin=self._own(origin), share=least)
        if self._found["grade_falls_at"]:
            yield self._say("falls_at", factor=self._found["grade_falls_at"])
        if self._reasons["grade_at_second_factor"] != self._found["grade"]:
            yield self._say("falls_at_second", grade=self._term("grade", self._reasons["grade_at_second_factor"]))

    def statements(self) -> Iterator[str]:
        for row in self._facts.rows(
            "SELECT * FROM statement_check WHERE incident_id = ? ORDER BY made_on, statement_id", [self._id]
        ):
            said = "excluded" if row["excluded"] else row["act"]
            day = self._own(f"{row['made_on']:%Y-%m-%d}") if row["made_on"] else ""
            yield self._say(f"statement.{said}", party=self._party(row["party"]), day=day)

    def review(self) -> Iterator[str]:
        rows = self._facts.rows("SELECT state FROM review WHERE incident_id = ?", [self._id])
        yield self._say(f"review.{rows[0]['state'] if rows else 'unreviewed'}")

    def _say(self, key: str, **fields: object) -> str:
        filled = {name: self._number(value) if isinstance(value, int | float) else value
                  for name, value in fields.items()}  # fmt: skip
        return self._words.text(f"reasons.{key}", **filled)

    def _number(self, value: float) -> str:
        text = str(value) if isinstance(value, int) else f"{value:.2g}" if value < 10 else f"{value:,.0f}"
        return self._own(text)

    def _own(self, text: str) -> str:
        return f"{_LEFT_TO_RIGHT}{text}{_END}" if self._rtl and text else text

    def _party(self, party: str) -> str:
        names = [self._parties.get(each) or self._own(each) for each in party.split("+")]
        return names[0] if len(names) == 1 else self._words.text("reasons.either", one=names[0], other=names[1])

    def _term(self, family: str, code: str) -> str:
        return self._words.text(f"term.{family}.{code}")
