"""The tables of the facts: one for each plain format, and those that the stages compute.

A table here is the whole agreement between two stages. A stage that wants another column declares it here.
Times are naive UTC; `*_local` are civil times of the case's zone, as text.
"""

from __future__ import annotations

from dalil.records.attribute_tables import TABLES_ATTRIBUTE
from dalil.records.columns import Column, Kind, Sensitivity, Table, Type
from dalil.records.count_tables import TABLES_COUNT
from dalil.records.declaring import column as _c
from dalil.records.declaring import count as _i
from dalil.records.declaring import identifier as _id
from dalil.records.declaring import number as _n
from dalil.records.kinds import GROUPS, KINDS
from dalil.records.link_tables import TABLES_LINK
from dalil.records.sky_tables import TABLES_SKY

__all__ = ["TABLES", "TOLL_COLUMNS", "table_of_kind"]

S, T = Sensitivity, Type

TOLL_COLUMNS = tuple(
    f"{fate}_{group}_{end}" for fate in ("killed", "injured") for group in GROUPS for end in ("min", "max")
)
"""killed_total_min, killed_total_max, … in the order of the contract."""


# Every record says which row of which sealed file it was, so that anyone can go back to it.
_PROVENANCE = (
    _c("source_sha256", T.HASH, S.ORIGINAL_HASH, "the original in the vault"),
    _c("source_row", T.INTEGER, S.CODE, "row of the original, the first record being 1"),
)
_POINT = (_c("latitude", T.LATITUDE, S.PLACE), _c("longitude", T.LONGITUDE, S.PLACE))
_TOLLS = tuple(_c(name, T.INTEGER, S.COUNT) for name in TOLL_COLUMNS)

# What a reader adds to the columns of the contract, by kind.
_EXTRA = {
    "reports": (
        _c("radius_m", T.METRES, S.PLACE, "of the region that the place stands for"),
        _c("place_assumed", T.FLAG, S.CODE, "the precision was not stated, but taken from the kind of place"),
        _c("time_note", T.CODES, S.CODE, "how the interval was made: part_of_day, ambiguous, nonexistent, …"),
    ),
    "exhibits": (_c("sha256", T.HASH, S.ORIGINAL_HASH, "the file in the vault, where it was handed in"),),
}


def table_of_kind(kind: Kind) -> Table:
    """The table that the records of `kind` go to: where they come from, then the columns of the contract."""
    columns = [*_PROVENANCE]
    # Formats of reference (places, sites) do not name who made them; the log does.
    if not any(column.name == "organisation" for column in kind.columns):
        columns.append(_c("organisation", T.ID, S.ID, "who handed it in"))
    for column in kind.columns:
        # A moment has become two columns here, and both are as sensitive as it was.
        for name, _ in column.fact_columns:
            columns.append(Column(name, column.type, column.sensitivity, one_of=column.one_of, refers=column.refers))
    columns.extend(_EXTRA.get(kind.stem, ()))
    return Table(kind.table, tuple(columns), ("source_sha256", "source_row"), kind.doc)


_INTAKE = (
    Table("original", (
        _c("sha256", T.HASH, S.ORIGINAL_HASH), _c("file_name", T.TEXT, S.FILE_NAME), _c("folder", T.TEXT, S.FILE_NAME),
        _c("size", T.INTEGER, S.COUNT), _id("organisation"), _c("sealed_at", T.MOMENT, S.TIME), _id("chain"),
        _c("number", T.INTEGER, S.ID), _c("role", T.CODE, S.CODE, "table, exhibit, identities, settings, mapping"),
    ), ("sha256", "chain", "number"), "Each file as it was sealed, once for each time it was handed in."),
    Table("reading", (
        _c("sha256", T.HASH, S.ORIGINAL_HASH), _c("reader"), _c("reader_version"), _c("kind"), _i("rows"),
        _i("records"), _i("refused"), _i("superseded"), _id("chain"), _c("number", T.INTEGER, S.ID),
        _c("settings_mark", doc="hash of the settings that change what is read"),
    ), ("chain", "number", "kind"), "Each reading of an original: rows = records + refused + superseded."),
    # Not public: what was found in a refused cell may be a name in the wrong column.
    Table("refusal", (
        _c("sha256", T.HASH, S.ORIGINAL_HASH), _c("file_name", T.TEXT, S.FILE_NAME), _c("row", T.INTEGER, S.CODE),
        _c("field"), _c("expected"), _c("found", T.TEXT, S.FREE_TEXT, "of a name or free text: its shape only"),
        _c("do"), _c("whole", T.FLAG, S.CODE, "the file or row was refused, not one value"), _c("kind"),
    ), ("sha256", "row", "field", "expected"), "What was not taken, and why.", public=False),
    Table("unknown_column", (
        _c("sha256", T.HASH, S.ORIGINAL_HASH), _c("column"), _i("filled"),
    ), ("sha256", "column"), "Columns that no reader knows, with how many cells hold something.", public=False),
    Table("superseded", (
        _c("table"), _id("id"), *_PROVENANCE, _c("by_sha256", T.HASH, S.ORIGINAL_HASH), _i("by_row"),
    ), ("table", "source_sha256", "source_row"), "Records that a later reading of the same id replaced.", public=False),
    Table("report_source", (
        _id("report_id"), _i("position"), _c("url", T.TEXT, S.SOURCE), _c("archive_url", T.TEXT, S.SOURCE),
        _c("language"),
    ), ("report_id", "position"), "The sources that a report names."),
    # Airwars victims name their report by a sequence number that no other source knows.
    Table("report_alias", (
        _id("alias"), _id("report_id"),
    ), ("alias", "report_id"), "Other ids under which rows of the same organisation mean a report.", public=False),
    Table("unresolved", (
        _c("table"), _c("column"), *_PROVENANCE, _c("named", T.TEXT, S.FREE_TEXT),
        _c("could_be", T.CODE, S.CODE, "nothing, several"),
    ), ("table", "column", "source_sha256", "source_row", "named"),
        "What names a report, an exhibit or a site that is not there, or of which several could be meant.",
        public=False),
    Table("decision", (
        _id("decision_id"), _c("kind"), _c("a", T.LIST, S.ID), _c("b", T.LIST, S.ID), _c("by", T.TEXT, S.NAME),
        _c("reason", T.TEXT, S.FREE_TEXT), _c("at", T.MOMENT, S.TIME), _id("retracted_by"),
        _c("contradicted_by", T.LIST, S.ID),
    ), ("decision_id",), "Judgements of persons, from the log and from decision tables; report ids are global."),
    Table("location", (
        _id("report_id"), *_POINT, _c("radius_m", T.METRES, S.PLACE),
        _c("located_by", T.CODE, S.CODE, "point, gazetteer, none"), _i("candidates", "places the name could mean"),
        _c("in_period", T.FLAG), _c("in_area", T.FLAG), _c("in_scope", T.FLAG),
    ), ("report_id",), "Where each report is taken to be, and whether it is in the case's scope."),
    Table("place_candidate", (
        _id("report_id"), _id("place_id"), _i("rank"), _n("score"), *_POINT, _c("radius_m", T.METRES, S.PLACE),
    ), ("report_id", "rank", "place_id"), "The places that a report's place name could mean."),
    Table("party", (
        _id("party_id"), _c("name", T.TEXT, S.PARTY), _c("name_ar", T.TEXT, S.PARTY), _c("kind"),
    ), ("party_id",), "The parties of the case, from case.toml; `unresolved` names are kept as written."),
    Table("report_party", (
        _id("report_id"), _c("alleged", T.TEXT, S.PARTY, "as written"), _id("party_id"),
    ), ("report_id", "alleged"), "Whom a report accuses: as written, and the party of the case it means."),
)  # fmt: skip

_LINK = (
    Table("incident", (
        _id("incident_id"), _c("earliest", T.MOMENT, S.TIME), _c("latest", T.MOMENT, S.TIME),
        _c("day_local", T.TEXT, S.TIME, "civil day of the middle of the interval"), _c("month_local", T.TEXT, S.TIME),
        *_POINT, _c("radius_m", T.METRES, S.PLACE), _c("place", T.TEXT, S.PLACE), _c("place_ar", T.TEXT, S.PLACE),
        _c("kind"), _c("objects_hit", T.CODES), _c("weapons", T.CODES), _c("populated", T.FLAG), *_TOLLS,
        _i("strikes"), _c("parties_alleged", T.LIST, S.PARTY, "party ids, or names as written where no party fits"),
        _i("reports"), _i("organisations"), _i("origins", "independent origins behind the reports"),
        _n("stability", "share of the partition draws in which this very set of reports is one cluster"),
        _c("in_scope", T.FLAG),
    ), ("incident_id",), "The register: one row for each attack."),
    Table("incident_report", (
        _id("incident_id"), _id("report_id"), _id("organisation"), _id("origin_id"),
    ), ("incident_id", "report_id"), "Which reports describe which attack."),
    Table("origin", (
        _id("report_id"), _id("origin_id"), _c("basis", T.CODE, S.CODE, "own, report, exhibit, url, copy"),
        _id("copied_from"),
    ), ("report_id",), "What each report goes back to: reports of one origin do not corroborate one another."),
    Table("pair", (
        _id("a"), _id("b"), _n("weight", "log2 Bayes factor"), _n("probability"),
        _c("comparisons", T.JSON, S.CODE, "for each comparison the two values' level and its weight"),
    ), ("a", "b"), "Pairs of reports that were compared and lie near or above the threshold."),
    # Reports that never move are left out: a siege has thousands, and fifty draws of each.
    Table("partition_draw", (
        _i("draw"), _id("report_id"), _id("cluster_id"),
    ), ("draw", "report_id"), "Draws of the partition: only reports whose cluster is not the same in all draws."),
    # No name here: a computed table that repeats one would have to be masked a second time.
    Table("person", (
        _id("person_id"), _c("status"), _c("sex"), _c("age", T.INTEGER, S.PERSON), _c("fate"), _c("role"),
        _id("incident_id"), _c("date", T.DATE, S.TIME), _c("protected", T.FLAG), _i("records"), _n("stability"),
    ), ("person_id",), "One row for each person on any list. Names stay in `victim`."),
    Table("person_victim", (
        _id("person_id"), _id("victim_id"),
    ), ("person_id", "victim_id"), "Which rows of victim lists are one person."),
)  # fmt: skip

_FIGURES = (
    Table("figure", (
        _c("name"), _n("value"), _n("low"), _n("high"), _c("unit"), _c("text"), _c("query"), _i("rows"),
        _c("kind", T.CODE, S.CODE, "total, rate, ratio, estimate, test"),
        _c("scope", doc="id of the named scope; empty for the case itself"),
        _c("family", T.CODE, S.CODE, "by what it is broken down, see docs/method/count.md; NULL for a total"),
        _c("counted", T.TEXT, S.PLACE, "the category of the family, as the records have it"),
        _c("party", T.TEXT, S.PARTY, "the party that is counted, or a set `a+b`"),
        _c("grade", T.CODE, S.CODE, "the grade that is counted"),
    ), ("name",), "Each figure with the query that gives it and how many rows lie behind it."),
    Table("estimate", (
        _c("method"), _c("stratum"), _c("unit"), _n("observed"), _n("median"), _n("low"), _n("high"),
        _c("at_least", T.FLAG), _c("refused"), _c("diagnostics", T.JSON, S.CODE, "of the method"),
    ), ("method", "unit", "stratum"), "What nobody wrote down, per method and stratum."),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *(table_of_kind(kind) for kind in KINDS.values() if not kind.sealed),
        *_INTAKE,
        *_LINK,
        *TABLES_LINK,
        *TABLES_SKY,
        *TABLES_ATTRIBUTE,
        *_FIGURES,
        *TABLES_COUNT,
    )
}
"""Every table by name, in the order of the stages."""
