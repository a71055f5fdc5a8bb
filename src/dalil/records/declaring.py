"""Short words in which tables of the facts are declared: one line a column."""

from __future__ import annotations

from dalil.records.columns import Column, Sensitivity, Type

__all__ = ["column", "count", "identifier", "moment", "number"]


def column(name: str, type_: Type = Type.TEXT, sensitivity: Sensitivity = Sensitivity.CODE, doc: str = "") -> Column:
    """Any column; a code of a closed list gives nothing away."""
    return Column(name, type_, sensitivity, doc=doc)


def identifier(name: str, doc: str = "") -> Column:
    """The id of a record or an organisation."""
    return column(name, Type.ID, Sensitivity.ID, doc)


def number(name: str, doc: str = "", sensitivity: Sensitivity = Sensitivity.CODE) -> Column:
    """A number that need not be whole."""
    return column(name, Type.NUMBER, sensitivity, doc)


def count(name: str, doc: str = "") -> Column:
    """How many."""
    return column(name, Type.INTEGER, Sensitivity.COUNT, doc)


def moment(name: str, doc: str = "") -> Column:
    """A time in UTC."""
    return column(name, Type.MOMENT, Sensitivity.TIME, doc)
