"""From sightings and tracks to flights: which belong together, by time, motion, labels and the clocks of posts."""
