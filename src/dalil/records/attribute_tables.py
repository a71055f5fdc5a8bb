"""Tables of attribution: who, how sure, and what it hangs on."""

from __future__ import annotations

from dalil.records.columns import Column, Sensitivity, Table, Type
from dalil.records.declaring import column as _c
from dalil.records.declaring import number as _n
from dalil.records.kinds import ORIGIN_KINDS

__all__ = ["TABLES_ATTRIBUTE"]

S, T = Sensitivity, Type

_INCIDENT = _c("incident_id", T.ID, S.ID)
_ORIGIN = (
    Column("origin_kind", T.CODE, S.CODE, one_of=ORIGIN_KINDS, doc="what it goes back to"),
    _c("origin_id", T.ID, S.ID, "of the report, the record, the statement …"),
)
_PARTY = _c("party", T.TEXT, S.PARTY, "party id, or a set `a+b`")

TABLES_ATTRIBUTE = (
    Table("attribution", (
        _INCIDENT, _PARTY, _c("grade", doc="high, likely, more_likely_than_not, not_attributed"),
        _n("likelihood_ratio", "of the best party against the next"),
        _c("hangs_on", doc="the line of the origin without which it is weakest; of the sky no origin is named"),
        *_ORIGIN,
        _n("grade_falls_at", "the factor f at which the grade falls"),
        _c("reasons", T.JSON, S.SOURCE, "what speaks for and against"),
    ), ("incident_id",), "The grade of each incident. Not attributed is a result."),
    Table("finding", (
        _INCIDENT, _PARTY, _c("role"), _n("posterior"), _n("low"), _n("high"), _c("grade"),
    ), ("incident_id", "party", "role"), "Posterior and code-book uncertainty of each party or set, by role."),
    Table("line", (
        _INCIDENT, _c("line"), _c("stance", doc="supports, contradicts, silent, not_looked_for"), _PARTY,
        _n("ratio", "against the best rival"), _n("ratio_low", "at the unfavourable end of its range"),
        _n("ratio_high"), _c("origin_kinds", T.CODES, S.SOURCE, "one for each id"),
        _c("origin_ids", T.LIST, S.SOURCE), _c("note", T.JSON, S.CODE, "numbers for the reasons sheet"),
    ), ("incident_id", "line"), "The lines of evidence and which way each points."),
    Table("evidence", (
        _INCIDENT, _c("variable"), _c("value"), *_ORIGIN, _c("line"), _c("copies", T.INTEGER, S.COUNT),
        _c("dropped", doc="why it does not count: uninformative, copy, hearsay, …"),
    ), ("incident_id", "line", "origin_kind", "origin_id", "variable", "value"),
        "Each observation that attribution used or set aside."),
    Table("statement_check", (
        _c("statement_id", T.ID, S.ID), _c("party", T.TEXT, S.PARTY), _c("act"), _c("made_on", T.MOMENT, S.TIME),
        _INCIDENT, _c("grade"), _c("excluded", T.FLAG, S.CODE, "the incident could not be if the statement were true"),
    ), ("statement_id", "incident_id"), "The incidents that each statement's truth would exclude."),
    Table("review", (
        _INCIDENT, _c("state", doc="unreviewed, held, accepted"), _c("by", T.TEXT, S.NAME),
        _c("reason", T.TEXT, S.FREE_TEXT),
        _c("decision_id", T.ID, S.ID),
    ), ("incident_id",), "What a person said of a finding."),
    Table("line_review", (
        _INCIDENT, _c("line"), _c("state", doc="held, accepted"), _c("by", T.TEXT, S.NAME),
        _c("reason", T.TEXT, S.FREE_TEXT), _c("decision_id", T.ID, S.ID),
    ), ("incident_id", "line"), "What an expert said of one line: a reason that begins with its name, as `flight: …`."),
    Table("codebook_parameter", (
        _c("variable", doc="of the book; or book.reliability, book.prior, book.temper"), _c("value"), _PARTY,
        _n("pseudo_count", "what the book or the case said"), _n("posterior_count", "after the labelled incidents"),
        _c("citation"),
    ), ("variable", "value", "party"), "The code book as used: what it said, and what the labelled incidents added."),
)  # fmt: skip
