"""A fictional conflict whose truth is known: raw files as organisations would hand them in, and the truth apart."""

from dalil.simulate.run import Summary, simulate

__all__ = ["Summary", "simulate"]
