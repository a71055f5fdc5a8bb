"""Which reports together describe one attack: clusters are scored as a whole, the best partition of the reports is
found and others are drawn.
"""
