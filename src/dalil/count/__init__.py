"""Counting: totals, rates, aim, and what nobody wrote down. Each figure carries the query that gives it."""

from dalil.count.stage import CountSummary, count

__all__ = ["CountSummary", "count"]
