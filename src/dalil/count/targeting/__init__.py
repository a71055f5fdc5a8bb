"""Aim: whether strikes fell on protected sites more often than accident explains."""

from dalil.count.targeting.stage import targeting_figures

__all__ = ["targeting_figures"]
