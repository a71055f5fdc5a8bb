"""Cross-reference: sky and ground, two witnesses that do not know of each other."""

from dalil.crossref.sky.stage import SkySummary, crossref

__all__ = ["SkySummary", "crossref"]
