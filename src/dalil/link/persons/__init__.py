"""Which rows of victim lists name one person."""
