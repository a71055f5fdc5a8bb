"""Lines of evidence, one file a line, found by being there; see `dalil.attribute.lines.registry`."""
