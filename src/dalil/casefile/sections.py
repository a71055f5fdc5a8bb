"""The sections of case.toml, one for each stage. Every number has its unit in its name."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dalil.records.columns import Sensitivity

__all__ = [
    "AnnexRule",
    "AttributeSection",
    "Audience",
    "CountSection",
    "LinkSection",
    "Party",
    "Scope",
    "SkyAircraft",
    "SkySection",
    "SubmitSection",
    "default_audiences",
]


class Section(BaseModel):
    """A table of case.toml: no key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, use_attribute_docstrings=True)


class Party(Section):
    """A party of the conflict. `aliases` are the ways sources write it; a set is written `a+b`."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: str
    name_ar: str = ""
    kind: str = "state"
    aliases: tuple[str, ...] = ()
    air_force: bool = False
    prior_low: float | None = Field(default=None, gt=0, lt=1)
    """Lowest prior that this party is given; empty: an even share divided by `attribute.prior_spread`."""
    prior_high: float | None = Field(default=None, gt=0, lt=1)
    """Highest prior; empty: an even share times `attribute.prior_spread`."""


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
    temperature: float = Field(default=1.45, gt=0)
    pairs_shown_from: float = Field(default=0.05, ge=0, le=1)


class SkyAircraft(Section):
    """A type of aircraft that the case adds to the catalogue, or replaces in it. Empty speeds keep the class's."""

    id: str
    aliases: tuple[str, ...] = ()
    aircraft_class: str = "fixed_wing"
    top_speed_ms: float | None = Field(default=None, gt=0)
    endurance_s: float | None = Field(default=None, gt=0)
    release_height_m: float | None = Field(default=None, ge=0)
    release_speed_ms: float | None = Field(default=None, ge=0)
    operators: tuple[str, ...] = ()


class SkySection(Section):
    """Windows and bins declared before the search; they go to the log first.

    `window_s` widens an incident's interval at both ends by the precision of its time, at least; `bins_s` bounds, in
    seconds of flight, how near in time and place a flight was seen; shifts are in days (other days, same hour) and in
    minutes (same day). `labels_that_name_operators` are the labels that in this case do name who flew.
    """

    seed: int = 1
    draws: int = Field(default=200, ge=20)
    window_s: dict[str, float] = Field(
        default_factory=lambda: {"minute": 900.0, "hour": 1800.0, "part_of_day": 900.0, "day": 900.0, "month": 0.0}
    )
    spread_times: float = Field(default=2.5, ge=0, le=5)
    """Times known to the minute are widened by so many standard deviations of their source's errors; 0: off."""
    spread_at_most_s: float = Field(default=2700.0, ge=0)
    """However far a source's times scatter, windows are widened by no more than this."""
    bins_s: tuple[float, ...] = (60.0, 180.0, 600.0)
    shift_days: int = Field(default=15, ge=1, le=60)
    shift_minutes: tuple[int, ...] = (90, 120, 150, 180)
    track_range_m: float = Field(default=15_000.0, gt=0)
    track_gap_s: float = Field(default=60.0, gt=0)
    sequence_s: float = Field(default=1200.0, gt=0)
    stated_times: bool = True
    """Look at every time that a report of the incident states, not only at the likeliest."""
    night_until_hour: int = Field(default=5, ge=0, le=8)
    """A time between midnight and this local hour is looked for on the next date too (dated by its evening); 0: off."""
    raid_gap_s: float = Field(default=3600.0, ge=0)
    raid_gap_m: float = Field(default=30_000.0, ge=0)
    view_range_m: float = Field(default=12_000.0, gt=0)
    labels_that_name_operators: dict[str, str] = Field(default_factory=dict)
    """Labels of the catalogue (types, groups such as `russian`) that in this case say who flew, and their party."""
    aircraft: tuple[SkyAircraft, ...] = ()


class AttributeSection(Section):
    """Grades: from which posterior on, and how far the evidence may weaken before they fall."""

    draws: int = Field(default=200, ge=50)
    """Draws from the code book, shared by all incidents."""
    seed: int = 1
    prior_spread: float = Field(default=2.0, ge=1)
    """A party's prior ranges from an even share divided by this to one times it."""
    prior_other: float = Field(default=0.02, gt=0, lt=1)
    """Prior of "another party, or unknown"; the parties of the case share the rest evenly, where they have no own."""
    learn_prior: bool = True
    """Incidents settled elsewhere teach how much each party does; grades still start from the lowest prior."""
    prior_weight: float = Field(default=10.0, gt=0)
    """How many settled incidents the prior is worth."""
    learn_reliability: bool = True
    """Incidents settled elsewhere teach how reliable sources are, and whether all ratios are too cautious or bold."""
    temper: float = Field(default=1.3, gt=0)
    """The power of all ratios that simulations want, for the book, caps and ranges each err on the safe side."""
    temper_spread: float = Field(default=0.2, gt=0)
    """How far settled incidents may move it: standard deviation of its logarithm."""
    temper_least: int = Field(default=20, ge=1)
    """With fewer settled incidents ratios stay as they are. Above 1 it moves posteriors and no grade but the last."""
    supports_end: float = Field(default=0.05, gt=0, lt=0.5)
    """Share of the draws beyond the unfavourable end of a ratio's range, at either end."""
    supports_ratio: float = Field(default=2.0, gt=1)
    """A line supports where its ratio, at the unfavourable end, is at least this; contradicts at one over it."""
    factor: float = Field(default=1.5, ge=1)
    """f: every supporting ratio is divided and every contradicting one multiplied by it before grading."""
    factor_shown: float = Field(default=2.0, ge=1)
    """A second f whose grade is shown beside the first."""
    high: float = Field(default=0.90, gt=0.5, lt=1)
    """Weakened posterior from which on a finding is high."""
    likely: float = Field(default=0.70, gt=0.5, lt=1)
    """Weakened posterior from which on a finding is likely."""
    without_one: float = Field(default=0.50, gt=0, lt=1)
    """Posterior that a high finding keeps with any one origin left out."""


class CountSection(Section):
    """Figures. A raid is attacks of a shared party that follow one another within `raid_minutes` and `raid_m`."""

    seed: int = 1
    selected_by_hand: bool = False  # the records are an annex that somebody chose: aim and the undocumented are refused
    places_listed: int = Field(default=200, ge=0)
    raid_minutes: float = Field(default=60, gt=0)
    raid_m: float = Field(default=10_000, gt=0)
    rate_objects: tuple[str, ...] = ("hospital", "school")  # every attack in scope has a rate; so have these
    rate_draws: int = Field(default=200, ge=50)
    change_days: float = Field(default=3, gt=0)  # no regime is shorter
    change_level: float = Field(default=0.05, gt=0, lt=1)
    aim_sites: dict[str, tuple[str, ...]] = Field(  # what is asked about, and the kinds of site it means
        default_factory=lambda: {"hospital": ("hospital", "maternity", "clinic"), "school": ("school",)}
    )
    aim_displacement_m: float = Field(default=1000, gt=0)
    aim_radius_m: float = Field(default=150, gt=0)
    aim_error_m: float = Field(default=75, ge=0)  # of a strike against what it was meant for, on each axis
    aim_draws: int = Field(default=999, ge=99)
    second_strike_from_minutes: float = Field(default=10, ge=0)
    second_strike_minutes: float = Field(default=90, gt=0)
    second_strike_m: float = Field(default=100, gt=0)
    lists: tuple[str, ...] = ()  # whose records are lists for the undocumented; by default every organisation
    separate_sources: bool = False  # a person answers for it that no two lists draw on one source
    estimate_methods: tuple[Literal["graphs", "classes"], ...] = ("graphs", "classes")  # strata: the first only
    estimate_linkings: int = Field(default=10, ge=1)  # draws of linking that the undocumented are pooled over
    estimate_strata: tuple[Literal["period", "kind", "place"], ...] = ("period", "kind")
    estimate_places: int = Field(default=5, ge=0)  # the places with most incidents have a stratum each


class AnnexRule(Section):
    """Which incidents have a sheet. Every condition that is stated must be met; `only` adds incidents by their id.

    Without any, every incident has one. `by` and `reason` stand in the letter as they are.
    """

    by: str = ""
    reason: str = ""
    grades: tuple[Literal["high", "likely", "more_likely_than_not", "not_attributed"], ...] = ()
    parties: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @property
    def chooses(self) -> bool:
        """True when not every incident has a sheet."""
        return bool(self.grades or self.parties or self.objects or self.only)


class SubmitSection(Section):
    """What a submission holds. `page_budget`: of the letter, with the sheets where `annex` chooses them."""

    page_budget: int = Field(default=39, ge=1)
    sheets_per_volume: int = Field(default=200, ge=1)
    annex: AnnexRule = AnnexRule()
    certificate: str = ""
    """PKCS#12 file, seen from the case's folder, that signs the PDF files; empty: they are not signed."""


class Audience(Section):
    """Who receives a submission and what they may have. What no rule lets out stays in.

    `protected_place_decimals`: of incidents at working medical facilities, unless PROTECTED_PLACE is among the
    classes. `confidential_counts`: of records without consent, codes, counts and months leave, so that the receiver
    can make the totals again.
    """

    title: str = ""
    title_ar: str = ""
    consents: tuple[str, ...] = ("public",)
    classes: tuple[Sensitivity, ...] = ()
    coordinate_decimals: int = Field(default=5, ge=0, le=7)
    protected_place_decimals: int = Field(default=1, ge=0, le=7)
    confidential_counts: bool = False
    media: tuple[Literal["picture", "video", "sound"], ...] = ()
    """Of exhibits that leave, copies without metadata: pictures, videos, and the sound of videos. Faces, voices and
    places that can be seen or heard stay in them, so that nothing leaves unless it is named here."""


def default_audiences() -> dict[str, Audience]:
    """`commission` and `public`, as a new case has them."""
    open_classes = (Sensitivity.ID, Sensitivity.CODE, Sensitivity.COUNT, Sensitivity.TIME, Sensitivity.PLACE)
    return {
        "commission": Audience(
            title="Commission of inquiry",
            title_ar="لجنة التحقيق",
            consents=("public", "commission"),
            classes=(*open_classes, Sensitivity.PARTY, Sensitivity.SOURCE, Sensitivity.FREE_TEXT),
            protected_place_decimals=2,
            confidential_counts=True,
        ),
        "public": Audience(
            title="Public",
            title_ar="الجمهور",
            consents=("public",),
            classes=(*open_classes, Sensitivity.PARTY),
            coordinate_decimals=2,
        ),
    }
