"""Radio: what was said, read with a code book per language, and the strikes that it goes with."""
