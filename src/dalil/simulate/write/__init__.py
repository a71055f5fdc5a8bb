"""What lies in the output folder: one file for each kind of raw file, the case settings, and the truth apart."""
