"""Linking: which reports describe one attack, which names are one person, what goes back to one origin."""

from __future__ import annotations

from dalil.link.register import singletons

__all__ = ["singletons"]
