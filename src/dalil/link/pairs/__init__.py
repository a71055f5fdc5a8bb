"""Which two reports describe one attack: the pairs worth comparing, what is compared, and the model that learns how
much each comparison weighs.
"""
