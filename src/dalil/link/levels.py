"""Splink at work: the level of each comparison for given pairs, and the weights of a model, on either engine."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker

from dalil.casefile.facts import Facts
from dalil.link.compare import Comparison, splink_settings
from dalil.link.reports import Ints

__all__ = ["levels_of"]


def levels_of(facts: Facts, model: Sequence[Comparison], a: Ints, b: Ints) -> NDArray[np.int8]:
    """(comparisons, pairs): −1 silent, 0 differs, up to the most telling level.

    Takes: the temporary table link_feature. `a` < `b` are numbers of reports, each pair once.
    """
    if not len(a):
        return np.zeros((len(model), 0), dtype=np.int8)
    facts.connection.register("link_pair_given", pa.table({"a": a, "b": b}))
    facts.query(
        "CREATE OR REPLACE TEMP TABLE link_pair AS"
        " SELECT a AS join_key_l, b AS join_key_r, '0' AS match_key FROM link_pair_given"
    )
    columns = ", ".join(f"gamma_{comparison.name}" for comparison in model)
    with _quiet():
        api = DuckDBAPI(facts.connection)
        linker = Linker(api.register("link_feature"), splink_settings(tuple(model)), log_level=logging.ERROR)
        linker.table_management.register_blocked_pairs_for_predict(api.register("link_pair"))
        scored = linker.inference.predict(warning_mode="never")
        found = facts.query(f"SELECT {columns} FROM {scored.physical_name} ORDER BY n_l, n_r").fetchnumpy()
        linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    facts.connection.unregister("link_pair_given")
    order = np.lexsort((b, a))
    levels = np.empty((len(model), len(a)), dtype=np.int8)
    for row, comparison in enumerate(model):
        levels[row, order] = found[f"gamma_{comparison.name}"]
    return levels


@contextmanager
def _quiet() -> Iterator[None]:
    """Splink tells its progress to a logger of its own; a run of ours speaks for itself."""
    logger = logging.getLogger("splink")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
