"""Cross-reference: sky and ground, two witnesses that do not know of each other."""
