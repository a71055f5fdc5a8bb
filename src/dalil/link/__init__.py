"""Linking: which reports describe one attack, which names are one person, what goes back to one origin."""

from __future__ import annotations

from dalil.link.outputs.chart import chart, learned
from dalil.link.outputs.reasons import waterfall
from dalil.link.outputs.register import singletons
from dalil.link.reports.decisions import check_decision
from dalil.link.stage import LinkSummary, link

__all__ = ["LinkSummary", "chart", "check_decision", "learned", "link", "singletons", "waterfall"]
