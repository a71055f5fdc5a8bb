"""What the search found, weighed: coverage, labels, chance, the ratio for each party, and the rows that say so."""
