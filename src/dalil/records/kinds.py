"""The plain formats, column by column: what can be handed in as tables.

The order of columns is that of the published contract. Everything else that must know a column (the readers,
the facts, the reference pages, the filter on what leaves) derives from here.
"""

from __future__ import annotations

from dalil.records.columns import Column, Kind, Sensitivity, Type

__all__ = [
    "GROUPS", "KINDS", "OBJECTS", "ORIGIN_KINDS", "PLACE_RADIUS_M", "REPORT_KINDS", "TIME_PRECISIONS", "WEAPONS",
    "kind_for_stem",
]  # fmt: skip

S, T = Sensitivity, Type

GROUPS = (
    "total", "civilians", "combatants", "status_unknown", "children", "women", "men", "age_unknown",
    "medical", "facility_staff", "rescue", "aid", "journalist",
)  # fmt: skip
"""Groups in which killed and injured are stated: status, age and sex, role. They overlap."""

# Vocabularies are closed: a word that is none of these is refused with its row, and never becomes "other" by itself.
REPORT_KINDS = ("airstrike", "artillery", "ground", "siege", "obstruction", "other")
OBJECTS = (
    "hospital", "school", "mosque", "market", "home", "aid", "rescue", "ambulance", "camp", "water", "bakery",
    "military", "other",
)  # fmt: skip
WEAPONS = (
    "cluster", "incendiary", "bunker_buster", "barrel_bomb", "thermobaric", "rocket", "chemical",
    "unguided_bomb", "guided_bomb", "other",
)  # fmt: skip
# From narrow to wide; windows of the sky and errors of linking are declared for each.
TIME_PRECISIONS = ("minute", "hour", "part_of_day", "day", "month")

PLACE_RADIUS_M = {
    "exact": 10.0, "vicinity": 100.0, "street": 300.0, "neighbourhood": 700.0, "village": 1_500.0,
    "town": 3_000.0, "city": 7_000.0, "subdistrict": 10_000.0, "district": 20_000.0, "province": 80_000.0,
}  # fmt: skip
"""Radius of the region that a precision of place stands for, metres."""

CERTAINTIES = ("possible", "probable", "certain")
ORIGIN_KINDS = ("report", "record", "exhibit", "remnants", "statement", "context", "network")
"""What evidence goes back to: a report; what a record of the case describes, or an exhibit by its number in a
submission; the remnants of a report; a statement; a record of what was in force; a network of observers."""
ROLES = ("medical", "facility_staff", "rescue", "aid", "journalist")


def _id(name: str, **more: object) -> Column:
    return Column(name, T.ID, S.ID, required=True, **more)  # type: ignore[arg-type]


def _ref(name: str, table: str, *, required: bool = False) -> Column:
    return Column(name, T.ID, S.ID, required=required, refers=table)


def _code(name: str, *values: str, required: bool = False) -> Column:
    return Column(name, T.CODE, S.CODE, required=required, one_of=values)


def _codes(name: str, *values: str) -> Column:
    return Column(name, T.CODES, S.CODE, one_of=values)


def _text(name: str, sensitivity: Sensitivity = S.FREE_TEXT, *, required: bool = False) -> Column:
    return Column(name, T.TEXT, sensitivity, required=required)


def _count(name: str) -> Column:
    return Column(name, T.INTEGER, S.COUNT)


def _number(name: str, type_: Type = T.NUMBER, sensitivity: Sensitivity = S.CODE) -> Column:
    return Column(name, type_, sensitivity)


def _moment(name: str, *, required: bool = False, fact: str = "", end: str = "") -> Column:
    return Column(name, T.MOMENT, S.TIME, required=required, fact=fact, end=end)


def _date(name: str, *, required: bool = False) -> Column:
    return Column(name, T.DATE, S.TIME, required=required)


def _point(sensitivity: Sensitivity, *, required: bool = False) -> tuple[Column, Column]:
    return (
        Column("latitude", T.LATITUDE, sensitivity, required=required),
        Column("longitude", T.LONGITUDE, sensitivity, required=required),
    )


_ORGANISATION = Column("organisation", T.ID, S.ID, required=True)
_EXHIBITS = Column("exhibits", T.LIST, S.FILE_NAME, refers="exhibit")
_CONSENT = Column("consent", T.LIST, S.CONSENT)
# A minimum and a maximum each: "at least three" has no maximum, and that is not zero.
_TOLLS = tuple(
    _count(f"{fate}_{group}_{end}") for fate in ("killed", "injured") for group in GROUPS for end in ("min", "max")
)

_ALL = (
    Kind("reports", "report", (
        _id("report_id"), _ORGANISATION,
        _moment("earliest", required=True, end="latest"), _moment("latest", end="latest"),
        _code("time_precision", *TIME_PRECISIONS), _text("time_source", S.CODE),
        _text("place", S.PLACE), _text("place_ar", S.PLACE), *_point(S.PLACE),
        _code("place_precision", *PLACE_RADIUS_M),
        _code("place_source", "survey", "imagery", "media", "name", "site_name", "other"),
        _code("kind", *REPORT_KINDS), _codes("objects_hit", *OBJECTS), Column("populated", T.FLAG, S.CODE),
        _codes("weapons", *WEAPONS), *_TOLLS, _count("strikes"),
        Column("parties_alleged", T.LIST, S.PARTY), Column("aircraft_reported", T.LIST, S.CODE),
        _text("narrative"), _text("language", S.CODE), _text("source_grade", S.CODE), _text("origin", S.SOURCE),
        _EXHIBITS, _CONSENT,
    ), "One organisation's account of one attack."),
    Kind("victims", "victim", (
        _id("person_id", fact="victim_id"), _ref("report_id", "report"), _ORGANISATION,
        _text("name", S.NAME), _text("name_ar", S.NAME),
        _text("father", S.NAME), Column("age", T.INTEGER, S.PERSON), _text("sex", S.PERSON),
        _code("status", "civilian", "combatant", "unknown"), _code("role", *ROLES),
        _code("fate", "killed", "died_later", "injured", "missing"), _date("date"), _text("place", S.PLACE),
        Column("protected", T.FLAG, S.CODE),
    ), "One person in one organisation's list."),
    Kind("testimonies", "testimony", (
        # A pseudonym, the one that `identities` ties to a name.
        _id("testimony_id"), _ref("report_id", "report"), _text("witness", S.PERSON, required=True),
        _code("witness_role", "resident", "displaced", "medical", "teacher", "aid", "rescue", "other"),
        _moment("taken_on"), _text("taken_by", S.NAME), Column("consent", T.LIST, S.CONSENT, required=True),
        _date("withdrawn_on"), Column("guardian", T.FLAG, S.PERSON), _code("directness", "saw", "heard", "told"),
        _moment("seen_at"), *_point(S.PROTECTED_PLACE), Column("aircraft_reported", T.LIST, S.CODE),
        Column("parties_alleged", T.LIST, S.PARTY), _text("text"), _text("language", S.CODE), _text("translation"),
        _text("translated_by", S.NAME), _EXHIBITS,
    ), "What one witness said."),
    # No table: what a row of it holds is sealed before anything is written.
    Kind("identities", "", (
        Column("witness", T.ID, S.PERSON, required=True), _text("name", S.IDENTITY), _text("contact", S.IDENTITY),
        _text("note", S.IDENTITY),
    ), "Who a witness is. Sealed at intake; never in vault, facts, log or message in clear.", sealed=True),
    Kind("exhibits", "exhibit", (
        Column("file", T.TEXT, S.FILE_NAME, required=True), _text("kind", S.CODE), _text("source_url", S.SOURCE),
        _text("account", S.SOURCE), _text("author", S.NAME), _moment("published_at"), _moment("captured_at"),
        _text("captured_by", S.NAME), _text("capture_method", S.CODE), _text("obtained_from", S.SOURCE),
        _text("earlier_custody", S.FREE_TEXT), _CONSENT, _text("note"),
    ), "What is known of one file that was handed in."),
    Kind("observations", "observation", (
        _id("observation_id"), Column("exhibit", T.TEXT, S.FILE_NAME, refers="exhibit"), _ref("report_id", "report"),
        _text("timecode", S.CODE),
        _code("aspect", "aircraft", "munition", "impact", "damage", "aftermath", "person", "place", "time",
              "absence_of_military", "military_presence", required=True),
        _text("value", S.FREE_TEXT, required=True), *_point(S.PLACE), _moment("at"), _text("method", S.CODE),
        _text("analyst", S.NAME, required=True), _code("certainty", *CERTAINTIES), _text("reviewed_by", S.NAME),
        _text("note"),
    ), "What somebody judged that an exhibit or a report shows."),
    Kind("sightings", "sighting", (
        # Where an observer stands is worth a life: post, point, bearing and distance
        # have a class that no audience of a new case may have.
        _id("sighting_id"), Column("post", T.ID, S.PROTECTED_PLACE, required=True),
        *_point(S.PROTECTED_PLACE), _text("place", S.PROTECTED_PLACE),
        _number("view_range_m", T.METRES, S.PROTECTED_PLACE), _moment("seen_at", required=True),
        _moment("logged_at"), _text("aircraft", S.CODE),
        _text("operator_reported", S.PARTY), _count("count"), _number("heading_deg", T.ANGLE, S.PROTECTED_PLACE),
        _number("bearing_deg", T.ANGLE, S.PROTECTED_PLACE), _number("distance_m", T.METRES, S.PROTECTED_PLACE),
        _code("behaviour", "departing", "landing", "passing", "circling", "overhead", "firing"),
        _text("network", S.SOURCE), _text("note"),
    ), "One line of an observer's log."),
    Kind("positions", "position", (
        # Where a track begins, ends and has gaps shows where its receiver stands.
        _id("track_id"), _moment("t", required=True), *_point(S.PROTECTED_PLACE, required=True),
        _number("altitude_m", T.METRES), _text("source", S.SOURCE), _text("aircraft", S.CODE),
        _text("operator", S.PARTY),
        # How old the position was when it was written down, whether it was marked as old, whether the aircraft stood
        # on the ground, and whether a new flight begins with it.
        _number("age_s"), Column("stale", T.FLAG, S.CODE), Column("on_ground", T.FLAG, S.CODE),
        Column("new_leg", T.FLAG, S.CODE),
    ), "One fix of one track."),
    Kind("transmissions", "transmission", (
        _id("transmission_id"), _moment("heard_at", required=True), _number("frequency_khz"),
        _text("call_sign", S.SOURCE),
        _code("role", "pilot", "controller", "unknown"), _text("language", S.CODE),
        _text("transcript", S.FREE_TEXT, required=True), Column("post", T.ID, S.PROTECTED_PLACE), _EXHIBITS,
    ), "One transmission heard on the radio."),
    Kind("remnants", "remnant", (
        _id("remnant_id"), _ref("report_id", "report"), _moment("found_at"), *_point(S.PLACE),
        _text("munition", S.CODE, required=True), _text("identified_by", S.NAME), _code("certainty", *CERTAINTIES),
        _EXHIBITS,
    ), "What was left of a munition."),
    Kind("statements", "statement", (
        _id("statement_id"), _text("party", S.PARTY, required=True), _moment("made_on", required=True),
        _code("act", "acknowledges", "denies", "denies_responsibility", "other_explanation", "accepts",
              "asked_no_reply", required=True),
        _moment("scope_from"), _moment("scope_to"), Column("scope_area", T.BOX, S.PLACE),
        _codes("scope_kinds", *REPORT_KINDS), _codes("scope_objects", *OBJECTS), _text("text"), _text("url", S.SOURCE),
    ), "What a party said of its own acts, and of which attacks it would have to be true."),
    Kind("outside_findings", "outside_finding", (
        _id("finding_id"), _text("body", S.ID, required=True), _text("standard", S.CODE), _moment("made_on"),
        _ref("report_id", "report"), _text("party", S.PARTY), _text("violation", S.CODE), _text("text"),
        _text("url", S.SOURCE),
    ), "What a court, a commission or another organisation found."),
    Kind("places", "place", (
        _id("place_id"), _text("name", S.PLACE, required=True), _text("name_ar", S.PLACE),
        Column("other_names", T.LIST, S.PLACE), _code("kind", "neighbourhood", "village", "town", "city", "district"),
        *_point(S.PLACE, required=True), _text("admin1", S.PLACE), _text("admin2", S.PLACE), _count("population"),
    ), "The case's gazetteer."),
    Kind("sites", "site", (
        _id("site_id"), _text("name", S.PROTECTED_PLACE), _text("name_ar", S.PROTECTED_PLACE),
        _code("kind", "hospital", "maternity", "clinic", "school", "mosque", "market", "aid", "camp", "other",
              required=True),
        *_point(S.PROTECTED_PLACE, required=True), _number("radius_m", T.METRES), _moment("notified_on"),
        _text("notified_to", S.CODE),
    ), "A protected place."),
    Kind("site_status", "site_status", (
        _ref("site_id", "site", required=True), _moment("from", required=True, fact="from_at"),
        _code("status", "operating", "damaged", "destroyed", "closed", "reopened", required=True),
        _ref("report_id", "report"), _text("source", S.SOURCE),
    ), "The state of a protected place from a moment on."),
    Kind("context", "context", (
        _id("context_id"),
        _code("kind", "ceasefire", "offensive", "siege", "evacuation", "surrender", "notification", "aid_crossing",
              "displacement", "population", "presence", required=True),
        _moment("from", required=True, fact="from_at"), _moment("to", fact="to_at"), _text("area", S.PLACE),
        Column("parties", T.LIST, S.PARTY), _number("min", sensitivity=S.COUNT), _number("max", sensitivity=S.COUNT),
        _text("unit", S.CODE), _text("text"), _text("source", S.SOURCE),
    ), "What was in force: a cease-fire, an offensive, a siege."),
    Kind("actors", "actor", (
        _id("actor_id"), _text("name", S.PARTY),
        _code("kind", "party", "force", "unit", "base", "militia", required=True),
        _ref("part_of", "actor"), *_point(S.PLACE), _moment("from", fact="from_at"), _moment("to", fact="to_at"),
        _text("source", S.SOURCE),
    ), "A party, a force, a unit, a base, a militia."),
    Kind("labels", "label", (
        _ref("report_id", "report", required=True), _text("party", S.PARTY, required=True),
        _code("basis", "accepted_by_party", "court", "expert", required=True),
    ), "Who did it, where that was settled elsewhere."),
    Kind("decisions", "decision_row", (
        _code("kind", "merge", "apart", "hold", "accept", "standard", required=True),
        Column("a", T.LIST, S.ID, required=True), Column("b", T.LIST, S.ID), _text("by", S.NAME, required=True),
        _text("reason"),
    ), "A person's judgement, handed in as a row."),
)  # fmt: skip

KINDS = {kind.stem: kind for kind in _ALL}


def kind_for_stem(stem: str) -> Kind | None:
    """The kind whose files bear this stem (`reports`, `reports-2016-10` and `Reports` are reports), or None."""
    word = stem.lower().replace("-", "_").replace(" ", "_")
    if word in KINDS:
        return KINDS[word]
    # The longest: `site_status_2016` is no list of sites.
    fitting = [name for name in KINDS if word.startswith(f"{name}_") or word.endswith(f"_{name}")]
    return KINDS[max(fitting, key=len)] if fitting else None
