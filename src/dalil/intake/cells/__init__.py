"""One cell to one value: numbers, moments, angles, words. Nothing here knows of rows or tables."""
