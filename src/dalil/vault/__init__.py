"""Originals, log, keys and sealed identities: what a case keeps, and how anyone can check that nothing changed."""
