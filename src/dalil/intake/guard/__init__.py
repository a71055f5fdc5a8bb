"""What keeps persons out of the clear: which tables are sealed, what of a row may be read, what of a value a refusal
may show.

Of intake it imports the notations below and nothing beside it, so that it can be audited alone.
"""
