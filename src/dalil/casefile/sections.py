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
    """A party of the conflict. Where a column holds several, they are written `a+b`."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    """What tables, the code book and rules call it: small Latin letters, digits, `_`."""
    name: str
    """What documents call it; sources that write it so are read too."""
    name_ar: str = ""
    """The same in Arabic; empty: Arabic documents give `name`."""
    kind: str = "state"
    """What it is, in a word (`state`, `armed_group`); stands in the tables and moves no result."""
    aliases: tuple[str, ...] = ()
    """Other ways in which sources write it. A way that is missing leaves a report's party unread; a way that two
    parties share accuses both."""
    air_force: bool = False
    """It flies. One that does not, and operates no type of the catalogue, is expected to bring no aircraft: a sighting
    near its attacks then speaks against it from the start, until settled incidents teach otherwise."""
    prior_low: float | None = Field(default=None, gt=0, lt=1)
    """Lowest prior that this party is given; empty: an even share divided by `attribute.prior_spread`."""
    prior_high: float | None = Field(default=None, gt=0, lt=1)
    """Highest prior; empty: an even share times `attribute.prior_spread`."""


class Scope(Section):
    """A named part of the case: period, area, selection rule. Figures carry its name."""

    id: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    """What its figures are named after: `scope.ID.…`, or the ID of a period at the end of a rate's name."""
    title: str = ""
    """What documents call it; empty: its id."""
    from_: date | None = Field(default=None, alias="from")
    """First day, in the case's zone; empty: that of the case."""
    to: date | None = None
    """Last day, included; empty: that of the case."""
    area: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees; empty: the whole case. Incidents without a point are outside every area."""
    rule: str = ""
    """Terms joined by `and`, such as `kind=airstrike and object=hospital,school`; empty: every incident. A rule by
    hand or by what was hit shuts out the figures that it would decide (docs/method/count.md)."""


class LinkSection(Section):
    """Which reports describe one attack."""

    draws: int = Field(default=50, ge=0)
    """Partitions drawn beside the best one: counting and the undocumented carry their uncertainty. More are steadier
    and cost time and rows in proportion; 0: figures take the register as certain."""
    seed: int = 1
    """Seed of the draws; another gives other draws of the same uncertainty."""
    # Measured: docs/decisions/035-link-what-decided.md.
    temperature: float = Field(default=1.45, gt=0)
    """Divides the scores from which partitions are drawn; it hardly moves the register. Higher: draws differ more, and
    linking says that it is less sure. Calibrated on simulated sieges, where pairs stated .91 are right nine times in
    ten."""
    pairs_shown_from: float = Field(default=0.05, ge=0, le=1)
    """Pairs of reports from this probability on stand in the table `pair`. Lower shows more of what was rejected, and
    the table grows with it."""


class SkyAircraft(Section):
    """A type of aircraft that the case adds to the catalogue, or replaces in it. Empty speeds keep the class's."""

    id: str
    """The label that tables and documents give it, such as `Su-24`; that of an entry of the catalogue replaces it."""
    aliases: tuple[str, ...] = ()
    """Other spellings in logs."""
    aircraft_class: str = "fixed_wing"
    """The class whose bounds it takes where it has none of its own."""
    top_speed_ms: float | None = Field(default=None, gt=0)
    """Metres a second that it never exceeds. Too low shuts out flights that were possible; too high lets in more, and
    with them more chance."""
    endurance_s: float | None = Field(default=None, gt=0)
    """Seconds that it stays up at most: how long before the first and after the last sighting it can have flown."""
    release_height_m: float | None = Field(default=None, ge=0)
    """Height in metres at which it lets go of unguided bombs; with `release_speed_ms`: how far off it may be then."""
    release_speed_ms: float | None = Field(default=None, ge=0)
    """Metres a second at release."""
    operators: tuple[str, ...] = ()
    """Who flies it, as ids or names of parties: where evidence starts from before incidents are settled."""


class SkySection(Section):
    """Windows and bins declared before the search; they go to the log first."""

    seed: int = 1
    """Seed of the draws of days and raids."""
    draws: int = Field(default=200, ge=20)
    """Bayesian bootstrap draws, of days and raids, behind the intervals of chance and evidence. More are steadier and
    slower."""
    window_s: dict[str, float] = Field(
        default_factory=lambda: {"minute": 900.0, "hour": 1800.0, "part_of_day": 900.0, "day": 900.0, "month": 0.0}
    )
    """Seconds by which an incident's interval is widened at both ends, at least, by the precision of its time. Wider
    finds flights where times are wrong, and finds more by chance."""
    # Measured: docs/decisions/053-sky-windows-by-source.md.
    spread_times: float = Field(default=2.5, ge=0, le=5)
    """Times known to the minute are widened by so many standard deviations of their source's errors; 0: off."""
    spread_at_most_s: float = Field(default=2700.0, ge=0)
    """However far a source's times scatter, windows are widened by no more than this (seconds)."""
    bins_s: tuple[float, ...] = (60.0, 180.0, 600.0)
    """Upper bounds, in seconds of flight, of the bins that say how near in time and place a flight was seen. Narrow
    bins say more of a match and hold fewer to learn from."""
    shift_days: int = Field(default=15, ge=1, le=60)
    """Chance is counted on up to so many days before and after, at the same hour. More days give steadier rates that
    are less those of the time of the attack."""
    # Beyond the widest window of a minute (45 minutes each side), so that a shifted window is another one.
    shift_minutes: tuple[int, ...] = (90, 120, 150, 180)
    """Chance on the same day is counted so many minutes earlier and later. Nearer shifts meet the raid itself."""
    track_range_m: float = Field(default=15_000.0, gt=0)
    """Of more than five million positions only tracks that came this near (metres) to a place in one of its windows
    are looked at. Larger reads more and misses fewer of the wider bins."""
    track_gap_s: float = Field(default=60.0, gt=0)
    """In that search a track is followed straight between two fixes at most so many seconds apart; over a longer gap
    it is known at its fixes only."""
    sequence_s: float = Field(default=1200.0, gt=0)
    """What one call sign says within so many seconds belongs to one strike. Longer joins what came in pieces, and may
    join two strikes."""
    stated_times: bool = True
    """Look at every time that a report of the incident states, not only at the likeliest."""
    night_until_hour: int = Field(default=5, ge=0, le=8)
    """A time between midnight and this local hour is looked for on the next date too (dated by its evening); 0: off."""
    raid_gap_s: float = Field(default=3600.0, ge=0)
    """Attacks that follow one another within so many seconds and `raid_gap_m` are one raid, and one piece of evidence
    for chance: larger raids make wider intervals."""
    raid_gap_m: float = Field(default=30_000.0, ge=0)
    """How far apart (metres) attacks of one raid may be from the one before."""
    view_range_m: float = Field(default=12_000.0, gt=0)
    """Metres that a post sees where neither its log nor its list says how far. Larger makes where an aircraft was less
    exact, and more attacks count as watched."""
    labels_that_name_operators: dict[str, str] = Field(default_factory=dict)
    """Labels of the catalogue (types, groups such as `russian`) that in this case say who flew, and their party."""
    aircraft: tuple[SkyAircraft, ...] = ()
    """Types that the case adds or replaces."""


class AttributeSection(Section):
    """Grades: from which posterior on, and how far the evidence may weaken before they fall."""

    draws: int = Field(default=200, ge=50)
    """Draws from the code book, shared by all incidents."""
    seed: int = 1
    """Seed of these draws."""
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
    """Figures: totals, rates, aim, and the undocumented."""

    seed: int = 1
    """Seed of every draw behind a figure."""
    selected_by_hand: bool = False
    """The records are an annex that somebody chose: how strikes were aimed and the undocumented are refused."""
    places_listed: int = Field(default=200, ge=0)
    """Places with most incidents that have a figure of their own."""
    raid_minutes: float = Field(default=60, gt=0)
    """Attacks of a shared party that follow one another within so many minutes and `raid_m` are one raid. Longer
    raids leave fewer independent strikes to test aim with, so that p rises."""
    raid_m: float = Field(default=10_000, gt=0)
    """Metres between attacks of one raid."""
    rate_objects: tuple[str, ...] = ("hospital", "school")
    """Objects hit whose attacks have a rate of their own, beside all attacks in scope."""
    rate_draws: int = Field(default=200, ge=50)
    """Draws of linking and of each attack's moment behind a rate. More are steadier and slower."""
    # What the search can tell apart: docs/decisions/077-count-changes-averaged-not-largest.md.
    change_days: float = Field(default=3, gt=0)
    """No regime shorter than so many days is looked for. Shorter finds shorter ones, and takes more of what is chance
    for a candidate."""
    change_level: float = Field(default=0.05, gt=0, lt=1)
    """A change is claimed where its p-value is at most this: the share of false claims that is put up with."""
    # These and the two distances are set before the search: docs/method/count.md, "Aim".
    aim_sites: dict[str, tuple[str, ...]] = Field(
        default_factory=lambda: {"hospital": ("hospital", "maternity", "clinic"), "school": ("school",)}
    )
    """What aim is asked about, and which kinds of listed site it means."""
    aim_displacement_m: float = Field(default=1000, gt=0)
    """Raids are moved by up to so many metres, sites exchanged for buildings within twice that, to see what accident
    hits. Too near stays on the target; too far compares with ground that nobody would strike. Half and twice are
    shown too."""
    aim_radius_m: float = Field(default=150, gt=0)
    """A strike within so many metres of a site is a hit; points less precise than that are left out. Larger takes in
    more strikes and says less of each. Half and twice are shown too."""
    aim_error_m: float = Field(default=75, ge=0)
    """Standard deviation, on each axis, of where a strike lands against what it was meant for. Buildings are blurred
    by it before the comparison: too small makes sites look struck too exactly."""
    aim_draws: int = Field(default=999, ge=99)
    """Displaced patterns for each comparison, at most (fewer where strikes are many). More are slower, and let a
    smaller p-value be seen."""
    second_strike_from_minutes: float = Field(default=10, ge=0)
    """A second strike comes at least so many minutes after the first: nearer ones may be one attack told twice."""
    second_strike_minutes: float = Field(default=90, gt=0)
    """And at most so many. Longer takes in more pairs, and more of them are chance."""
    second_strike_m: float = Field(default=100, gt=0)
    """And within so many metres of it. Larger forgives imprecise points and takes in more chance."""
    lists: tuple[str, ...] = ()
    """Organisations whose records are lists for the undocumented; empty: every one."""
    # Off: no overlap can show it (docs/method/estimate.md, "At least").
    separate_sources: bool = False
    """A person answers for it that no two lists draw on one source, and that every case could have been recorded:
    where nothing else speaks against it, the figure is then no longer "at least"."""
    estimate_methods: tuple[Literal["graphs", "classes"], ...] = ("graphs", "classes")
    """Methods for the undocumented; strata have the first only."""
    estimate_linkings: int = Field(default=10, ge=1)
    """Draws of linking that an estimate is pooled over. More carry the doubt of linking better and take time in
    proportion."""
    estimate_strata: tuple[Literal["period", "kind", "place"], ...] = ("period", "kind")
    """By what the undocumented are estimated apart. Strata that are small are refused."""
    estimate_places: int = Field(default=5, ge=0)
    """Of `place`, so many with most records have a stratum each."""


class AnnexRule(Section):
    """Which incidents have a sheet. Every condition that is stated must be met; `only` adds incidents by their id.

    Without any, every incident has one.
    """

    by: str = ""
    """Who chose, as the letter gives it; empty: the organisation that keeps the case."""
    reason: str = ""
    """Why, as the letter gives it."""
    grades: tuple[Literal["high", "likely", "more_likely_than_not", "not_attributed"], ...] = ()
    """Incidents whose finding has one of these grades."""
    parties: tuple[str, ...] = ()
    """Incidents attributed to one of these parties, by id."""
    objects: tuple[str, ...] = ()
    """Incidents that hit one of these."""
    only: tuple[str, ...] = ()
    """Ids of incidents that have a sheet whatever the conditions say. Ids follow the reports, so they can change with
    a run; the letter says how many were not found."""

    @property
    def chooses(self) -> bool:
        """True when not every incident has a sheet."""
        return bool(self.grades or self.parties or self.objects or self.only)


class SubmitSection(Section):
    """What a submission holds."""

    page_budget: int = Field(default=39, ge=1)
    """Pages of the letter, with the sheets where `annex` chooses them: a longer submission is refused."""
    sheets_per_volume: int = Field(default=200, ge=1)
    """Incidents in one PDF file of sheets. More make fewer files, each slower to open."""
    annex: AnnexRule = AnnexRule()
    """Which incidents have a sheet."""
    certificate: str = ""
    """PKCS#12 file, seen from the case's folder, that signs the PDF files; empty: they are not signed."""


class Audience(Section):
    """Who receives a submission and what they may have. What no rule lets out stays in."""

    title: str = ""
    """What documents call the receiver; empty: the audience's name."""
    title_ar: str = ""
    """The same in Arabic; empty: `title`."""
    consents: tuple[str, ...] = ("public",)
    """Words of `consent` that let a record out to this audience."""
    classes: tuple[Sensitivity, ...] = ()
    """Classes of columns that it may have (docs/reference/tables.md names that of each)."""
    coordinate_decimals: int = Field(default=5, ge=0, le=7)
    """Decimals of degrees that points keep: 5 is about a metre, 2 about a kilometre, 1 about ten."""
    protected_place_decimals: int = Field(default=1, ge=0, le=7)
    """The same for incidents at working medical facilities, unless `protected_place` is among the classes."""
    confidential_counts: bool = False
    """Of records without consent, codes, counts and months leave, so that the receiver can make the totals again."""
    # Nothing by default: a face is no metadata, and cannot be taken out.
    media: tuple[Literal["picture", "video", "sound"], ...] = ()
    """Of exhibits that leave, copies without metadata: pictures, videos, and the sound of videos. Faces, voices and
    places that can be seen or heard stay in them, so that nothing leaves unless it is named here."""


def default_audiences() -> dict[str, Audience]:
    """`commission` and `public`, as a new case has them."""
    # Not among them, for either: names, contacts, posts, file names and hashes of originals.
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
