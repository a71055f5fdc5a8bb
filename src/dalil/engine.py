"""Where SQL runs. One way to open DuckDB, so that the same facts come out on every machine.

Results must not depend on threads: queries use ordered or DECIMAL aggregates only, and times are naive UTC.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

__all__ = ["connect"]


def connect(path: Path | str = ":memory:", *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection that installs and loads no extension from outside and asks no network."""
    return duckdb.connect(
        str(path),
        read_only=read_only,
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        },
    )
