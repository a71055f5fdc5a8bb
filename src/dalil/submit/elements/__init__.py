"""What documents are put together from: blocks, words with their directions, cites, captions, rows, small maps and
strips.
"""
