"""References between records that were handed in apart: a report by its other id or its local id, an exhibit by file.

Done after reading, from whatever the case holds; `local_collisions` tells when an earlier answer no longer stands.
"""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.intake.rows.ids import GLOBAL_KINDS, refers_to_report
from dalil.records import KINDS, Column, Type

__all__ = ["local_collisions", "resolve"]

_REFERRING = {
    kind.table: column.fact_name
    for kind in KINDS.values()
    if kind.stem not in GLOBAL_KINDS and (column := refers_to_report(kind)) is not None
}
"""Table → column of the kinds whose rows name a report and no organisation, so that a local id can be meant."""

_FOLDERS = "SELECT sha256, min(folder) AS folder FROM original GROUP BY sha256"

_LOCAL = "substr(r.report_id, length(r.organisation) + 2)"


def resolve(facts: Facts) -> None:
    """Give every reference the id it means, where exactly one fits.

    Others stay as they were written, and are noted in `unresolved`.
    """
    _exhibits(facts)
    _aliases(facts)
    # the same folder first: two organisations both have a report 1, and a folder is of one of them
    for table, column in _REFERRING.items():
        _local_ids(facts, table, column, same_folder=True)
        _local_ids(facts, table, column, same_folder=False)
    _unresolved(facts)


def local_collisions(facts: Facts) -> int:
    """How many local ids more than one report bears: where this changes, references must be resolved anew."""
    sql = f"SELECT count(*) FROM (SELECT {_LOCAL} AS local FROM report r GROUP BY local HAVING count(*) > 1)"
    return int(facts.value(sql))


def _exhibits(facts: Facts) -> None:
    """The file that each row of exhibits means; none where two fit.

    By its path, as far as both are written, in one spelling of letters with marks (systems write them apart or in one).
    The same folder goes first, then the organisation: two cameras both have an IMG_0001.
    """
    own, near = "o.organisation = e.organisation", "o.folder = ours.folder"
    narrower = (f"{own} AND {near}", own, "TRUE")
    chosen = " ".join(
        f"WHEN count(DISTINCT o.sha256) FILTER ({where}) = 1 THEN min(o.sha256) FILTER ({where})" for where in narrower
    )
    facts.query(
        f"""UPDATE exhibit SET sha256 = found.sha256 FROM (
              SELECT e.source_sha256, e.source_row, CASE {chosen} END AS sha256
              FROM exhibit e LEFT JOIN ({_FOLDERS}) ours ON ours.sha256 = e.source_sha256
              LEFT JOIN original o ON {_path_fits("e.file")}
              GROUP BY e.source_sha256, e.source_row) found
            WHERE exhibit.source_sha256 = found.source_sha256 AND exhibit.source_row = found.source_row"""
    )


def _path_fits(written: str) -> str:
    """SQL: the original `o` is a file that may be meant by a path: one of the two ends with the other, part by part."""
    named = f"'/' || nfc_normalize(regexp_replace({written}, '[/\\\\]+', '/', 'g'))"
    path = "'/' || nfc_normalize(concat_ws('/', nullif(o.folder, ''), o.file_name))"
    # by name first: that is what the join is made on
    return (
        f"nfc_normalize(o.file_name) = nfc_normalize(regexp_replace({written}, '^.*[/\\\\]', ''))"
        f" AND (ends_with({path}, {named}) OR ends_with({named}, {path})) AND o.role NOT IN ('settings', 'mapping')"
    )


def _unresolved(facts: Facts) -> None:
    """What names a report, an exhibit or a site that is not there, or of which two could be meant."""
    facts.query("DELETE FROM unresolved")
    for kind in KINDS.values():
        for column in kind.columns:
            if kind.table and column.refers in _ASKED:
                facts.query(_named_nowhere(kind.table, column))
    for table, name, several in (
        ("exhibit", "file", f"(SELECT count(*) FROM original o WHERE {_path_fits('t.file')}) > 1"),
        ("site_status", "site_id", "FALSE"),
    ):
        there = "t.sha256 IS NOT NULL" if table == "exhibit" else "t.site_id IN (SELECT site_id FROM site)"
        facts.query(_noted(table, name, f't."{name}"', f'"{table}" t', there, several))


_ASKED = ("report", "exhibit")


def _named_nowhere(table: str, column: Column) -> str:
    name = column.fact_name
    if column.type is Type.LIST:
        of = f'(SELECT source_sha256, source_row, unnest("{name}") AS written FROM "{table}") t'
        written = "t.written"
    else:
        of, written = f'"{table}" t', f't."{name}"'
    if column.refers == "report":
        several = f"(SELECT count(*) FROM report r WHERE {_LOCAL} = {written}) > 1"
        return _noted(table, name, written, of, f"{written} IN (SELECT report_id FROM report)", several)
    described = "SELECT nfc_normalize(file) FROM exhibit WHERE file IS NOT NULL"
    there = (
        f"(nfc_normalize({written}) IN ({described}) OR {_BASE.format(written)} IN (SELECT {_NAME} FROM original o))"
    )
    several = f"(SELECT count(DISTINCT o.sha256) FROM original o WHERE {_path_fits(written)}) > 1"
    # of several files of one name one row of exhibits says which
    rows = f"(SELECT count(*) FROM exhibit e WHERE {_BASE.format('e.file')} = {_BASE.format(written)})"
    return _noted(table, name, written, of, f"{there} AND NOT ({several} AND {rows} <> 1)", several)


_NAME = "nfc_normalize(o.file_name)"
_BASE = "nfc_normalize(regexp_replace({}, '^.*[/\\\\]', ''))"


def _noted(table: str, column: str, written: str, of: str, there: str, several: str) -> str:
    """SQL: note what is written in a column and is not there."""
    return f"""INSERT INTO unresolved ("table", "column", source_sha256, source_row, named, could_be)
               SELECT '{table}', '{column}', t.source_sha256, t.source_row, {written},
                      CASE WHEN {several} THEN 'several' ELSE 'nothing' END
               FROM {of} WHERE {written} IS NOT NULL AND NOT ({there}) ORDER BY ALL"""


def _aliases(facts: Facts) -> None:
    """Victims that name their report by another of its ids; of two reports with one alias the smaller."""
    facts.query(
        """UPDATE victim SET report_id = found.report_id
           FROM (SELECT alias, min(report_id) AS report_id FROM report_alias GROUP BY alias) found
           WHERE victim.report_id = found.alias"""
    )


def _local_ids(facts: Facts, table: str, column: str, *, same_folder: bool) -> None:
    """A report's id without its organisation: the report handed in from the same folder, else the only one."""
    within = "AND theirs.folder = ours.folder" if same_folder else ""
    facts.query(
        f"""UPDATE "{table}" SET "{column}" = found.report_id FROM (
              SELECT t.source_sha256, t.source_row, min(r.report_id) AS report_id
              FROM "{table}" t
              JOIN report r ON {_LOCAL} = t."{column}"
              LEFT JOIN ({_FOLDERS}) ours ON ours.sha256 = t.source_sha256
              LEFT JOIN ({_FOLDERS}) theirs ON theirs.sha256 = r.source_sha256
              WHERE t."{column}" NOT IN (SELECT report_id FROM report) {within}
              GROUP BY t.source_sha256, t.source_row HAVING count(DISTINCT r.report_id) = 1) found
            WHERE "{table}".source_sha256 = found.source_sha256 AND "{table}".source_row = found.source_row"""
    )
