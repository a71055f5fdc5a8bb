"""The tables of the sky: flights, opportunity, coverage, chance, and what they say about parties.

"Aircraft present" (`sky_present`) and "operator attributed" (`sky_evidence`) are separate tables, because they are
separate findings. Posts, prisms and what gives them away are PROTECTED_PLACE: derived results may leave, they may not.
"""

from __future__ import annotations

from dalil.records.columns import Sensitivity, Table, Type
from dalil.records.declaring import column as _c
from dalil.records.declaring import count as _i
from dalil.records.declaring import identifier as _id
from dalil.records.declaring import moment as _t
from dalil.records.declaring import number as _n

__all__ = ["TABLES_SKY"]

S, T = Sensitivity, Type

_PLACE = (_c("latitude", T.LATITUDE, S.PLACE), _c("longitude", T.LONGITUDE, S.PLACE))
_POST = (_c("latitude", T.LATITUDE, S.PROTECTED_PLACE), _c("longitude", T.LONGITUDE, S.PROTECTED_PLACE))
_PARTY = _c("party_id", T.ID, S.PARTY)
_LINE = _c("line", T.CODE, S.CODE, "flight (sightings and tracks) or radio")
_LABEL = _c("label", T.CODE, S.CODE, "what an observer's word comes down to in the catalogue; on the radio a language")
_BIN = _c("bin", T.CODE, S.CODE, "within (`bin_s`), possible (seen further off: no match), matched (radio)")
_BIN_S = _n("bin_s", "within how many seconds of flight, as declared; NULL where not within any")
_REASON = _c("reason", T.CODE, S.CODE, "of independent = false: own_source, logged_after, alert_time, unknown_log_time")

_FLIGHTS = (
    Table("sighting_reading", (
        _id("sighting_id"), _id("organisation"), _c("status", T.CODE, S.CODE, "used, doubled, set_aside"),
        _c("reason", T.CODE, S.CODE, "why doubled or set aside"), _id("type_id"), _c("label"), _c("aircraft_class"),
        _c("operator_id", T.ID, S.PARTY, "the operator that the observer named, where it is a party of the case"),
        _n("heading_deg", "as used; NULL where the one written cannot be", S.PROTECTED_PLACE),
        _c("latitude", T.LATITUDE, S.PROTECTED_PLACE, "centre of the circle in which the aircraft was"),
        _c("longitude", T.LONGITUDE, S.PROTECTED_PLACE), _n("radius_m", "of that circle", S.PROTECTED_PLACE),
        _c("notes", T.CODES, S.CODE, "what was not as it should be: heading_out_of_range, type_unknown, …"),
    ), ("organisation", "sighting_id"),
        "How each line of an observer's log was read: none is without a row.", public=False),
    Table("flight", (
        _id("flight_id"), _c("origin", T.CODE, S.CODE, "sightings or track"), _id("type_id"), _c("label"),
        _c("aircraft_class"),
        _c("operators_reported", T.LIST, S.PARTY, "as observers named them: a label is no operator"),
        _t("first_at"), _t("last_at"), _i("fixes"), _i("posts"),
        _n("confidence", "lowest of its joins; 1 for a single sighting"),
        _c("departed_from", T.ID, S.PARTY, "actor_id of the base it was seen to leave"),
        _c("landed_at", T.ID, S.PARTY, "actor_id of the base it was seen to land at"),
        _c("tied_party", T.ID, S.PARTY, "the party of that base, where the case's actors say so"),
        _n("top_speed_ms", "of its type, or of the widest of its class"),
        _n("circling_s", "time spent turning or seen circling"), _n("turn_deg", "fitted total turn of tracks"),
        _c("networks", T.LIST, S.SOURCE),
        _c("logged_latest", T.MOMENT, S.TIME, "when the last of its sightings was written down"),
    ), ("flight_id",), "Flights: joined sightings, or cleaned tracks."),
    Table("flight_sighting", (
        _id("flight_id"), _id("organisation"), _id("sighting_id"), _i("position"),
        _c("at", T.MOMENT, S.TIME, "by the post's mended clock"),
        _n("join_confidence", "of the join with the sighting before"), _id("rival_sighting", "nearly as good a join"),
        _n("rival_margin", "cost by which the rival is worse, in nats"),
    ), ("flight_id", "position"), "Which sightings make up a flight, with the rival joins.", public=False),
    Table("post_clock", (
        _c("post", T.ID, S.PROTECTED_PLACE), _n("offset_s", "to add to what the post wrote"), _n("low_s"), _n("high_s"),
        _i("shared", "flights shared with other posts"), _i("sightings"),
    ), ("post",), "Clock offset of each post.", public=False),
    Table("track", (
        _id("track_id"), _i("segment"), _id("flight_id"), _id("type_id"), _t("first_at"), _t("last_at"), _i("fixes"),
        _i("set_aside"),
        _c("cut", T.CODE, S.CODE,
           "why a new segment begins: start, gap, ground, leg, impossible_speed, other_aircraft"),
    ), ("track_id", "segment"), "Cleaned tracks; what was read stays in `position`.", public=False),
    Table("position_flag", (
        _c("source_sha256", T.HASH, S.ORIGINAL_HASH), _i("source_row"), _id("track_id"),
        _c("flag", T.CODE, S.CODE,
           "duplicate, repeated, on_ground, clock_backwards, impossible_speed, spoofed, stale_clock, no_position"),
    ), ("source_sha256", "source_row", "flag"), "Fixes that were set aside, each with its reason.", public=False),
    Table("transmission_reading", (
        _id("transmission_id"), _id("organisation"), _i("position"),
        _c("element", T.CODE, S.CODE, "coordinates, lock, seconds_to_release, clearance, release, unreadable"),
        _c("form", T.CODE, S.CODE, "dms, decimal, mgrs, grid_1942"), *_PLACE,
        _c("radius_m", T.METRES, S.PLACE, "what the digits leave open"), _n("value"), _t("at"),
        _c("certainty", T.CODE, S.CODE,
           "clean (heard once), agreed (heard twice), mended, unconfirmed (heard once, not all of it) or disputed"),
        _c("note"), _c("mended_from", T.LIST, S.ID, "the transmissions whose digits it was mended with"),
    ), ("transmission_id", "organisation", "position"), "What the code book reads in each transmission."),
    Table("strike_sequence", (
        _id("sequence_id"), _c("call_sign", T.TEXT, S.SOURCE), _c("language"), _c("label"), _t("started_at"),
        _t("cleared_at"),
        _t("released_at"), *_PLACE, _c("radius_m", T.METRES, S.PLACE),
        _c("transmissions", T.LIST, S.ID), _i("elements", "of coordinates, clearance and release: how many were heard"),
        _c("certainty", T.CODE, S.CODE, "of the position, as in transmission_reading"),
    ), ("sequence_id",), "Coordinates, clearance and release by one call sign within twenty minutes."),
)  # fmt: skip

_WINDOWS = (
    Table("time_spread", (
        _id("organisation"), _n("sd_s", "standard deviation of the times it states to the minute; 0 where unknown"),
        _i("pairs", "reports of other sources on the same attacks that it was compared with"),
    ), ("organisation",), "How far the times of each source lie from the truth, from reports alone.", public=False),
    Table("sky_run", (
        _id("run_id", "first digits of the hash of what was declared"), _c("current", T.FLAG),
        _c("declared", T.JSON, S.CODE, "the windows, shifts, bins and regimes, as RFC 8785 spells them"),
        _i("incidents"), _i("matched_flight"), _i("matched_radio"),
        _n("chance_flight", "mean chance of a match in this run"),
    ), ("run_id",), "Each search that was declared in the log, with what it found: all are shown, not the best."),
    Table("sky_regime", (
        _i("regime"), _t("from_at"), _t("to_at"), _c("kinds", T.CODES), _c("contexts", T.LIST, S.ID),
    ), ("regime",), "Spans between the declared cease-fires and offensives; no shift crosses their borders."),
    Table("incident_raid", (
        _id("incident_id"), _id("raid_id"), _c("day_local", T.TEXT, S.TIME),
    ), ("incident_id",),
        "Attacks close in time and place are one raid: the unit that the bootstrap draws, with the day."),
    Table("coverage", (
        _id("incident_id"), _i("posts", "posts that could have seen the place in that time"),
        _n("seen_share", "estimated chance that a flight there would have been logged"),
        _c("stratum", T.CODE, S.CODE, "none, poor, good"),
        _c("tracks", T.FLAG, S.CODE, "positions cover place and time"),
        _c("radio", T.FLAG, S.CODE, "radio was listened to in that time"),
        _c("looked_for", T.CODE, S.CODE, "yes, not_looked_for (no flight data), no_place, no_time"),
    ), ("incident_id",), "What could have been seen, so that silence has a meaning."),
    Table("opportunity", (
        _id("incident_id"), _id("flight_id", "or the sequence, on the line radio"), _LINE, _LABEL,
        _c("basis", T.CODE, S.CODE, "prism, open_prism, track, radio"),
        _BIN, _BIN_S,
        _n("slack_s", "time to spare at the best moment; open prisms: within endurance"),
        _n("closest_m", "closest approach: of a track measured, of a prism the least possible"), _t("possible_from"),
        _t("possible_to"), _n("release_m", "release distance of the type"), _c("circling", T.FLAG),
        _n("heading_in_deg", "", S.PROTECTED_PLACE), _n("heading_out_deg", "", S.PROTECTED_PLACE),
        _c("tied_party", T.ID, S.PARTY, "as in `flight`"),
        _c("logged_before", T.FLAG, S.CODE, "a sighting was logged before the first report; NULL: not known"),
        _c("independent", T.FLAG, S.CODE, "neither logged after the report nor by the source of its time"), _REASON,
        _n("release_after_s", "radio: release against the incident's interval, 0 within"),
        _c("certainty", T.CODE, S.CODE, "radio: of the position, as in strike_sequence; NULL for flights"),
    ), ("incident_id", "flight_id", "line"), "Each flight and radio sequence that could have done it."),
    Table("sky_present", (
        _id("incident_id"), _c("status", T.CODE, S.CODE, "present, not_seen, no_coverage, not_looked_for"),
        _i("flights"), _c("labels", T.CODES), _n("chance", "of any such match had no aircraft done it"), _n("low"),
        _n("high"),
        _i("windows", "chance windows behind it"), _n("log_ratio", "of what was seen: an aircraft did it / none did"),
        _n("log_ratio_low"), _n("log_ratio_high"), _c("logged_before", T.FLAG), _c("independent", T.FLAG),
    ), ("incident_id",), "Was an aircraft there: a finding of its own, without an operator."),
)  # fmt: skip

_CHANCE = (
    Table("chance", (
        _id("incident_id"), _LINE, _LABEL, _BIN, _BIN_S,
        _c("cell", T.CODE, S.CODE, "place × hour × coverage × precision"),
        _n("c1", "same place and hour, other days of the regime"), _n("c1_low"), _n("c1_high"), _i("c1_n"),
        _i("c1_matched"),
        _n("c2", "same day, 1.5 to 3 hours off"), _n("c2_low"), _n("c2_high"), _i("c2_n"), _i("c2_matched"),
        _n("c3", "incidents established as others'"), _n("c3_low"), _n("c3_high"), _i("c3_n"), _i("c3_matched"),
        _n("chance", "what evidence uses: see docs/method/sky.md"), _n("low"), _n("high"),
        _c("used", T.CODE, S.CODE, "which of c1, c2, c3 was largest"),
        _c("matched", T.FLAG, S.CODE, "this incident was"),
    ), ("incident_id", "line", "label", "bin", "bin_s"),
        "How often such a match happens if the party had not done it."),
    Table("label_table", (
        _PARTY, _LINE, _LABEL, _n("theta", "P(label | aircraft of the party)"), _n("low"), _n("high"),
        _n("n", "established incidents behind it; 0: elicited"), _c("basis", T.CODE, S.CODE, "estimated, elicited"),
    ), ("party_id", "line", "label"), "A label is not an operator: what observers call the aircraft of each party."),
    Table("detection", (
        _PARTY, _LINE, _c("stratum", T.CODE, S.CODE, "of coverage"), _n("d", "P(seen | the party did it)"), _n("low"),
        _n("high"), _n("n"), _c("basis", T.CODE, S.CODE, "estimated, elicited"),
    ), ("party_id", "line", "stratum"), "How often the one that did it is seen."),
    Table("sky_evidence", (
        _id("incident_id"), _PARTY, _LINE,
        _n("log_ratio",
        "natural log of P(what was seen | the party did it) / P(what was seen | nobody in the sky did)"),
        _n("low", "2.5 % of the bootstrap"), _n("high", "97.5 %"),
        _n("best_label_theta", "θ of the label that carries it; NULL: nothing matched"),
        _c("labels", T.CODES, S.CODE, "matched"),
        _c("flights", T.LIST, S.ID, "flight or sequence ids behind it"), _n("chance", "of the label that carries it"),
        _i("chance_n", "windows"), _i("others_matched", "incidents known to be others' that match the same way"),
        _i("others_n"),
        _c("logged_before", T.FLAG, S.CODE, "a sighting was logged before the first report; NULL: not known"),
        _c("independent", T.FLAG, S.CODE, "false: no line of its own beside the report"), _REASON,
        _c("origin_ids", T.LIST, S.SOURCE, "networks behind it: evidence that shares one is not independent"),
        _c("basis", T.CODE, S.CODE, "estimated; elicited: nothing may be graded high on it alone"),
        _c("spoke", T.CODE, S.CODE, "matched, silent (coverage, no match), no_coverage, not_looked_for"),
        _c("certainty", T.CODE, S.CODE, "radio: of the surest position that matches; NULL where none does"),
    ), ("incident_id", "party_id", "line"),
        "What the sky says for and against each party: ratios, never a bare match."),
    Table("sky_draw", (
        _i("draw"), _id("incident_id"), _PARTY, _LINE, _n("log_ratio"),
    ), ("draw", "incident_id", "party_id", "line"), "Bootstrap draws (days and raids) behind `sky_evidence`, shared.",
        public=False),
)  # fmt: skip

TABLES_SKY = (*_FLIGHTS, *_WINDOWS, *_CHANCE)
"""In the order in which the stage makes them."""
