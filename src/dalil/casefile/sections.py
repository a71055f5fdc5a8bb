"""The sections of case.toml, one for each stage. Every number has its unit in its name."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from dalil.records.columns import Sensitivity

__all__ = [
    "AttributeSection",
    "Audience",
    "CountSection",
    "LinkSection",
    "Party",
    "Scope",
    "SkySection",
    "SubmitSection",
    "default_audiences",
]


class Section(BaseModel):
    """A table of case.toml: no key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Party(Section):
    """A party of the conflict. `aliases` are the ways sources write it; a set is written `a+b`."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: str
    name_ar: str = ""
    kind: str = "state"
    aliases: tuple[str, ...] = ()
    air_force: bool = False
    prior_low: float = Field(default=0.0, ge=0, le=1)
    prior_high: float = Field(default=1.0, ge=0, le=1)


class Scope(Section):
    """A named part of the case: period, area, selection rule. Figures carry its name."""

    id: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    title: str = ""
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    area: tuple[float, float, float, float] | None = None
    rule: str = ""


class LinkSection(Section):
    """Which reports describe one attack."""

    draws: int = Field(default=50, ge=0)
    seed: int = 1


class SkySection(Section):
    """Windows and bins declared before the search; they go to the log first."""

    seed: int = 1


class AttributeSection(Section):
    """Grades."""

    draws: int = Field(default=400, ge=50)
    seed: int = 1


class CountSection(Section):
    """Figures."""

    seed: int = 1


class SubmitSection(Section):
    """What a submission holds."""

    page_budget: int = Field(default=39, ge=1)
    sheets_per_volume: int = Field(default=500, ge=1)


class Audience(Section):
    """Who receives a submission and what they may have. What no rule lets out stays in."""

    title: str = ""
    consents: tuple[str, ...] = ("public",)
    classes: tuple[Sensitivity, ...] = ()
    coordinate_decimals: int = Field(default=5, ge=0, le=7)


def default_audiences() -> dict[str, Audience]:
    """`commission` and `public`, as a new case has them."""
    open_classes = (Sensitivity.ID, Sensitivity.CODE, Sensitivity.COUNT, Sensitivity.TIME, Sensitivity.PLACE)
    return {
        "commission": Audience(
            title="Commission of inquiry",
            consents=("public", "commission"),
            classes=(*open_classes, Sensitivity.PARTY, Sensitivity.SOURCE, Sensitivity.FREE_TEXT),
        ),
        "public": Audience(
            title="Public",
            consents=("public",),
            classes=(*open_classes, Sensitivity.PARTY),
            coordinate_decimals=2,
        ),
    }
