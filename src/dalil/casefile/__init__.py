"""The case folder: its settings, its tables, its keys and its log behind one door."""
