"""From records to groups: what one origin says of one incident on one line, and how much likelier that is under each
party.
"""
