"""The code book: what may stand in it, what is wrong with it, and draws of all that it leaves open."""
