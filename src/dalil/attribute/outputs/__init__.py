"""What was judged, and what persons and parties said of it, as rows of the tables."""
