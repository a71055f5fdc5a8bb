"""Settings from a preset and from `--set`, with typos refused and the nearest names offered."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from dalil.errors import UsageError
from dalil.simulate.settings import Settings

PRESETS = ("small", "siege", "large")
_TRUE = {"on", "true", "yes", "1"}
_FALSE = {"off", "false", "no", "0"}


def load(preset: str, overrides: Mapping[str, str] | None = None) -> Settings:
    """The settings of a preset with `overrides` (`section.name` to text) applied.

    `section=off` (or `on`) switches a whole section that can be switched.

    Raises:
        UsageError: an unknown preset or name, or a value that cannot be read.
    """
    if preset not in PRESETS:
        raise UsageError(
            f"There is no preset {preset!r}.", expected=", ".join(PRESETS), found=preset, do=_nearest(preset, PRESETS)
        )
    text = resources.files("dalil.simulate").joinpath(f"presets/{preset}.toml").read_text("utf-8")
    settings = Settings()
    for section, values in tomllib.loads(text).items():
        for name, value in values.items():
            settings = _changed(settings, f"{section}.{name}", value)
    for name, value in (overrides or {}).items():
        settings = _changed(settings, name, value)
    return settings


def names() -> Iterator[tuple[str, Any, str]]:
    """Every settable name with its default and its text."""
    for section in dataclasses.fields(Settings):
        for entry in dataclasses.fields(section.type_ if hasattr(section, "type_") else section.default_factory):  # type: ignore[arg-type]
            yield f"{section.name}.{entry.name}", entry.default, entry.metadata["text"]


def as_dict(settings: Settings) -> dict[str, Any]:
    """The tree as plain dictionaries, for parameters.json."""
    return dataclasses.asdict(settings)


def _changed(settings: Settings, name: str, value: Any) -> Settings:
    known = {key: default for key, default, _ in names()}
    if f"{name}.on" in known:
        name = f"{name}.on"
    if name not in known:
        raise UsageError(
            f"There is no parameter {name!r}.",
            expected="section.name as listed in docs/reference/simulate.md",
            found=name,
            do=_nearest(name, list(known)),
        )
    section, _, entry = name.partition(".")
    changed = dataclasses.replace(getattr(settings, section), **{entry: _read(name, value, known[name])})
    return dataclasses.replace(settings, **{section: changed})


def _read(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, bool):
        text = str(value).lower()
        if text in _TRUE | _FALSE:
            return text in _TRUE
        raise UsageError(f"{name} cannot be {value!r}.", expected="on or off", found=str(value))
    try:
        return type(default)(value)
    except ValueError as error:
        kind = {int: "a whole number", float: "a number"}[type(default)]
        raise UsageError(f"{name} cannot be {value!r}.", expected=kind, found=str(value)) from error


def _nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    last = {key.rpartition(".")[2]: key for key in known}
    close = difflib.get_close_matches(name, known, 3, 0.5)
    close += [last[key] for key in difflib.get_close_matches(name.rpartition(".")[2], list(last), 3, 0.6)]
    found = list(dict.fromkeys(close))[:4]
    return "did you mean " + ", ".join(found) + "?" if found else "see docs/reference/simulate.md"
