"""The tables of counting: what figures are called, what was refused, and the draws that a sceptic can follow."""

from __future__ import annotations

from dalil.records.columns import Sensitivity, Table, Type
from dalil.records.declaring import column as _c
from dalil.records.declaring import count as _i
from dalil.records.declaring import number as _n

__all__ = ["TABLES_COUNT"]

S, T = Sensitivity, Type

TABLES_COUNT = (
    Table("figure_text", (
        _c("name", doc="of the figure"), _c("language"), _c("label", doc="what is counted"),
        _c("text", doc="the sentence: the label with its value"),
    ), ("name", "language"), "Each figure in words, in every language of the catalogue."),
    Table("count_refusal", (
        _c("name", doc="the figure or family of figures"), _c("scope"), _c("reason"), _c("text"),
    ), ("name", "scope"), "Figures that were asked for and not given, and why."),
    Table("person_tally", (
        _c("person_id", T.ID, S.ID), _c("named", T.FLAG, doc="at least one list gives a name"),
        _c("in_scope", T.FLAG, doc="died or was hurt in an incident in scope, or on a day of the period"),
    ), ("person_id",), "What the count of persons needs to know of each, without a name."),
    Table("observed_time", (
        _c("scope"), _c("from_at", T.MOMENT, S.TIME), _c("to_at", T.MOMENT, S.TIME),
        _c("basis", T.CODE, S.CODE, "presence: evidence that somebody was there to record; assumed: none was given"),
    ), ("scope", "from_at"), "When attacks would have been recorded. It never comes from days that have a report."),
    Table("rate_draw", (
        _c("scope"), _c("category"), _c("period"), _i("draw"), _i("events"),
        _c("exposure_s", T.INTEGER, S.COUNT, "observed seconds of the period"),
        _n("spread", "variance of the number of events, from how civil days differ; at least the number"),
        _n("largest", "how many events come together: spread over events"),
    ), ("scope", "category", "period", "draw"),
        "For each draw of partition and times, the events of a period and the time observed."),
    Table("rate_change", (
        _c("scope"), _c("category"), _i("number"), _c("changed_at", T.MOMENT, S.TIME), _c("earliest", T.MOMENT, S.TIME),
        _c("latest", T.MOMENT, S.TIME), _n("before", "events a day"), _n("after", "events a day"),
        _n("p", "ratio averaged over every possible day, against raids and gaps in random order"),
        _n("probability", "Bayesian, of a change there"),
        _c("pelt", T.FLAG, S.CODE, "PELT has a change within a week of it"),
        _n("support", "share of the draws in which the test finds it"), _c("claimed", T.FLAG),
    ), ("scope", "category", "number"), "Where the rate may have changed: three answers side by side."),
    Table("rate_curve", (
        _c("scope"), _c("category"), _c("day_local", T.TEXT, S.TIME), _n("events", "mean over draws"),
        _c("observed_s", T.INTEGER, S.COUNT), _n("rate", "events a day, posterior mean"),
        _n("change", "posterior probability that the rate changed on this day"),
    ), ("scope", "category", "day_local"), "The rate day by day, as the Bayesian model has it."),
    Table("aimed_strike", (
        _c("scope"), _c("incident_id", T.ID, S.ID), _i("raid", "number of its raid; NULL where it is left out"),
        _c("left_out", T.CODE, S.CODE, "no_precise_place, from_name: its point comes from a name; NULL: used"),
    ), ("scope", "incident_id"), "Which attacks the question of aim is asked of, and the raid of each."),
    Table("targeting_observed", (
        _c("scope"), _c("category"), _n("h_m"), _n("r_m"), _c("is_primary", T.FLAG, S.CODE, "set before the search"),
        _i("raids"), _i("sites", "compared: those with other buildings around them"),
        _i("hits", "for each site the raids with a strike within r of it, summed"),
        _n("matched", "the same with sites known no better than struck places are"),
    ), ("scope", "category", "h_m", "r_m"), "How many raids fell at sites."),
    Table("targeting_draw", (
        _c("scope"), _c("category"), _c("null_model", T.CODE, S.CODE, "displaced, buildings"), _n("h_m"), _n("r_m"),
        _i("draw"), _i("hits"),
    ), ("scope", "category", "null_model", "h_m", "r_m", "draw"), "How many would by accident, draw by draw."),
    Table("second_strike", (
        _c("scope"), _c("incident_id", T.ID, S.ID), _c("after_incident_id", T.ID, S.ID), _n("minutes"), _n("metres"),
    ), ("scope", "incident_id"), "Attacks that fell on the place of one shortly before."),
    Table("second_strike_draw", (
        _c("scope"), _c("null_model", T.CODE, S.CODE, "displaced, buildings"), _i("draw"), _i("pairs"),
    ), ("scope", "null_model", "draw"), "How many would by accident, draw by draw."),
    Table("capture", (
        _c("unit", T.CODE, S.CODE, "incidents, persons"), _c("stratum"), _i("draw"),
        _c("lists", T.LIST, S.ID, "the lists that hold it; a record copied from another is no capture"), _i("count"),
    ), ("unit", "stratum", "draw", "lists"), "Capture tables: how many units are on which lists, draw by draw."),
    Table("estimate_draw", (
        _c("method"), _c("unit"), _c("stratum"), _i("draw"), _i("total"),
    ), ("method", "unit", "stratum", "draw"), "Draws of the total, all linkings pooled."),
    Table("estimate_curve", (
        _c("method"), _c("unit"), _c("stratum"), _n("spread", "of the log odds of being on a list"),
        _n("odds_ratio", "what it means between two lists"), _n("median"), _n("low"), _n("high"),
    ), ("method", "unit", "stratum", "spread"), "The total if cases differed more in how easily they are recorded."),
)  # fmt: skip
"""Tables that the counting stage alone fills."""
