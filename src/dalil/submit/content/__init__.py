"""What a submission says: all that is read from behind the door, as one dossier that no document has to ask the
database for.
"""
