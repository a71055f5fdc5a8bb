"""case.toml as a new case gets it: small, readable, with the words a person needs to edit it by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from dalil.casefile.settings import SETTINGS_FORMAT, Settings

__all__ = ["case_toml"]

_HEAD = """\
# The settings of this case. Edit by hand; the next command seals what changed and logs its hash.
# Every key is described in docs/reference/case.md. An unknown key is refused.
"""


def toml_value(value: Any) -> str:
    """One TOML value: text, number, boolean, date, time, list or inline table."""
    if isinstance(value, bool):  # before numbers: in Python a truth value is one
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON escapes as TOML does, but for DEL, which TOML does not take as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} has no TOML form")


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)


def _tables(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    blocks = []
    for row in rows:
        lines = [f"{_key(key)} = {toml_value(value)}" for key, value in row.items() if value not in (None, "", ())]
        blocks.append("\n".join([f"[[{name}]]", *lines]))
    return "\n\n".join(blocks)


def case_toml(raw: Mapping[str, Any]) -> str:
    """The text of case.toml for the settings given; what is not given keeps its default and is shown once.

    `raw` has the keys of case.toml. It must have been accepted by `parse_settings`.
    """
    # Checked again, so that no text is written that the next command could not read.
    settings = Settings.model_validate(raw)
    lines = [
        _HEAD,
        f"format = {SETTINGS_FORMAT}",
        f"title = {toml_value(settings.title)}",
        f"organisation = {toml_value(settings.organisation)}",
        f"zone = {toml_value(settings.zone)}            # local times without an offset are in this zone",
        f"from = {settings.from_}                  # both days are included",
        f"to = {settings.to}",
    ]
    if settings.area:
        lines.append(f"area = {toml_value(list(settings.area))}   # west, south, east, north")
    if settings.fictional:
        lines.append("fictional = true                   # every page says so")
    if settings.codebook:
        lines.append(f"codebook = {toml_value(settings.codebook)}")
    sections = ["\n".join(lines), _parts_of_day(settings)]
    shown = {"format", "title", "organisation", "zone", "from", "to", "area", "fictional", "codebook", "parts_of_day"}
    for name, value in raw.items():
        if name in shown:
            continue
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            sections.append(_tables(name, value))
        elif isinstance(value, Mapping):
            sections.append(_section(name, value))
        else:
            sections[0] += f"\n{_key(name)} = {toml_value(value)}"
    return "\n\n".join(sections) + "\n"


def _section(name: str, values: Mapping[str, Any]) -> str:
    lines = [f"[{name}]"]
    nested: list[str] = []
    for key, value in values.items():
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            nested.append(_tables(f"{name}.{_key(key)}", value))
        elif isinstance(value, Mapping):
            nested.append(_section(f"{name}.{_key(key)}", value))
        else:
            lines.append(f"{_key(key)} = {toml_value(value)}")
    return "\n\n".join(["\n".join(lines), *nested])


def _parts_of_day(settings: Settings) -> str:
    rows = [
        f"{name} = [{first.isoformat()}, {last.isoformat()}]" for name, (first, last) in settings.parts_of_day.items()
    ]
    return "\n".join(
        ["# What words for parts of a day mean, in civil hours; both ends included.", "[parts_of_day]", *rows]
    )
