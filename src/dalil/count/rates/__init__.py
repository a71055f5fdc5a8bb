"""How often: rates with intervals, ratios between periods, and days on which a rate changed."""

from dalil.count.rates.stage import rate_figures

__all__ = ["rate_figures"]
