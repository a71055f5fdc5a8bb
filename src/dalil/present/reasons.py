"""Why an incident was graded as it was, in plain words made from the numbers: no stronger than the grade."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.messages import catalogue, language_of
from dalil.messages.origins import origin_words
from dalil.present.reading import Read

__all__ = ["Reasons", "reasons", "reasons_of"]

# With fewer windows no share of them says anything.
_FEWEST_WINDOWS = 5
# Ratios beyond this are said to be more: their size rests on the book alone.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Reasons:
    """The sheet of one incident: what was found, what speaks for it, against it, says nothing, is missing, what it
    hangs on, what the parties said, what a reviewer said. Each part is a tuple of sentences."""

    incident_id: str
    language: str
    graded: bool
    finding: tuple[str, ...]
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    silent: tuple[str, ...]
    not_looked_for: tuple[str, ...]
    set_aside: tuple[str, ...]
    critical_origin: tuple[str, ...]
    statements: tuple[str, ...]
    review: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole sheet, a heading before each part that says anything."""
        parts = []
        for name in self.__slots__[3:]:
            sentences = getattr(self, name)
            if sentences:
                parts.append("\n".join([self.heading(name), *(f"  {each}" for each in sentences)]))
        return "\n".join(parts) + "\n"

    def heading(self, part: str) -> str:
        """The heading of a part. Where nothing was found, nothing can speak for it."""
        words, key = catalogue(self.language), f"reasons.heading_open.{part}"
        return words.text(key if key in words and not self.graded else f"reasons.heading.{part}")


def reasons(facts: Facts, incident_id: str, language: str) -> Reasons:
    """The reasons sheet of `incident_id` in `language` (en, ar); see `reasons_of`."""
    return reasons_of(facts, [incident_id], language)[incident_id]


def reasons_of(facts: Facts, incident_ids: Sequence[str], language: str) -> dict[str, Reasons]:
    """The reasons sheets of several incidents, in the order given.

    Takes: attribution, incident, actor, line, evidence, sky_evidence, sky_present, statement_check, review,
    line_review, party.
    Refuses: an incident that was not graded.
    """
    read = Read(facts, incident_ids)
    for incident_id in incident_ids:
        if incident_id not in read.graded:
            raise UsageError(
                "This incident has no grade.", expected="an incident in scope, after attribution", found=incident_id,
                do="dalil run CASE; dalil show CASE incidents lists all",
            )  # fmt: skip
    name = language_of(language).name_column()
    parties = {row["party_id"]: row["name"] for row in facts.rows(f"SELECT party_id, {name} AS name FROM party")}
    return {each: _written(_Sheet(read, each, parties, language)) for each in incident_ids}


def _written(sheet: _Sheet) -> Reasons:
    by_stance = {
        stance: tuple(text for line in sheet.lines if line["stance"] == stance for text in sheet.line(line))
        for stance in ("supports", "contradicts", "silent", "not_looked_for")
    }
    return Reasons(
        sheet.incident_id,
        sheet.language,
        sheet.graded,
        tuple(sheet.finding()),
        **by_stance,
        set_aside=tuple(sheet.set_aside()),
        critical_origin=tuple(sheet.critical_origin()),
        statements=tuple(sheet.statements()),
        review=tuple(sheet.review()),
    )


class _Sheet:
    """The sentences of one incident."""

    def __init__(self, read: Read, incident_id: str, parties: Mapping[str, str], language: str) -> None:
        self.incident_id, self.language = incident_id, language
        self._read, self._found, self._parties = read, read.graded[incident_id], parties
        self.lines = read.lines.get((incident_id,), [])
        self._words = catalogue(language)
        self._reasons = json.loads(self._found["reasons"] or "{}")
        self._review = read.reviews.get(incident_id) or {"state": "unreviewed", "reason": None}
        self.graded = self._found["grade"] != "not_attributed"

    def finding(self) -> Iterator[str]:
        grade = self._found["grade"]
        # A finding that a reviewer holds back is not asserted, whatever was computed.
        if self._review["state"] == "held":
            yield self._say("grade.held", grade=self._term("grade", grade))
        else:
            yield self._say(f"grade.{grade}", party=self._party(self._found["party"] or ""))
        if self.graded:
            yield from self._units()
        present = self._read.present.get(self.incident_id)
        if present and present["status"]:
            yield self._say(f"present.{present['status']}")

    def _units(self) -> Iterator[str]:
        """Forces, units and bases on record as the party's at that time: context, not evidence."""
        for party in self._found["party"].split("+"):
            found = self._read.units(party, self.incident_id)
            if found:
                yield self._say("units", party=self._party(party), units=self._list(map(self._own, found)))

    def line(self, line: dict[str, Any]) -> Iterator[str]:
        name = self._term("line", line["line"])
        if line["ratio"] is None:
            yield from self._unweighed(line, name)
            return
        # Whom the finding does not name its lines do not name either.
        party = self._party(line["party"]) if self.graded else self._words.text("reasons.unnamed")
        ratio, low = line["ratio"], line["ratio_low"]
        if line["stance"] == "contradicts":
            yield self._say("line_against", line=name, party=party, ratio=1 / ratio, low=1 / line["ratio_high"])
        elif line["stance"] == "supports":
            yield self._say("line_for", line=name, party=party, ratio=ratio, low=low)
        else:
            yield self._say("line_open", line=name, party=party, low=low, high=line["ratio_high"])
        yield from self._shown(line["line"])
        yield from self._chance(line["line"], line["party"])
        for answer in self._read.answers.get((self.incident_id, line["line"]), []):
            yield self._say(f"line_{answer['state']}")
            yield from self._given(answer["reason"])

    def _unweighed(self, line: dict[str, Any], name: str) -> Iterator[str]:
        """A line without a ratio: nothing was recorded, nothing was found, or what was found does not count."""
        first = (line["party"] or "").partition("+")[0]
        row = next(iter(self._read.sky.get((self.incident_id, line["line"], first), [])), {})
        if line["stance"] == "not_looked_for":
            yield self._say("line_unheard", line=name)
        elif row.get("independent") is False:
            yield self._say("line_not_own", line=name)
            yield self._say("not_independent")
        else:
            yield self._say("line_matched" if row.get("spoke") == "matched" else "line_silent", line=name)

    def _shown(self, line: str) -> Iterator[str]:
        for row in self._read.shown.get((self.incident_id, line), []):
            variable = self._word("variable", row["variable"])
            yield self._say("shown", variable=variable, value=self._word(row["variable"], row["value"]), n=row["n"])
        for row in self._read.conflicts.get((self.incident_id, line), []):
            values = self._list(self._word(row["variable"], value) for value in row["said"])
            yield self._say("conflict", variable=self._word("variable", row["variable"]), values=values)

    def _chance(self, line: str, party: str) -> Iterator[str]:
        """What is known of chance; of a line that is not the sky's, nothing."""
        for row in self._read.sky.get((self.incident_id, line, party.partition("+")[0]), []):
            if row["certainty"]:
                yield self._say(f"heard_{row['certainty']}")
            if row["chance"] is not None and row["chance_n"]:
                # A rate is said in windows, no finer than their number allows.
                matched, few = round(row["chance"] * row["chance_n"]), row["chance_n"] < _FEWEST_WINDOWS
                key = "chance_few" if few else "chance" if matched else "chance_rare"
                yield self._say(key, matched=matched, windows=row["chance_n"])
            if row["others_n"]:
                yield self._say("others", matched=row["others_matched"] or 0, n=row["others_n"])
            if row["spoke"] == "matched" and row["logged_before"] is not None:
                yield self._say("logged_before" if row["logged_before"] else "logged_after")
            if row["independent"] is False:
                yield self._say("not_independent")

    def set_aside(self) -> Iterator[str]:
        for row in self._read.aside.get((self.incident_id,), []):
            yield self._say(f"dropped.{row['dropped']}", n=row["n"])

    def critical_origin(self) -> Iterator[str]:
        if self._found["grade"] == "not_attributed" or not self._found["hangs_on"]:
            return
        line, kind, origin = (self._found[name] for name in ("hangs_on", "origin_kind", "origin_id"))
        key = "critical_origin" if origin else "critical_line"
        least = self._probability(min(self._reasons["without"].values()))
        named = origin_words(self._words, kind, origin, self._own) if origin else ""
        yield self._say(key, line=self._term("line", line), origin=named, share=least,
                        party=self._party(self._found["party"]))  # fmt: skip
        if self._found["grade_falls_at"]:
            yield self._say("falls_at", factor=self._found["grade_falls_at"])
        second, factor = self._reasons["grade_at_second_factor"], self._reasons.get("second_factor")
        # Cases graded before the second factor was kept have none to name.
        if second != self._found["grade"]:
            key = "falls_at_second" if factor else "falls_at_second_unstated"
            yield self._say(key, factor=factor or 0.0, grade=self._term("grade", second))
        yield self._say("calibration")

    def statements(self) -> Iterator[str]:
        for row in self._read.statements.get((self.incident_id,), []):
            said = "excluded" if row["excluded"] else row["act"]
            day = self._words.day(row["made_on"]) if row["made_on"] else ""
            yield self._say(f"statement.{said}", party=self._party(row["party"]), day=day)

    def review(self) -> Iterator[str]:
        yield self._say(f"review.{self._review['state']}")
        yield from self._given(self._review["reason"])

    def _given(self, reason: str | None) -> Iterator[str]:
        if reason:
            yield self._say("reason_given", reason=self._own(reason))

    def _say(self, key: str, **fields: object) -> str:
        filled = {name: self._number(value) if isinstance(value, int | float) else value
                  for name, value in fields.items()}  # fmt: skip
        return self._words.text(f"reasons.{key}", **filled)

    def _number(self, value: float) -> str:
        if isinstance(value, int):
            return self._words.language.number(str(value))
        if value > _MOST:
            return self._words.text("reasons.above", number=self._words.language.number(f"{_MOST:,}"))
        return self._words.language.number(f"{value:.2g}" if value < 10 else f"{value:,.0f}")

    def _probability(self, value: float) -> str:
        """Nothing is certain: what would round to 0 or 1 is said to lie below or above."""
        if 0.01 <= value <= 0.99:
            return self._words.language.number(f"{value:.2f}")
        key, number = ("below", "0.01") if value < 0.01 else ("above", "0.99")
        return self._words.text(f"reasons.{key}", number=self._words.language.number(number))

    def _word(self, family: str, code: str) -> str:
        """A code of the book in words, where there are some: a party, a term, else as it stands."""
        if family != "variable" and code in self._parties:
            return self._parties[code]
        key = f"term.{family}.{code}"
        # What only the book of the case knows has no word here, and stands as the book spells it.
        return self._words.text(key) if key in self._words else self._own(code.replace("_", " "))

    def _list(self, names: Iterable[str]) -> str:
        return self._words.language.comma.join(names)

    def _own(self, text: str) -> str:
        return self._words.language.ltr(text)

    def _party(self, party: str) -> str:
        names = [self._parties.get(each) or self._own(each) for each in party.split("+")]
        return names[0] if len(names) == 1 else self._words.text("reasons.either", one=names[0], other=names[1])

    def _term(self, family: str, code: str) -> str:
        return self._words.text(f"term.{family}.{code}")
