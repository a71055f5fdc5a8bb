"""What linking leaves: the register of incidents with one figure for each, and what explains it."""
