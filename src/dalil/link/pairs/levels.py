"""Splink at work: the level of each comparison for given pairs, on either engine, and the weights of a model.

The model is set in code and not trained by Splink, so that both engines score with the same numbers; what goes to
Spark and comes back are Parquet files.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker

from dalil.casefile.facts import Facts
from dalil.errors import CannotProceed, UsageError
from dalil.kernels import Floats, Int8s, Ints
from dalil.link.pairs.comparisons import Comparison, splink_settings

__all__ = ["ENGINES", "levels_of", "weights_of"]

ENGINES = ("duckdb", "spark")


def levels_of(facts: Facts, model: Sequence[Comparison], a: Ints, b: Ints, *, engine: str = "duckdb") -> Int8s:
    """(comparisons, pairs): −1 silent, 0 differs, up to the most telling level.

    Takes: the temporary table link_feature. `a` < `b` are numbers of reports, each pair once.
    """
    columns = [f"gamma_{comparison.name}" for comparison in model]
    found = _scored(facts, model, a, b, columns, engine)
    return np.array(found, dtype=np.int8).reshape(len(model), len(a))


def weights_of(facts: Facts, model: Sequence[Comparison], a: Ints, b: Ints, *, engine: str = "duckdb") -> Floats:
    """(pairs) Splink's match weight under `model`, bits, prior odds even. Takes: as `levels_of`."""
    return np.asarray(_scored(facts, model, a, b, ["match_weight"], engine)[0], dtype=np.float64)


def _scored(
    facts: Facts, model: Sequence[Comparison], a: Ints, b: Ints, columns: list[str], engine: str
) -> list[Floats]:
    """The named columns of Splink's predictions, in the order of the pairs."""
    if engine not in ENGINES:
        raise UsageError(f"There is no engine {engine!r}.", expected=" or ".join(ENGINES))
    if not len(a):
        return [np.zeros(0) for _ in columns]
    pairs = pa.table({"join_key_l": a, "join_key_r": b, "match_key": pa.array(["0"] * len(a), pa.string())})
    score = _on_duckdb if engine == "duckdb" else _on_spark
    with _quiet():
        found = score(facts, model, pairs, columns)
    order = np.lexsort((b, a))  # Splink's answer comes sorted by its ids, the pairs in the order of whoever asks
    result = []
    for column in columns:
        values = np.empty(len(a))
        values[order] = np.asarray(found[column])
        result.append(values)
    return result


def _on_duckdb(facts: Facts, model: Sequence[Comparison], pairs: pa.Table, columns: list[str]) -> pa.Table:
    facts.make("link_pair", pairs)
    api = DuckDBAPI(facts.connection)
    linker = Linker(api.register("link_feature"), splink_settings(tuple(model)), log_level=logging.ERROR)
    linker.table_management.register_blocked_pairs_for_predict(api.register("link_pair"))
    scored = linker.inference.predict(warning_mode="never")
    found = facts.query(f"SELECT {', '.join(columns)} FROM {scored.physical_name} ORDER BY n_l, n_r").to_arrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return found


def _on_spark(facts: Facts, model: Sequence[Comparison], pairs: pa.Table, columns: list[str]) -> pa.Table:
    try:
        from pyspark.sql import SparkSession
        from splink import SparkAPI
    except ImportError:
        raise CannotProceed(
            "The engine spark is not installed.",
            expected="the extra `spark` and Java 17",
            do="pip install dalil[spark]",
        ) from None
    with tempfile.TemporaryDirectory() as folder:
        features, given, scored = (str(Path(folder) / name) for name in ("features.parquet", "pairs.parquet", "scored"))
        facts.query(f"COPY link_feature TO '{features}' (FORMAT parquet)")
        facts.make("link_pair", pairs)
        facts.query(f"COPY link_pair TO '{given}' (FORMAT parquet)")
        spark = _session(SparkSession)
        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=spark, break_lineage_method="persist", register_udfs_automatically=False
        )
        linker = Linker(
            api.register(spark.read.parquet(features)), splink_settings(tuple(model)), log_level=logging.ERROR
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register(spark.read.parquet(given)))
        linker.inference.predict(warning_mode="never").as_spark_dataframe().write.parquet(scored)
        return facts.query(
            f"SELECT {', '.join(columns)} FROM read_parquet('{scored}/*.parquet') ORDER BY n_l, n_r"
        ).to_arrow_table()


def _session(builder: Any) -> Any:
    """One local session; nothing of it is reachable from outside."""
    return (
        builder.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )


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
