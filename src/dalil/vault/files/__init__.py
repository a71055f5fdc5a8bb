"""Files that are written once and never overwritten: how they reach the disk, what they begin with, who may write."""
