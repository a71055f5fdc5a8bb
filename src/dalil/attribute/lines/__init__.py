"""Lines of evidence: which records speak for each, as SQL, and which of them go back to one recording."""
