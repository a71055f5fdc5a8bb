"""The temporary tables of a run, declared as the tables of the facts are: what one file leaves for another to read.

They live in the connection of a run and are gone with it: nothing of them is kept, exported or compared. A file that
makes one gives `Facts.make` its name, which also checks its columns; a test holds `made_by` and `read_by` to what the
files name. Copies of declared tables (what intake stages of a file, what a submission may show of a table) have the
columns of their table and are declared with it.

Texts that hold names are blinded before they enter one: the engine may write its tables to temporary files.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WORKING", "Working"]


@dataclass(frozen=True, slots=True)
class Working:
    """A temporary table: its (name, DuckDB type) columns, the module that makes it, and the other modules that name it.

    Modules are named without `dalil.`.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    doc: str
    made_by: str
    read_by: tuple[str, ...] = ()

    @property
    def ddl(self) -> str:
        """The statement that makes it, empty."""
        body = ", ".join(f'"{name}" {sql}' for name, sql in self.columns)
        return f'CREATE OR REPLACE TEMP TABLE "{self.name}" ({body})'


def _working(name: str, columns: str, doc: str, made_by: str, *read_by: str) -> Working:
    told = (column.strip().partition(" ") for column in columns.split(","))
    return Working(name, tuple((column, sql) for column, _, sql in told), doc, made_by, read_by)


_INTAKE = (
    _working("older", "source_sha256 VARCHAR, source_row BIGINT",
             "Rows that the records of the file being read replace.", "intake.ingest.record_loader"),
    _working("yielding", "source_row BIGINT, sha256 VARCHAR, row BIGINT",
             "Rows of a stranger's file that are here already, and those that stay.", "intake.ingest.record_loader"),
)  # fmt: skip

_LOCATE = (
    _working("named", "number BIGINT, place VARCHAR, place_ar VARCHAR, latitude DOUBLE, longitude DOUBLE,"
             " radius_m DOUBLE, candidates BIGINT",
             "Each distinct pair of written names that the gazetteer knows, and where it is.", "locate.stage"),
    _working("named_candidate", "number BIGINT, place_id VARCHAR, rank BIGINT, score DOUBLE, latitude DOUBLE,"
             " longitude DOUBLE, radius_m DOUBLE",
             "The places that each pair of `named` could mean.", "locate.stage"),
    _working("meant", "alleged VARCHAR, party_id VARCHAR",
             "Each way in which reports write a party, and the party of the case that it means.", "locate.stage"),
)  # fmt: skip

_LINK = (
    _working("report_n", "report_id VARCHAR, n BIGINT",
             "The number that a report has in linking: its place among the sorted ids, from 0.",
             "link.reports.columns", "link.pairs.block", "link.pairs.features", "link.reports.accounts",
             "link.reports.parties", "link.reports.words"),
    _working("report_token", "n BIGINT, token VARCHAR", "Exhibits, addresses and origins that a report names.",
             "link.reports.words", "link.pairs.block", "link.pairs.features"),
    _working("aircraft_word", "n BIGINT, word VARCHAR",
             "Types of aircraft that a report names, by their numbers or the skeletons of their words.",
             "link.reports.words", "link.pairs.features"),
    _working("account", "n BIGINT, again VARCHAR, wording VARCHAR",
             "Whether an account speaks of a second strike (yes, no), and its whole wording, blinded.",
             "link.reports.accounts", "link.pairs.features"),
    _working("account_word", "n BIGINT, word VARCHAR",
             "Skeletons of the words of an account that its place does not have, blinded.",
             "link.reports.accounts", "link.pairs.features"),
    _working("block_place", "n BIGINT, latitude DOUBLE, longitude DOUBLE, radius_km DOUBLE, named BOOLEAN",
             "A row for each place that a report could mean; whether its point stands for a name.",
             "link.pairs.block", "link.pairs.features"),
    _working("block_time", "n BIGINT, earliest DOUBLE, latest DOUBLE, toll BIGINT, latitude DOUBLE, longitude DOUBLE,"
             " word VARCHAR",
             "A row for each report: its interval in days since 1970, and what large blocks are sorted by.",
             "link.pairs.block"),
    _working("block_word", "n BIGINT, word VARCHAR, proper BOOLEAN",
             "Skeletons of the words of a place's name; proper before the first comma.",
             "link.pairs.block", "link.pairs.features"),
    _working("unplaced", "n BIGINT", "Reports without a place.", "link.pairs.block"),
    _working("untimed", "n BIGINT", "Reports without a time.", "link.pairs.block"),
    _working("span", "n BIGINT, t_level INTEGER, lasting BOOLEAN, bin BIGINT",
             "The bins of time that a report lies in, by level; lasting on the level of its own length.",
             "link.pairs.block"),
    _working("reach", "n BIGINT, level INTEGER, reaching BOOLEAN, lat_cell BIGINT, lon_cell BIGINT, latitude DOUBLE,"
             " longitude DOUBLE, reach_km DOUBLE",
             "The cells of space that a report lies in, by level; reaching on the level of its own radius.",
             "link.pairs.block"),
    _working("block_key", "n BIGINT, key UBIGINT, cap INTEGER, reaching BOOLEAN, lasting BOOLEAN, latitude DOUBLE,"
             " longitude DOUBLE, reach_km DOUBLE",
             "The blocks that a report is in, and up to how many reports each is joined with itself.",
             "link.pairs.block"),
    _working("candidate", "a BIGINT, b BIGINT, sourced BOOLEAN",
             "Pairs of reports that blocking lets through, a < b; sourced where they share a source.",
             "link.pairs.block", "link.pairs.candidates"),
    _working("report_cluster", "n BIGINT, cluster BIGINT",
             "The register's cluster of each report, to ask what share of its pairs blocking had given.",
             "link.pairs.block"),
    _working("victim_key", "n BIGINT, name VARCHAR", "Names of victims that a report lists, blinded.",
             "link.pairs.features"),
    _working("link_feature", "n BIGINT, kind VARCHAR, populated BOOLEAN, objects VARCHAR[], objects_key VARCHAR,"
             " sites_key VARCHAR, weapons VARCHAR[], aircraft VARCHAR[], latitude DOUBLE, longitude DOUBLE,"
             " cosine DOUBLE, reach_km DOUBLE, words VARCHAR[], rare_words VARCHAR[], name_key VARCHAR,"
             " tokens VARCHAR[], rare_tokens VARCHAR[], victims VARCHAR[], again VARCHAR, again_yes VARCHAR,"
             " wording VARCHAR, told VARCHAR[], point VARCHAR",
             "What the comparisons read: one row for each report, what it is silent on as NULL.",
             "link.pairs.features", "link.pairs.levels"),
    _working("link_pair", "join_key_l BIGINT, join_key_r BIGINT, match_key VARCHAR",
             "Pairs of reports that Splink is to compare, with the names that it gives them.", "link.pairs.levels"),
    _working("victim_row", "n BIGINT, incident_id VARCHAR, sex VARCHAR, age BIGINT, day DATE, places VARCHAR[],"
             " keys VARCHAR[], full_names VARCHAR[]",
             "Rows of victim lists as they meet; one without sex twice. Words of names are blinded.",
             "link.persons.candidates"),
    _working("report_incident", "report_id VARCHAR, incident_id VARCHAR",
             "The partition that the register is written from.", "link.outputs.register"),
    _working("incident_stability", "incident_id VARCHAR, stability DOUBLE",
             "How often the draws agree with each attack of the register.",
             "link.outputs.register", "link.outputs.reconcile"),
)  # fmt: skip

_ATTRIBUTE = (
    _working("attribute_case", "incident_id VARCHAR, n BIGINT",
             "The incidents in scope, by the number that they have in attribution.",
             "attribute.evidence.observe", "attribute.evidence.groups", "attribute.evidence.sky",
             "attribute.outputs.results", "attribute.stage"),
    _working("attribute_film", "shown VARCHAR, film VARCHAR",
             "Exhibits that are copies of others, and the first of their recording.", "attribute.lines.media"),
    _working("attribute_written", "variable VARCHAR, written VARCHAR, value VARCHAR, code BIGINT",
             "Each different text that feeds a variable, and the value of the code book that it means.",
             "attribute.evidence.observe"),
    _working("attribute_certainty", "word VARCHAR, certainty DOUBLE",
             "What a word for certainty counts.", "attribute.evidence.observe"),
    _working("attribute_observation", "incident_id VARCHAR, role VARCHAR, line VARCHAR, origin VARCHAR,"
             " variable VARCHAR, value VARCHAR, code BIGINT, certainty DOUBLE, separate BOOLEAN, kind INTEGER,"
             " dropped VARCHAR",
             "What each origin (its key) shows of each variable; `dropped` says why a row does not count.",
             "attribute.evidence.observe", "attribute.evidence.groups"),
    _working("attribute_some", "n BIGINT", "The incidents that are asked for, where not all are.",
             "attribute.evidence.groups"),
    _working("attribute_group", "incident_id VARCHAR, line VARCHAR, origin VARCHAR, kind INTEGER, certainty DOUBLE,"
             " codes BIGINT[]",
             "What an origin shows on one line; codes of separate witnesses even, of copies odd.",
             "attribute.evidence.groups"),
    _working("attribute_pattern", "pattern BIGINT, kind INTEGER, certainty DOUBLE, codes BIGINT[]",
             "The distinct groups: each is weighed once.", "attribute.evidence.groups"),
)  # fmt: skip

_COUNT = (
    _working("drawn", "draw BIGINT, incident_id VARCHAR, reports VARCHAR[], known BOOLEAN",
             "The attacks of each draw of the partition that the register may not have; known where it has.",
             "count.drawn"),
    _working("drawn_attack", "incident_id VARCHAR, earliest TIMESTAMP, latest TIMESTAMP, latitude DOUBLE,"
             " longitude DOUBLE, radius_m DOUBLE, kind VARCHAR, populated BOOLEAN, objects_hit VARCHAR[],"
             " weapons VARCHAR[], parties_alleged VARCHAR[], reports BIGINT, organisations BIGINT, in_scope BOOLEAN",
             "What is known of the attacks of `drawn` that the register does not have.", "count.drawn"),
    _working("item_slug", "item VARCHAR, slug VARCHAR", "The category that each value counted belongs to.",
             "count.tally"),
)  # fmt: skip

WORKING: dict[str, Working] = {
    table.name: table for table in (*_INTAKE, *_LOCATE, *_LINK, *_ATTRIBUTE, *_COUNT)
}  # fmt: skip
"""Every temporary table by name, in the order of the stages."""
