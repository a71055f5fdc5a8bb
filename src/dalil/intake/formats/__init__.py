"""One file for each format that can be read; see `dalil.intake.formats.registry`."""
