"""What machines read: registers, figures and their tables, lists, code lists, provenance, a crate."""
