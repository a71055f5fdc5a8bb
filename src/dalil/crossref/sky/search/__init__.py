"""Where and when to look, and what could have been there: windows, their shifts, and the space-time prism."""
