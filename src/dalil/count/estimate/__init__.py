"""The undocumented: how many cases are on no list, read from how the lists overlap."""

from dalil.count.estimate.classes import ChainSettings
from dalil.count.estimate.result import CurvePoint, Estimate, Reason
from dalil.count.estimate.table import CaptureTable, read_table, table_from_counts
from dalil.count.estimate.total import METHODS, combine, estimate_file, estimate_strata, estimate_table

__all__ = [
    "METHODS",
    "CaptureTable",
    "ChainSettings",
    "CurvePoint",
    "Estimate",
    "Reason",
    "combine",
    "estimate_file",
    "estimate_strata",
    "estimate_table",
    "read_table",
    "table_from_counts",
]
