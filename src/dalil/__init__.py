"""Dalil: from what organisations recorded about attacks on civilians to a submission anyone can check."""

__version__ = "0.1.0"
