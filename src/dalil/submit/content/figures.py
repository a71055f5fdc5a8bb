"""The figures of a submission: which may leave, and what their queries give on the tables that leave with them.

A figure is the case's own. Beside it stands what its query gives on the cut tables: where records were withheld from
the audience the two differ, and the submission says so instead of hiding either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.messages import LANGUAGES, catalogue
from dalil.recheck.cells import same_value
from dalil.recheck.queries import run_query
from dalil.submit.release.queries import Reads, is_spelled, may_leave, spells_only
from dalil.submit.release.redact import Released

__all__ = [
    "STATED",
    "WITHHELD",
    "Figure",
    "read_figures",
    "run_query",
    "same_value",
    "stated_figures",
    "withheld_figures",
]

WITHHELD = "withheld."
"""What the names of figures about what was held back begin with."""

STATED = "submission."
"""What the names of figures about the submission itself begin with."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its number in the submission. `texts` and `labels` are by language.

    `shipped` is what the query gives on the tables of the submission (value, low, high as far as it gives them).
    `kind`, `scope`, `family`, `counted`, `party` and `grade` are those of table `figure`, empty where it has none;
    `counted` of a figure that is not broken down is the last part of its name.
    """

    number: int
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    query: str
    rows: int
    labels: dict[str, str]
    texts: dict[str, str]
    shipped: tuple[float | None, ...]
    kind: str = "total"
    scope: str = ""
    family: str = ""
    counted: str = ""
    party: str = ""
    grade: str = ""

    @property
    def reference(self) -> str:
        """How a sentence cites it: F12."""
        return f"F{self.number}"

    @property
    def whole(self) -> bool:
        """True when the shipped tables give the figure itself: nothing that it counts was withheld."""
        return bool(self.query) and bool(self.shipped) and same_value(self.shipped[0], self.value)

    def as_json(self) -> dict[str, Any]:
        """One object of figures.json."""
        return {
            "number": self.reference, "name": self.name, "value": self.value, "low": self.low, "high": self.high,
            "unit": self.unit, "text": self.texts.get("en", ""), "texts": self.texts, "query": self.query,
            "rows": self.rows, "from_this_submission": list(self.shipped), "nothing_withheld": self.whole,
        }  # fmt: skip


def read_figures(
    facts: Facts, released: Released, reads: dict[str, Reads], parties: Iterable[str] = ()
) -> list[Figure]:
    """Takes figure and figure_text of the case and the cut tables. Gives the figures that may leave, by name.

    `parties` are those of the case's settings, which may be named even where no record leaves that does.

    `reads` says what each query reads (`reads_of`); a query that it lacks does not leave.
    """
    words: dict[str, dict[str, Row]] = {}
    for row in facts.rows("SELECT name, language, label, text FROM figure_text ORDER BY name, language"):
        words.setdefault(row["name"], {})[row["language"]] = row
    figures: list[Figure] = []
    known: dict[str, frozenset[str]] = {}
    named = frozenset(parties)
    for row in facts.rows("SELECT * FROM figure WHERE value IS NOT NULL ORDER BY name"):
        query = row["query"] or ""
        read = reads.get(query)
        # Default deny: a query that could not be read does not leave, and its figure with it.
        if read is None or not may_leave(read, released.receiver) or not spells_only(read, released, known, named):
            continue
        spoken = words.get(row["name"], {})
        figures.append(
            Figure(
                # Numbered among those that leave: a gap would tell how many stay in.
                number=len(figures) + 1,
                name=row["name"], value=row["value"], low=row["low"], high=row["high"], unit=row["unit"] or "",
                query=query, rows=int(row["rows"] or 0),
                labels={language: each["label"] for language, each in spoken.items()},
                texts={language: each["text"] for language, each in spoken.items()} or {"en": row["text"] or ""},
                shipped=run_query(released.facts.connection, query),
                **_category(row, read),
            )
        )  # fmt: skip
    return figures


def _category(row: Row, read: Reads) -> dict[str, str]:
    """What the figure counts, as far as its query spells that: the query is what was looked at before it left."""
    told = {name: row[name] if row[name] and is_spelled(row[name], read) else "" for name in ("counted", "party")}
    told["counted"] = told["counted"] or row["name"].rpartition(".")[2]
    return told | {name: row[name] or "" for name in ("kind", "scope", "family", "grade")}


def withheld_figures(released: Released, coarse: int, figures: Sequence[Figure]) -> list[Figure]:
    """What was held back, as figures of this submission: no query on its tables can give them."""
    counts = {
        "reports": released.withheld_reports,
        "anonymous": released.anonymous_reports,
        "incidents": released.closed_incidents,
        "coarse": coarse,
        "names": released.hidden_names,
        "figures": sum(not figure.whole for figure in figures),
    }
    return _stated(WITHHELD, counts, len(figures) + 1)


def stated_figures(counts: Mapping[str, int], first: int) -> list[Figure]:
    """What is counted in the files of this submission, and not in its tables: requests, sheets, recalls."""
    return _stated(STATED, counts, first)


def _stated(prefix: str, counts: Mapping[str, int], first: int) -> list[Figure]:
    return [
        Figure(
            number=number, name=f"{prefix}{name}", value=value, low=None, high=None, unit=name, query="", rows=value,
            labels={language: catalogue(language).text(f"submit.{prefix[:-1]}_label.{name}") for language in LANGUAGES},
            texts={language: _stated_text(language, f"{prefix[:-1]}_label.{name}", value) for language in LANGUAGES},
            shipped=(),
        )
        for number, (name, value) in enumerate(counts.items(), first)
    ]  # fmt: skip


def _stated_text(language: str, label: str, value: int) -> str:
    words = catalogue(language)
    number = words.language.number(f"{value:,}")
    return words.text("submit.withheld_sentence", label=words.text(f"submit.{label}"), value=number)
