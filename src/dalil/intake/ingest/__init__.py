"""From files to sealed originals, logged readings and facts, and the same again from vault and log."""
