"""Which tracks come near which attacks, over as many positions as there are: one expression, two engines."""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings

__all__ = ["CLEAN_ALL_UP_TO", "tracks_near"]

CLEAN_ALL_UP_TO = 5_000_000


def tracks_near(facts: Facts, settings: Settings, engine: str) -> list[str]:
    """placeholder"""
    return []
