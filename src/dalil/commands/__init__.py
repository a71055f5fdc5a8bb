"""What each command does, without a word about terminals: one file for each group of commands."""
