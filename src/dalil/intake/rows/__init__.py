"""Columns of cells to records: every row ends as a record or as a refusal with its reason."""
