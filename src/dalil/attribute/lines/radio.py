"""Radio traffic overheard, as ratios of `crossref.sky`."""

from __future__ import annotations

from dalil.attribute.lines.registry import Line, register

# What names a target on the radio may have been read into it afterwards: so the line is weighed as a whole.
register(Line("radio", 70, whole="radio", of_sky=True))
