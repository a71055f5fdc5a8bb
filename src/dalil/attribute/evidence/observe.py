"""What the records say that bears on who did it: one observation for each (incident, origin, variable, value).

An organisation's allegation is no observation: it is what is to be judged. What counts is what a witness saw, what an
exhibit shows, what was left of the munition, what a party said of its own act. An organisation's own account of an
aircraft stands in only where none of its witnesses speaks of it, for it comes from them.
"""

from __future__ import annotations

from collections.abc import Callable

from dalil.attribute.book.model import FEEDS, SOURCE_KINDS, Codebook, Variable, folded
from dalil.attribute.evidence.origin_keys import ID_SQL, KEY_SQL, KIND_SQL
from dalil.attribute.lines.registry import lines
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["observe", "show_evidence", "value_codes"]

# `told` speaks from others: beside somebody of the same origin who was there it adds nothing, and alone it is one
# reading of what is going round, not a witness.
_OBSERVED = """
WITH said AS ({feeds}), told AS (
    SELECT *, bool_or(witness AND code IS NOT NULL) OVER own AS spoken,
        bool_or(witness AND kind <> 'told' AND code IS NOT NULL) OVER own AS there
    FROM said WINDOW own AS (PARTITION BY incident_id, line, origin, variable)
)
SELECT incident_id, role, line, origin, variable, value, code, certainty,
    witness AND kind <> 'told' AS separate,
    list_position({kinds}, kind) - 1 AS kind,
    CASE WHEN code IS NULL THEN 'not_in_code_book'
        WHEN NOT witness AND spoken THEN 'told_by_its_witnesses'
        WHEN kind = 'told' AND there THEN 'hearsay' END AS dropped
FROM told
"""

_ONE_FEED = """
    SELECT f.incident_id, '{role}' AS role, '{line}' AS line, {key} AS origin, '{variable}' AS variable,
        coalesce(w.value, f.written) AS value, w.code, coalesce(c.certainty, 1.0) AS certainty, f.kind,
        {witness} AS witness
    FROM ({feed}) f LEFT JOIN attribute_written w ON w.variable = '{variable}' AND w.written = f.written
        LEFT JOIN attribute_certainty c ON c.word = f.certainty
    WHERE coalesce(f.written, '') <> ''
"""


_EVIDENCE = f"""
INSERT INTO evidence (incident_id, line, origin_kind, origin_id, variable, value, dropped, copies)
SELECT incident_id, line, {KIND_SQL}, {ID_SQL}, variable, value, dropped,
    count(*) FROM attribute_observation
WHERE role = 'direct' GROUP BY ALL ORDER BY ALL
"""


def value_codes(book: Codebook) -> dict[int, tuple[Variable, int]]:
    """A number for each value of each variable: {code: (variable, index of the value)}."""
    every = [(variable, index) for variable in book.variables for index in range(len(variable.values))]
    return dict(enumerate(every))


def observe(facts: Facts, settings: Settings, book: Codebook) -> None:
    """Number the incidents in scope in `attribute_case` and fill the temporary table `attribute_observation`, whose
    `dropped` says why a row does not count.

    Takes: incident, incident_report, report, testimony, observation, exhibit, remnant, statement, context.
    """
    facts.make(
        "attribute_case",
        "SELECT incident_id, row_number() OVER (ORDER BY incident_id) - 1 AS n FROM incident WHERE in_scope",
    )
    for line in lines():
        if line.prepare:
            line.prepare(facts)
    facts.make("attribute_written", _written(facts, settings, book))
    facts.make("attribute_certainty", list(book.certainty.items()))
    feeds = [_one(variable, feed) for variable in book.variables for feed in variable.fed_by]
    nothing = "SELECT '' AS incident_id, '' AS role, '' AS line, '' AS origin, '' AS variable, '' AS value,"
    nothing += " 0::BIGINT AS code, 1.0::DOUBLE AS certainty, '' AS kind, false AS witness WHERE false"
    observed = _OBSERVED.format(feeds=" UNION ALL ".join(feeds) or nothing, kinds=list(SOURCE_KINDS))
    facts.make("attribute_observation", observed)
    for name in ("attribute_written", "attribute_certainty"):
        facts.query(f"DROP TABLE {name}")


def _one(variable: Variable, name: str) -> str:
    line, feed = FEEDS[name]
    return _ONE_FEED.format(
        role=variable.role,
        line=line.name,
        key=KEY_SQL,
        variable=variable.id,
        feed=feed.sql,
        witness=str(feed.witness).lower(),
    )


def _written(facts: Facts, settings: Settings, book: Codebook) -> list[tuple[str, str, str | None, int | None]]:
    """What is written in the records, each different text once, with the value that it means or none."""
    rows: list[tuple[str, str, str | None, int | None]] = []
    code = 0
    for variable in book.variables:
        read = _reader(variable, settings)
        # Each different text is read once: a register repeats few of them many times.
        texts = {
            str(text)
            for feed in variable.fed_by
            for (text,) in facts.query(f"SELECT DISTINCT written FROM ({FEEDS[feed][1].sql})").fetchall()
        }
        for text in sorted(texts):
            value = read(text)
            known = None if value is None else code + variable.values.index(value)
            rows.append((variable.id, text, value, known))
        code += len(variable.values)
    return rows


def _reader(variable: Variable, settings: Settings) -> Callable[[str], str | None]:
    """What is written, as a value of the variable, or None. Ids and aliases of parties are understood."""
    known = {folded(value): value for value in variable.values}
    for party in settings.parties:
        if party.id in variable.values:
            names = (party.id, party.name, party.name_ar, *party.aliases)
            known |= {folded(name): party.id for name in names if name}
    # Last, so that what the book says of a spelling wins over names of parties.
    known |= {folded(written): value for written, value in variable.written.items()}
    return lambda written: known.get(folded(written))


def show_evidence(facts: Facts) -> None:
    """Gives: evidence, every observation of the direct act, used or set aside. Forgets `attribute_observation`: a large
    case needs the room."""
    facts.replace("evidence", [])
    facts.query(_EVIDENCE)
    for table in ("attribute_observation", *(table for line in lines() for table in line.prepared)):
        facts.query(f"DROP TABLE {table}")
