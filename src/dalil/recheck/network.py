"""A child that has nothing to ask of anybody leaves the network, where the system lets it."""

from __future__ import annotations

import ctypes
import os

__all__ = ["leave_network"]

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of Linux's sched.h


def leave_network() -> bool:
    """Go where no interface is (Linux, unless forbidden). Returns whether it was done; it is a second wall only."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    # Who is not root may have a network of its own only with users of its own; root would lose the files of others.
    what = _NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK
    return unshare is not None and unshare(what) == 0
