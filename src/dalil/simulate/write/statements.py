"""Statements of parties about their own acts, from statements.toml.

A file of its own as every kind of raw file has: what is handed in is found by its name.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib import resources

from dalil.simulate.events.strikes import Setting
from dalil.simulate.world.clock import DAY_S
from dalil.simulate.write.reference import FOLDER, area
from dalil.simulate.write.tables import Tables

_STOP = 0.62  # share of the period after which a party says that it stopped


def write_statements(at: Setting, tables: Tables) -> None:
    """One row for each statement; its days follow the period."""
    if not at.settings.labels.statements:
        return
    days = _days(at)
    text = resources.files("dalil.simulate").joinpath("statements.toml").read_text("utf-8")
    for number, said in enumerate(tomllib.loads(text)["statements"], 1):
        scope = [days[name].isoformat() for name in said.get("scope", ())] or ["", ""]
        row = {
            "statement_id": f"ST{number:03d}",
            "party": said["party"],
            "made_on": days[said["made"]].isoformat(),
            "act": said["act"],
            "scope_from": scope[0],
            "scope_to": scope[1],
            "scope_area": ",".join(map(str, area(at))) if said.get("area") else "",
            "scope_kinds": said.get("kinds", ""),
            "scope_objects": said.get("objects", ""),
            "text": "[Fictional] " + said["text"].format(stop=days["stop"].isoformat()),
            "url": f"https://statements.invalid/fictional/{number}",
        }
        tables.write(FOLDER, "statements", row)


def _days(at: Setting) -> dict[str, date]:
    clock = at.calendar.clock
    stop = clock.local(clock.first_s + int(_STOP * clock.days) * DAY_S).date()
    return {"start": clock.start, "stop": stop, "stop+2": stop + timedelta(days=2), "end": clock.end}
