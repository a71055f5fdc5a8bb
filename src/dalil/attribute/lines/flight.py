"""Flights observed by others than who reported the attack, never as a bare match: `crossref.sky` gives ratios."""

from __future__ import annotations

from dalil.attribute.lines.registry import Line, register

# What labels a flight may have been taken from what people on the ground said of it: so the line is weighed as a whole.
register(Line("flight", 60, whole="flight", of_sky=True))
