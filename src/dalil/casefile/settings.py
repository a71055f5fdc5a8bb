"""case.toml: what a person may set, with its defaults. An unknown key is refused by name.

Each stage has a section of its own, so that a reader of the file sees what moves which result. Parties, types
and thresholds are data; nothing here knows a conflict.
"""

from __future__ import annotations

import difflib
import tomllib
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from dalil.casefile.sections import (
    AttributeSection,
    Audience,
    CountSection,
    LinkSection,
    Party,
    Scope,
    SkySection,
    SubmitSection,
    default_audiences,
)
from dalil.errors import Refused, UsageError
from dalil.units import UtcInterval, zone
from dalil.vault.files.regular import read_regular

__all__ = ["SETTINGS_FORMAT", "Settings", "read_settings"]

SETTINGS_FORMAT = 1
"""Version of case.toml. A file of another is refused: a person wrote it, and a guess could change what it means."""

DEFAULT_PARTS_OF_DAY = {
    "night": (time(0, 0), time(5, 59)),
    "dawn": (time(4, 0), time(6, 59)),
    "morning": (time(6, 0), time(11, 59)),
    "noon": (time(11, 0), time(13, 59)),
    "afternoon": (time(12, 0), time(17, 59)),
    "evening": (time(17, 0), time(20, 59)),
    "late_evening": (time(20, 0), time(23, 59)),
}
"""Civil hours, closed at both ends; the end minute is included. Wide on purpose: words overlap in use."""


def _zone(name: str) -> str:
    try:
        zone(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"unknown time zone {name!r}; expected an IANA name such as Asia/Damascus") from None
    return name


class Settings(BaseModel):
    """The whole of case.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, use_attribute_docstrings=True)

    format: int = SETTINGS_FORMAT
    """Version of this file."""
    title: str
    """What the case is called."""
    zone: Annotated[str, AfterValidator(_zone)]
    """IANA time zone of local times."""
    from_: date = Field(alias="from")
    """First day of the period, in the zone."""
    to: date
    """Last day of the period, included."""
    area: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees; empty means everywhere."""
    organisation: str = ""
    """Who keeps the case."""
    fictional: bool = False
    """The conflict is simulated; every page, table and file says so."""
    parties: tuple[Party, ...] = ()
    """The parties of the conflict."""
    codebook: str = ""
    """File name of the code book in the case folder; empty means none."""
    trusted_keys: tuple[str, ...] = ()
    """Fingerprints of the keys whose log entries act on everything in the case; all others act on what they alone
    brought in. Empty while there is one key: `join`, or a second key that begins here, writes the list."""
    roles: tuple[str, ...] = ("direct", "operator", "commander", "obstructs", "supplies")
    """Roles that a finding may name."""
    parts_of_day: dict[str, tuple[time, time]] = Field(default_factory=lambda: dict(DEFAULT_PARTS_OF_DAY))
    """First and last civil minute that each word for a part of the day stands for."""
    scopes: tuple[Scope, ...] = ()
    """Named parts of the case that figures can be counted for."""
    periods: tuple[Scope, ...] = ()
    """Named periods between which rates are compared: days only, no area and no rule."""
    link: LinkSection = LinkSection()
    """Options of linking."""
    sky: SkySection = SkySection()
    """Options of the sky."""
    attribute: AttributeSection = AttributeSection()
    """Options of attribution."""
    count: CountSection = CountSection()
    """Options of counting."""
    submit: SubmitSection = SubmitSection()
    """Options of the submission."""
    audiences: dict[str, Audience] = Field(default_factory=default_audiences)
    """Who may receive what, by name."""

    @model_validator(mode="after")
    def _coherent(self) -> Settings:
        if self.to < self.from_:
            raise ValueError(f"the period ends ({self.to}) before it begins ({self.from_})")
        if self.area is not None:
            west, south, east, north = self.area
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                raise ValueError("area is west, south, east, north in degrees, west < east and south < north")
        return self

    @property
    def timezone(self) -> ZoneInfo:
        """The case's zone."""
        return zone(self.zone)

    @property
    def period(self) -> UtcInterval:
        """The period in UTC, its last day included."""
        return utc_days(self.from_, self.to, self.timezone)

    def holds_point(self, latitude: float, longitude: float, around: float = 0.0) -> bool:
        """True when the case has no area, or the point lies in it or `around` degrees beyond (edges included)."""
        if self.area is None:
            return True
        west, south, east, north = self.area
        inside = south - around <= latitude <= north + around
        return inside and west - around <= longitude <= east + around


def utc_days(first: date, last: date, zone: tzinfo) -> UtcInterval:
    """From the first moment of `first` to the last microsecond of `last`, both civil days of `zone`."""
    # Midnight to midnight by the zone, not 24 hours: on two days a year these are not the same.
    start = datetime.combine(first, time(), zone).astimezone(UTC).replace(tzinfo=None)
    after = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC).replace(tzinfo=None)
    return UtcInterval(start, after - timedelta(microseconds=1))


def read_settings(path: Path) -> Settings:
    """Read case.toml, or raise `Refused` naming the key, what was found and what was expected."""
    try:
        raw = tomllib.loads(read_regular(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            "case.toml is not valid TOML in UTF-8.", found=str(error), where=str(path), do="mend that line"
        ) from None
    # Before the keys are looked at: those of another version would be refused one by one as misspelt.
    if raw.get("format", SETTINGS_FORMAT) != SETTINGS_FORMAT:
        raise Refused(
            "case.toml was written for another version of Dalil.",
            expected=f"format = {SETTINGS_FORMAT}",
            found=f"format = {raw['format']!r}",
            where=str(path),
            do="install the version of Dalil that wrote it, or a newer one",
        )
    return parse_settings(raw, where=str(path))


def parse_settings(raw: dict[str, object], *, where: str) -> Settings:
    """Check what case.toml or the command line gave; the first fault is raised with its key."""
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        # One at a time: of a misspelt section every key would be reported.
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise UsageError(
                f"case.toml has an unknown key: {key}",
                expected=_nearest(first["loc"]),
                where=where,
                do="mend or remove the key; docs/reference/case.md lists all",
            ) from None
        raise Refused(
            f"case.toml: {first['msg']}",
            found=repr(first["input"])[:200],
            where=f"{where}, key {key or '(whole file)'}",
            do="mend the value; docs/reference/case.md says what it may hold",
        ) from None


def _nearest(location: tuple[int | str, ...]) -> str:
    model: object = Settings
    for part in location[:-1]:
        if not isinstance(part, str) or not isinstance(model, type) or not issubclass(model, BaseModel):
            return ""
        chosen = model.model_fields.get(part)
        model = chosen.annotation if chosen else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        names = [f.alias or n for n, f in model.model_fields.items()]
        close = difflib.get_close_matches(str(location[-1]), names, n=3, cutoff=0.5)
        return "one of " + ", ".join(close or names)
    return ""
