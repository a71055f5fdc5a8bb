"""What posts, listeners and radar notice while it happens, each with the faults of its kind."""
