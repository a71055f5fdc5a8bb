"""What reports say, as columns: time, place, figures, words, parties, what they go back to and what persons decided of
them.
"""
