"""The records that stages hand on, declared once: plain formats and the tables of the facts."""

from dalil.records.columns import Column, Kind, Sensitivity, Table, Type
from dalil.records.kinds import GROUPS, KINDS, PLACE_RADIUS_M, kind_for_stem
from dalil.records.tables import TABLES, TOLL_COLUMNS, table_of_kind
from dalil.records.working import WORKING, Working

__all__ = [
    "GROUPS",
    "KINDS",
    "PLACE_RADIUS_M",
    "TABLES",
    "TOLL_COLUMNS",
    "WORKING",
    "Column",
    "Kind",
    "Sensitivity",
    "Table",
    "Type",
    "Working",
    "kind_for_stem",
    "table_of_kind",
]
