"""Settings from a preset and from `--set`, with typos refused and the nearest names offered."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from dalil.errors import UsageError
from dalil.simulate.world.conflict import load_conflict
from dalil.simulate.world.settings import Settings, hours, numbers, shares
from dalil.units import zone

PRESETS = ("small", "siege", "large")
_MAY_BE_NONE = {"calendar.ceasefires", "media.rasters", "tracks.background", "evidence.lines_for_annex"}
_MAY_BE_NEGATIVE = {"period.latitude", "period.longitude", "capture.positive", "capture.negative"}
_READERS: Mapping[str, Callable[[str], object]] = {
    "period.start": date.fromisoformat,
    "period.zone": zone,
    "war.busy_hours": hours,
}
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


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """One settable name."""

    name: str
    default: Any
    text: str
    share: bool


def parameters() -> Iterator[Parameter]:
    """Every settable name, in the order of settings.py."""
    for section in dataclasses.fields(Settings):
        for entry in dataclasses.fields(type(getattr(Settings(), section.name))):
            data = entry.metadata
            yield Parameter(f"{section.name}.{entry.name}", entry.default, data["text"], data["share"])


def as_dict(settings: Settings) -> dict[str, Any]:
    """The tree as plain dictionaries, for parameters.json."""
    return dataclasses.asdict(settings)


def _changed(settings: Settings, name: str, value: Any) -> Settings:
    known = {parameter.name: parameter for parameter in parameters()}
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
    read = _read(known[name], value)
    _check(known[name], read)
    changed = dataclasses.replace(getattr(settings, section), **{entry: read})
    return dataclasses.replace(settings, **{section: changed})


def _read(parameter: Parameter, value: Any) -> Any:
    kind = type(parameter.default)
    if kind is bool:
        text = str(value).lower()
        if text in _TRUE | _FALSE:
            return text in _TRUE
        raise _wrong(parameter, value, "on or off")
    try:
        return kind(value)
    except ValueError as error:
        raise _wrong(parameter, value, {int: "a whole number", float: "a number"}[kind]) from error


def _check(parameter: Parameter, value: Any) -> None:
    """Lists have as many numbers as the default, shares lie in 0 to 1, parties are known."""
    usual = parameter.default
    if isinstance(usual, str) and "=" in usual:
        _check_names(parameter, value)
    elif isinstance(usual, str) and usual.count(",") and "-" not in usual:
        try:
            found = numbers(value)
        except ValueError as error:
            raise _wrong(parameter, value, "numbers with commas between") from error
        if len(found) != len(numbers(usual)):
            raise _wrong(parameter, value, f"{len(numbers(usual))} numbers")
        if parameter.share and not all(0 <= number <= 1 for number in found):
            raise _wrong(parameter, value, "numbers from 0 to 1")
    elif parameter.share:
        if not 0 <= value <= 1:
            raise _wrong(parameter, value, "a number from 0 to 1")
    elif isinstance(usual, int) and not isinstance(usual, bool):
        least = 0 if parameter.name in _MAY_BE_NONE or parameter.name.startswith("annex.") else 1
        if value < least:
            raise _wrong(parameter, value, f"a whole number, at least {least}")
    elif isinstance(usual, float) and value < 0 and parameter.name not in _MAY_BE_NEGATIVE:
        raise _wrong(parameter, value, "a number, not below 0")
    elif parameter.name in _READERS:
        try:
            _READERS[parameter.name](value)
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise _wrong(parameter, value, f"as {usual}") from error


def _check_names(parameter: Parameter, value: str) -> None:
    conflict = load_conflict()
    known = set(conflict.parties) if parameter.name != "war.aimed_sites" else set(shares(parameter.default))
    try:
        found = shares(value)
    except (ValueError, ZeroDivisionError) as error:
        raise _wrong(parameter, value, "name=share with commas between") from error
    if not found.keys() <= known:
        raise _wrong(parameter, value, "of " + ", ".join(sorted(known)))
    if parameter.name == "war.sortie_shares" and not all(conflict.parties[name].flies for name in found):
        raise _wrong(parameter, value, "parties with aircraft")


def _wrong(parameter: Parameter, value: Any, expected: str) -> UsageError:
    return UsageError(f"{parameter.name} cannot be {value!r}.", expected=expected, found=str(value))


def _nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    # Names without their section too: people remember `wrong_day`, not where it stands.
    last = {key.rpartition(".")[2]: key for key in known}
    close = difflib.get_close_matches(name, known, 3, 0.5)
    close += [last[key] for key in difflib.get_close_matches(name.rpartition(".")[2], list(last), 3, 0.6)]
    found = list(dict.fromkeys(close))[:4]
    return "did you mean " + ", ".join(found) + "?" if found else "see docs/reference/simulate.md"
