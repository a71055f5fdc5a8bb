"""Where each report is taken to be, whether it is in scope, and whom it accuses.

A room of its own beside intake: it reads the tables `report` and `place` like every stage, and nothing of how they
came to be.
"""
