"""What was handed in, read: which aircraft a name means, where a place lies, log lines, and tracks cleaned beside what
was written.
"""
