"""The log: entries in chains, signed checkpoints over a Merkle tree, time stamps, and how each is read, written and
proved.
"""
