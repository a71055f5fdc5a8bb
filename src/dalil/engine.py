"""Where SQL runs. One way to open DuckDB, so that the same facts come out on every machine.

Results must not depend on threads: queries use ordered or DECIMAL aggregates only, and times are naive UTC.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dalil.errors import CannotProceed

__all__ = ["connect", "spark"]


def connect(path: Path | str = ":memory:", *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection that installs and loads no extension from outside and asks no network."""
    connection = duckdb.connect(
        str(path),
        read_only=read_only,
        config={
            # A query of a stranger could name an extension: it would be fetched and run.
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        },
    )
    connection.execute("SET enable_progress_bar = false")  # started in a console it would print into the JSON
    return connection


def spark(threads: int = 2, memory: str = "2g") -> Any:
    """An Ibis backend on a Spark session of this machine, in UTC; raises `CannotProceed` without the extra `spark`."""
    try:
        import ibis
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CannotProceed(
            "Spark is not installed.", expected="the packages of the extra `spark`", found=str(error),
            do="pip install 'dalil[spark]', or run with --engine duckdb",
        ) from None  # fmt: skip
    session = (
        SparkSession.builder.master(f"local[{threads}]")
        .appName("dalil")
        # Times are naive UTC in the facts; Spark would take them for those of the machine.
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.memory", memory)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", str(4 * threads))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)
