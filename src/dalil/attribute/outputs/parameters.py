"""The numbers a run used: what the book and the case said, and what settled incidents made of it.

A file of its own, short as it is: each table that the stage gives is written in a file that has its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil.attribute.book.draws import BookDraws, mean_prior, stated
from dalil.attribute.book.model import SOURCE_KINDS, WHOLE_LINES, Codebook
from dalil.casefile.settings import Settings

__all__ = ["parameters"]


def parameters(book: Codebook, settings: Settings, draws: BookDraws) -> Iterator[dict[str, Any]]:
    """Rows of `codebook_parameter`. Those that are not counts have a name with a dot, which no variable can have:
    `book.reliability` by kind of source, `book.prior` by party, `book.temper`."""
    variables = {variable.id: variable for variable in book.variables}
    for (variable, party, value), (before, after) in draws.counts.items():
        cited = variables[variable]
        yield _row(variable, value, party, before, after, cited.citations.get(party, cited.citation))
    # Without a book nothing was weighed, and no reliability of it was used.
    if not book.variables:
        return
    for kind in (*SOURCE_KINDS, *WHOLE_LINES.values()):
        given = book.reliability.get(kind)
        after = float(draws.reliability[kind][-1, 0])
        yield _row("book.reliability", kind, "", stated(book, kind)[0], after, given.citation if given else "not given")
    for party, before, after in zip(draws.hypotheses, mean_prior(settings, {}), draws.prior[-1], strict=True):
        yield _row("book.prior", "", party, float(before), float(after), "case.toml and settled incidents")
    yield _row("book.temper", "", "", 1.0, draws.inverse_temperature, "settled incidents")


def _row(variable: str, value: str, party: str, before: float, after: float, citation: str) -> dict[str, Any]:
    return {
        "variable": variable, "value": value, "party": party, "pseudo_count": round(before, 6),
        "posterior_count": round(after, 6), "citation": citation,
    }  # fmt: skip
