"""From groups to grades: posteriors, candidates and what a grade hangs on, and what settled incidents teach."""
