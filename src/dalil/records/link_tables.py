"""Tables that linking adds: what a run learned, so that it can be read, shown as a chart and compared.

A file of its own, however short, as each stage that adds tables has one.
"""

from __future__ import annotations

from dalil.records.columns import Column, Sensitivity, Table, Type

__all__ = ["TABLES_LINK"]

S, T = Sensitivity, Type

TABLES_LINK = (
    Table("link_parameter", (
        Column("name", T.TEXT, S.CODE, doc="of the comparison or the part of the model"),
        Column("level", T.TEXT, S.CODE),
        Column("m", T.NUMBER, S.CODE, doc="share among pairs of one attack, or the value of the parameter"),
        Column("u", T.NUMBER, S.CODE, doc="share among other pairs"),
        Column("weight", T.NUMBER, S.CODE, doc="log2 m/u"),
    ), ("name", "level"), "What linking learned from the reports, and what it took as given."),
)  # fmt: skip
