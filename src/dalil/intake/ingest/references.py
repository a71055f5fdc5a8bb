"""References between records that were handed in apart: a report by its other id or its local id, an exhibit by file.

Done after reading, from whatever the case holds; `local_collisions` tells when an earlier answer no longer stands.
"""

from __future__ import annotations

from dalil.casefile.facts import Facts
from dalil.intake.rows.ids import GLOBAL_KINDS, refers_to_report
from dalil.records import KINDS

__all__ = ["local_collisions", "resolve"]

_REFERRING = {
    kind.table: column.fact_name
    for kind in KINDS.values()
    if kind.stem not in GLOBAL_KINDS and (column := refers_to_report(kind)) is not None
}
"""Table → column of the kinds whose rows name a report and no organisation, so that a local id can be meant."""

_LOCAL = "substr(r.report_id, length(r.organisation) + 2)"


def resolve(facts: Facts) -> None:
    """Give every reference the id it means, where exactly one fits; others stay as they were written."""
    _exhibits(facts)
    _aliases(facts)
    # the same folder first: two organisations both have a report 1, and a folder is of one of them
    for table, column in _REFERRING.items():
        _local_ids(facts, table, column, same_folder=True)
        _local_ids(facts, table, column, same_folder=False)


def local_collisions(facts: Facts) -> int:
    """How many local ids more than one report bears: where this changes, references must be resolved anew."""
    sql = f"SELECT count(*) FROM (SELECT {_LOCAL} AS local FROM report r GROUP BY local HAVING count(*) > 1)"
    return int(facts.value(sql))


def _exhibits(facts: Facts) -> None:
    """The file that each row of exhibits means: by its name, within its organisation first; none where two fit."""
    facts.query(
        """UPDATE exhibit SET sha256 = found.sha256 FROM (
             SELECT e.source_sha256, e.source_row,
               CASE WHEN count(DISTINCT o.sha256) FILTER (o.organisation = e.organisation) = 1
                    THEN min(o.sha256) FILTER (o.organisation = e.organisation)
                    WHEN count(DISTINCT o.sha256) = 1 THEN min(o.sha256) END AS sha256
             FROM exhibit e LEFT JOIN original o
               ON o.file_name = regexp_replace(e.file, '^.*[/\\\\]', '') AND o.role NOT IN ('settings', 'mapping')
             GROUP BY e.source_sha256, e.source_row) found
           WHERE exhibit.source_sha256 = found.source_sha256 AND exhibit.source_row = found.source_row"""
    )


def _aliases(facts: Facts) -> None:
    """Victims that name their report by another of its ids; of two reports with one alias the smaller."""
    facts.query(
        """UPDATE victim SET report_id = found.report_id
           FROM (SELECT alias, min(report_id) AS report_id FROM report_alias GROUP BY alias) found
           WHERE victim.report_id = found.alias"""
    )


def _local_ids(facts: Facts, table: str, column: str, *, same_folder: bool) -> None:
    """A report's id without its organisation: the report handed in from the same folder, else the only one."""
    folder = "SELECT sha256, min(folder) AS folder FROM original GROUP BY sha256"
    within = "AND theirs.folder = ours.folder" if same_folder else ""
    facts.query(
        f"""UPDATE "{table}" SET "{column}" = found.report_id FROM (
              SELECT t.source_sha256, t.source_row, min(r.report_id) AS report_id
              FROM "{table}" t
              JOIN report r ON {_LOCAL} = t."{column}"
              LEFT JOIN ({folder}) ours ON ours.sha256 = t.source_sha256
              LEFT JOIN ({folder}) theirs ON theirs.sha256 = r.source_sha256
              WHERE t."{column}" NOT IN (SELECT report_id FROM report) {within}
              GROUP BY t.source_sha256, t.source_row HAVING count(DISTINCT r.report_id) = 1) found
            WHERE "{table}".source_sha256 = found.source_sha256 AND "{table}".source_row = found.source_row"""
    )
