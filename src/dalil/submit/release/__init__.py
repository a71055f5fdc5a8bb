"""What may leave a case: the one door out of it, and nothing here imports anything else of this room, so that it can be
audited alone.
"""
