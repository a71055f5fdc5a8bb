"""Who could be found in a text: names however they are written, and what else finds somebody."""
