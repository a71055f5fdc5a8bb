"""Which settings a reading depends on."""

from __future__ import annotations

import hashlib
import json

from dalil.casefile.settings import Settings

__all__ = ["settings_mark"]


def settings_mark(settings: Settings) -> str:
    """A short hash of the settings that change what is read: zone, period, area, parts of the day."""
    relevant = settings.model_dump(mode="json", include={"zone", "from_", "to", "area", "parts_of_day"})
    return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()[:16]
