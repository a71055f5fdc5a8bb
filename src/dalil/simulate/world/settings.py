"""Every number of the simulator, named and documented: one frozen tree, read from a preset and `--set`.

Probabilities are shares from 0 to 1. A tuple holds one number for each organisation (in the order of
conflict.toml) unless its text says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def _p(default: Any, text: str) -> Any:
    """A parameter of any size."""
    return field(default=default, metadata={"text": text, "share": False})


def _share(default: Any, text: str) -> Any:
    """A probability or a share: 0 to 1, each number of a list too."""
    return field(default=default, metadata={"text": text, "share": True})


@dataclass(frozen=True)
class Period:
    """When and where."""

    zone: str = _p("Pacific/Auckland", "Time zone of the case (tzdata name); it has summer time")
    start: str = _p("2019-03-15", "First day, local")
    days: int = _p(37, "Length of the period in days")
    latitude: float = _p(34.2, "Centre of the city; the default lies in the open North Pacific")
    longitude: float = _p(175.0, "Centre of the city")


@dataclass(frozen=True)
class World:
    """The invented country."""

    neighbourhoods: int = _p(24, "Neighbourhoods of the city")
    villages: int = _p(36, "Villages and towns within 70 km of the city")
    city_radius_m: float = _p(6500.0, "Radius of the city")
    hospitals: int = _p(14, "Hospitals, maternities and clinics")
    schools: int = _p(18, "Schools")
    mosques: int = _p(20, "Mosques")
    gatherings: int = _p(14, "Markets and camps")
    buildings: int = _p(4000, "Ordinary buildings in buildings.geojson")
    notified: float = _share(0.6, "Share of medical sites whose position was notified to the parties")


@dataclass(frozen=True)
class War:
    """Attacks and flights."""

    incidents: int = _p(
        40, "Incidents documented by at least one organisation; the missed, and what rates.medical adds, come on top"
    )
    slice_incidents: int = _p(
        4000, "Incidents generated at once; a longer conflict without annex and schedule is cut into slices"
    )
    party_shares: str = _p("toruvia=0.45,naharat=0.35,selvane=0.06,dahr=0.14", "Who does the documented incidents")
    raid_size: float = _p(2.4, "Mean incidents of one raid; 1 switches raids off")
    raid_spread_s: float = _p(900.0, "Spread of the strikes of one raid in time, seconds")
    raid_spread_m: float = _p(5000.0, "Spread of the places of one raid, metres")
    aimed_share: float = _share(
        0.4, "Share of strikes aimed at a site (rates.scheduled comes on top); 0 gives the null of the targeting test"
    )
    aim_error_m: float = _p(60.0, "Standard deviation of the miss distance on each axis, metres")
    hit_radius_m: float = _p(70.0, "A site closer than this to the point of impact is hit")
    aimed_sites: str = _p(
        "hospital=0.38,school=0.19,mosque=0.19,market=0.14,camp=0.1", "Which kind an aimed strike is aimed at"
    )
    second_strike: float = _share(0.12, "Share of strikes on a site followed by a second one on the rescuers; 0 is off")
    second_after_min: float = _p(12.0, "Shortest delay of a second strike, minutes")
    second_within_min: float = _p(90.0, "Longest delay of a second strike, minutes")
    busy_hours: str = _p("8-11,15-18", "Hours of the day in which aircraft fly more")
    busy_factor: float = _p(1.6, "Flights and attacks in busy hours against other hours of the same light; 1 is off")
    night_share: float = _share(0.22, "Share of raids in the dark")
    flights_per_strike: float = _p(0.6, "Flights per air strike (below 1: a flight strikes several places of its raid)")
    sorties_per_day: float = _p(22.0, "Other flights a day, all parties together, on a day like any other")
    sortie_shares: str = _p("toruvia=0.42,naharat=0.46,selvane=0.12", "Whose flights these are")
    sorties_to_city: float = _share(0.35, "Share of other flights that pass over the city or circle there")
    city_share: float = _share(0.66, "Raids that go to the city; the others go to villages")
    circling_share: float = _share(0.7, "Strike flights that circle before the strike")
    pair_share: float = _share(0.35, "Flights of two aircraft")
    child_share: float = _share(0.28, "Children among the civilians killed outside the annex")
    missed_in_raid: float = _share(0.5, "Unrecorded attacks that belong to the raid of a recorded one")
    chemical_share: float = _share(0.01, "Share of strikes outside the annex with a chemical agent")


@dataclass(frozen=True)
class Calendar:
    """What clusters everybody's flights and attacks in time."""

    clustering: bool = _p(True, "Offensives and cease-fires; off makes every day alike")
    offensive_days: float = _p(7.0, "Mean length of an offensive, days")
    calm_days: float = _p(9.0, "Mean length between offensives, days")
    offensive_factor: float = _p(2.2, "Flights and attacks in an offensive, against a day like any other")
    ceasefires: int = _p(1, "Cease-fires in the period")
    ceasefire_days: float = _p(4.0, "Length of a cease-fire, days")
    ceasefire_factor: float = _p(0.2, "Flights and attacks in a cease-fire")
    bad_weather: float = _share(0.2, "Share of days with bad weather")
    bad_weather_factor: float = _p(0.45, "Flights and attacks in bad weather")


@dataclass(frozen=True)
class Rates:
    """Documented attacks on medical facilities: regimes in days and attacks a day."""

    scheduled: bool = _p(True, "Off: attacks on medical facilities come as all others do")
    medical_days: str = _p("20,13,4", "Length of each regime in days; the last may be cut by the end of the period")
    medical_a_day: str = _p("0.25,0.5,2.6667", "Attacks a day: one in four days, one in two, one in nine hours")
    regularity: float = _share(0.6, "0 a Poisson process within each regime, 0.5 one in each slot, 1 equal distances")


@dataclass(frozen=True)
class Annex:
    """Exact numbers of the annex (0 incidents: no quotas, the annex is what the evidence makes it)."""

    incidents: int = _p(0, "Incidents of the annex")
    party: str = _p("toruvia", "Against whom")
    civilians_with_children: int = _p(0, "On gatherings of civilians (market, camp) with a child killed or injured")
    children_killed_in: int = _p(0, "Incidents in which children were killed")
    cluster: int = _p(0, "With cluster munitions")
    incendiary_populated: int = _p(0, "With incendiary weapons in populated areas")
    medical: int = _p(0, "On hospitals and medical centres")
    schools: int = _p(0, "On schools")
    mosques: int = _p(0, "On mosques")
    killed_civilians: int = _p(0, "Civilians killed, children among them")
    killed_children: int = _p(0, "Children killed")


@dataclass(frozen=True)
class Capture:
    """Which organisation records an incident on its own (a list for multiple-systems estimation)."""

    base: str = _share("0.42,0.36,0.3,0.24", "Chance of an ordinary incident for each organisation")
    toll_effect: float = _p(0.6, "Log-odds for each tenfold of the toll; 0 is off")
    district_effect: float = _p(0.6, "Spread of an organisation's log-odds between districts; 0 is off")
    target_effect: float = _p(0.7, "Log-odds for an organisation's own kind of target; 0 is off")
    late_start: float = _share(0.15, "Share of the period that has passed when the last organisation begins its work")
    positive: float = _p(0.7, "Log-odds that the first list adds to the second; 0 is off")
    negative: float = _p(-0.5, "Log-odds that the second list adds to the third; 0 is off")
    heterogeneity: float = _p(0.6, "Spread of an incident's own log-odds, common to all lists; 0 is off")


@dataclass(frozen=True)
class Habits:
    """How organisations write, and err."""

    time_sd_min: str = _p("6,10,15,12", "Error of a stated time, standard deviation in minutes")
    round_to_quarter: float = _share(0.45, "Times rounded to a quarter of an hour")
    part_of_day: float = _share(0.16, "Only a part of the day given")
    day_only: float = _share(0.14, "Only the day given")
    wrong_day: float = _share(0.35, "Wrong day, of attacks between midnight and five")
    utc_as_local: float = _share(0.02, "UTC written where local time is meant")
    am_for_pm: float = _share(0.015, "Morning for afternoon, or the reverse")
    alert_time: float = _share(0.12, "Time copied from an aircraft alert, where one was given")
    alert_declared: float = _share(0.7, "Of these, said so in time_source")
    centroid: float = _share(0.35, "Place given as the neighbourhood's centre")
    vicinity: float = _share(0.3, "Place given to about a hundred metres")
    no_point: float = _share(0.1, "Place name only")
    site_name: float = _share(0.1, "Placed at a site because its name stands in the account; 0 is off")
    site_name_declared: float = _share(0.6, "Of these, said so in place_source")
    place_variant: float = _share(0.25, "Place names in another spelling")
    toll_range: float = _share(0.2, "Tolls given as a range")
    children_stated: float = _share(0.85, "Number of children stated")
    women_stated: float = _share(0.6, "Number of women stated")
    injured_stated: float = _share(0.75, "Number of injured stated")
    toll_error: float = _share(0.25, "Toll off by a few")
    toll_grows: float = _share(0.3, "A later report of the same organisation with the toll grown")
    update_declared: float = _share(0.7, "Of these, the report that it renews is given as its origin")
    duplicate: float = _share(0.04, "Own duplicate under a new number")
    rereport: float = _share(0.12, "Another organisation's account told again by one that did not record the incident")
    rereport_declared: float = _share(0.6, "Of these, the origin is given")
    rereport_reworded: float = _share(0.5, "Of the retold, in other words, in the language the teller mostly writes")
    aircraft_named: float = _share(0.35, "Aircraft given, of air strikes")
    party_named: float = _share(0.75, "Alleged party given")
    party_wrong: float = _share(0.1, "Of these, another party than the true one")
    weapon_missing: float = _share(0.35, "Weapon not given")
    target_missing: float = _share(0.12, "Object hit not given")
    arabic: str = _share("0.9,0.3,0.6,1", "Share of accounts written in Arabic")
    public: float = _share(0.5, "Reports that may be public")
    commission: float = _share(0.4, "Reports that may go to the commission only; the rest stays confidential")
    anonymous: float = _share(0.2, "Of those that may leave, only without names")


@dataclass(frozen=True)
class People:
    """Persons and how they are listed."""

    household: float = _p(4.5, "Mean size of a household")
    namesakes: float = _share(0.08, "Given name shared with a relative in the same incident")
    listed: str = _share(
        "0.75,0.55,0.4,0.6", "Share of the dead that an organisation that recorded the incident lists by name"
    )
    latin: str = _share("0.6,1,0.8,0.3", "Names given in Latin letters")
    arabic: str = _share("0.95,0.4,0.7,1", "Names given in Arabic letters")
    misspelt: float = _share(0.25, "Spelled in a variant")
    father_missing: float = _share(0.35, "Father's name missing")
    age_missing: float = _share(0.3, "Age missing")
    age_error: float = _share(0.2, "Age off by one to three years")
    report_given: float = _share(0.75, "Rows that name the report they belong to")
    day_late: float = _share(0.1, "Rows dated a day late: of the burial, or of the hospital's list")
    protected: float = _share(0.15, "Victims whose name is protected")


@dataclass(frozen=True)
class Observers:
    """Flight observers on the ground."""

    on: bool = _p(True, "Off: no sightings")
    posts: int = _p(16, "Posts, the first of them near the bases")
    view_range_m: float = _p(12000.0, "Mean range of view by day in good weather")
    night_factor: float = _share(0.5, "Range at night")
    weather_factor: float = _share(0.6, "Range in bad weather")
    detect: float = _share(0.62, "Chance that a post in range logs a flight")
    clock_sd_s: float = _p(80.0, "Spread of the posts' clock offsets, seconds")
    clock_max_s: float = _p(240.0, "Largest clock offset, seconds")
    outage: float = _share(0.06, "Share of a post's days without any log")
    whole_minutes: float = _share(0.7, "Times written to the minute, the others to the second")
    heading_given: float = _share(0.6, "Heading given")
    bearing_given: float = _share(0.4, "Bearing from the post given")
    distance_given: float = _share(0.3, "Distance given; never more often than the bearing")
    untyped: float = _share(0.22, "No type given")
    wrong_type: float = _share(0.1, "Type given wrongly, mostly within the family")
    owner_by_type: float = _share(0.6, "A shared type called by the name of the party it is known for")
    owner_missing: float = _share(0.45, "No operator given")
    copied_label: float = _share(0.05, "Label of the nearest sighting copied afterwards from a witness; 0 is off")
    copied_declared: float = _share(0.5, "Of these, the late logging time shows it")
    double_entry: float = _share(0.02, "A line entered twice")


@dataclass(frozen=True)
class Tracks:
    """Radar tracks."""

    on: bool = _p(True, "Off: no positions")
    share: float = _share(0.12, "Share of flights that radar sees")
    every_s: float = _p(20.0, "Seconds between fixes")
    jitter_m: float = _p(150.0, "Error of a fix, metres")
    gap: float = _share(0.15, "Share of tracks with a gap of minutes")
    split: float = _share(0.1, "Share of tracks that change their number")
    merged: float = _share(0.04, "Share of tracks that take over another one's number")
    identified: float = _share(0.5, "Share of tracks with a type")
    background: int = _p(0, "Further positions of traffic that has nothing to do with the attacks (Parquet)")


@dataclass(frozen=True)
class Radio:
    """Intercepted radio."""

    on: bool = _p(True, "Off: no transmissions")
    share: float = _share(0.2, "Share of air strikes with a strike sequence heard")
    noisy: float = _share(0.3, "Share of strike sequences on a channel with unclear words")
    misheard: float = _share(
        0.04, "Chance that a digit (of words: a number) of noisy coordinates is not heard rightly, each time it is said"
    )
    unclear: float = _share(0.4, "Of these, marked by the listener as not understood; the others are wrong digits")
    repeat: float = _share(0.35, "Coordinates read back, each time that they are given")
    said_again: float = _share(0.6, "Noisy coordinates asked for and given again; after that, once more as often")
    second_post: float = _share(0.15, "Strike sequences that a second post of the network hears too")
    other_a_day: float = _p(4.0, "Other transmissions a day")


@dataclass(frozen=True)
class Evidence:
    """What witnesses and the ground give."""

    testimony: float = _share(0.4, "Documented incidents with testimonies")
    witnesses: float = _p(1.8, "Mean witnesses of these")
    hearsay: float = _share(0.3, "Witnesses who were told")
    names_aircraft: float = _share(0.5, "Witnesses who name an aircraft")
    aircraft_wrong: float = _share(0.25, "Incidents whose witnesses all repeat a wrong aircraft")
    names_party: float = _share(0.55, "Witnesses who name a party")
    party_wrong: float = _share(0.12, "Of these, wrongly")
    remnant: float = _share(0.35, "Documented incidents with a remnant")
    remnant_uncertain: float = _share(0.4, "Remnants identified as possible only")
    remnant_wrong: float = _share(0.06, "Remnants identified wrongly")
    media: float = _share(0.55, "Documented incidents with pictures or video")
    video: float = _share(0.12, "Of these, with a video")
    observations: float = _share(0.5, "Exhibits that an analyst has looked at")
    lines_for_annex: int = _p(2, "Lines of evidence (flight seen, radio, remnant, direct testimony) the annex asks for")
    withdrawn: float = _share(0.03, "Testimonies whose consent was withdrawn")


@dataclass(frozen=True)
class Media:
    """Pictures and films."""

    on: bool = _p(True, "Off: no files, and no exhibits in any table")
    copies: float = _p(0.6, "Mean copies of a picture: sent on, cropped, uploaded again")
    exif_missing: float = _share(0.5, "Pictures without EXIF")
    exif_wrong: float = _share(0.12, "Pictures with a wrong EXIF time")
    rasters: int = _p(2, "Pairs of radar images, before and after")
    raster_size: int = _p(256, "Side of a radar image, pixels of 10 m")
    video_frames: int = _p(24, "Frames of a film, 12 a second")


@dataclass(frozen=True)
class Labels:
    """Incidents whose party is established or judged."""

    share: float = _share(0.05, "Share of documented incidents with a label")
    expert: float = _share(0.5, "Of these, the opinion of an expert")
    court: float = _share(0.6, "Of the others, established by a court; the rest the party accepted")
    findings: float = _share(0.02, "Documented incidents on which a panel made a finding")
    expert_wrong: float = _share(0.08, "Experts who err")
    statements: bool = _p(True, "Statements of parties")


@dataclass(frozen=True)
class Settings:
    """All of them. Fields of a section are set as `section.name`."""

    period: Period = field(default_factory=Period)
    world: World = field(default_factory=World)
    war: War = field(default_factory=War)
    calendar: Calendar = field(default_factory=Calendar)
    rates: Rates = field(default_factory=Rates)
    annex: Annex = field(default_factory=Annex)
    capture: Capture = field(default_factory=Capture)
    habits: Habits = field(default_factory=Habits)
    people: People = field(default_factory=People)
    observers: Observers = field(default_factory=Observers)
    tracks: Tracks = field(default_factory=Tracks)
    radio: Radio = field(default_factory=Radio)
    evidence: Evidence = field(default_factory=Evidence)
    media: Media = field(default_factory=Media)
    labels: Labels = field(default_factory=Labels)


def numbers(text: str) -> tuple[float, ...]:
    """A comma-separated list of numbers.

    >>> numbers("0.5, 1")
    (0.5, 1.0)
    """
    return tuple(float(part) for part in text.split(","))


def shares(text: str) -> dict[str, float]:
    """`name=share` pairs, scaled to add up to one.

    >>> shares("a=1,b=3")
    {'a': 0.25, 'b': 0.75}
    """
    raw = {name.strip(): float(value) for name, _, value in (part.partition("=") for part in text.split(","))}
    total = sum(raw.values())
    return {name: value / total for name, value in raw.items()}


def hours(text: str) -> frozenset[int]:
    """Hours of the day from ranges, both ends included.

    >>> sorted(hours("8-9,15-15"))
    [8, 9, 15]
    """
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        low, _, high = part.partition("-")
        found |= set(range(int(low), int(high or low) + 1))
    return frozenset(found)
