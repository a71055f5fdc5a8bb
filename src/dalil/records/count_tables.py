"""The tables of counting: what figures are called, what was refused, and the draws that a sceptic can follow."""

from __future__ import annotations

from dalil.records.columns import Column, Sensitivity, Table, Type

__all__ = ["TABLES_COUNT"]

S, T = Sensitivity, Type


def _c(name: str, type_: Type = T.TEXT, sensitivity: Sensitivity = S.CODE, doc: str = "") -> Column:
    return Column(name, type_, sensitivity, doc=doc)


def _n(name: str, doc: str = "") -> Column:
    return _c(name, T.NUMBER, S.CODE, doc)


def _i(name: str, doc: str = "") -> Column:
    return _c(name, T.INTEGER, S.COUNT, doc)


TABLES_COUNT = (
    Table("figure_text", (
        _c("name", doc="of the figure"), _c("language"), _c("label", doc="what is counted"),
        _c("text", doc="the sentence: the label with its value"),
    ), ("name", "language"), "Each figure in words, in every language of the catalogue."),
    Table("count_refusal", (
        _c("name", doc="the figure or family of figures"), _c("scope"), _c("reason"), _c("text"),
    ), ("name", "scope"), "Figures that were asked for and not given, and why."),
    Table("person_tally", (
        _c("person_id", T.ID, S.ID), _c("named", T.FLAG, doc="at least one list gives a name"),
        _c("in_scope", T.FLAG, doc="died or was hurt in an incident in scope, or on a day of the period"),
    ), ("person_id",), "What the count of persons needs to know of each, without a name."),
)  # fmt: skip
"""Tables that the counting stage alone fills."""
