"""The SQL that cuts one table to an audience: column by column from its class, row by row from its consent.

The names `pass`, `incident_pass`, `protected`, `seen` and `odd` are tables that `redact.cut` prepares.
"""

from __future__ import annotations

from dalil.geo.earth import METRES_PER_DEGREE
from dalil.records import TABLES, Column, Sensitivity, Table, Type
from dalil.submit.release.receiver import Receiver

__all__ = ["incident_sql", "table_sql"]

_FROM_RELEASED = ("earliest", "latest", "latitude", "longitude", "radius_m", "place", "place_ar", "parties_alleged")
_HALF_CELL_M = METRES_PER_DEGREE / 2 * 2**0.5  # from the middle of a cell of one degree to its corner, in metres
_CLOSED_MONTH = "month_local"


def incident_sql(receiver: Receiver) -> str:
    """The register: where and when from released reports alone; of an incident without any, month, codes, counts."""
    decimals = _decimals(receiver, "x.incident_id")
    columns = [_incident_cell(column, receiver, decimals) for column in TABLES["incident"].columns]
    keep = "true" if receiver.rules.confidential_counts else "s.open > 0"
    return (
        f"SELECT {', '.join(columns)} FROM whole_incident i JOIN seen s USING (incident_id)"
        " JOIN incident_pass a USING (incident_id) LEFT JOIN protected x USING (incident_id)"
        f" WHERE {keep} ORDER BY a.shown"
    )


def _incident_cell(column: Column, receiver: Receiver, decimals: str) -> str:
    name = column.fact_name
    if not receiver.may(column):
        return "NULL"
    if name == "incident_id":
        return "a.shown"
    # With all reports released it is the case's own; else what the released ones alone give.
    if name in _FROM_RELEASED:
        seen = f"CASE WHEN s.closed = 0 THEN i.{name} ELSE s.{name} END"
        # A rounded point stands for a cell; the radius must not promise more than that.
        at_least = f"greatest({seen}, {_HALF_CELL_M} * power(10, -({decimals})))"
        coarse = f"CASE WHEN ({seen}) IS NOT NULL THEN {at_least} END"
        return coarse if name == "radius_m" else _rounded(column, seen, decimals)
    if receiver.may_confidential(column) or name == _CLOSED_MONTH:
        return f"i.{name}"
    return f"CASE WHEN s.closed = 0 THEN i.{name} END"


def table_sql(table: Table, receiver: Receiver) -> str:
    """Any other table. Rows that name a report follow its consent, rows with a consent of their own follow both."""
    names = {column.fact_name for column in table.columns}
    by_report, by_incident = "report_id" in names, "incident_id" in names
    joins = ""
    if by_report:
        joins += (
            " LEFT JOIN pass p ON p.report_id = t.report_id"
            " LEFT JOIN (SELECT DISTINCT ir.report_id FROM whole_incident_report ir"
            " JOIN protected USING (incident_id)) x ON x.report_id = t.report_id"
        )
    if by_incident:
        joins += (
            " LEFT JOIN incident_pass a ON a.incident_id = t.incident_id"
            " LEFT JOIN seen s ON s.incident_id = t.incident_id"
        )
    open_ = _open_rows(names, receiver)
    decimals = _decimals(receiver, "x.report_id") if by_report else str(receiver.rules.coordinate_decimals)
    columns = [_cell(column, receiver, open_, decimals, names) for column in table.columns]
    keep = "true" if receiver.rules.confidential_counts else open_
    order = ", ".join(f't."{name}"' for name in table.key)
    return f"SELECT {', '.join(columns)} FROM whole_{table.name} t{joins} WHERE {keep} ORDER BY {order}"


def _open_rows(names: set[str], receiver: Receiver) -> str:
    """The condition under which a row leaves as an account, and is not only counted."""
    # Each condition is a reason to stay in; a row without one of these columns has none of that kind.
    conditions = ["true"]
    if "report_id" in names:
        conditions.append("(t.report_id IS NULL OR coalesce(p.released, false))")
    if "incident_id" in names:
        conditions.append("(t.incident_id IS NULL OR coalesce(s.open, 0) > 0)")
    if "consent" in names:
        conditions.append(f"coalesce(list_has_any(t.consent, {receiver.words}), false)")
    if "withdrawn_on" in names:
        conditions.append("t.withdrawn_on IS NULL")
    if "protected" in names:
        conditions.append("NOT coalesce(t.protected, false)")
    return " AND ".join(conditions)


def _cell(column: Column, receiver: Receiver, open_: str, decimals: str, names: set[str]) -> str:
    name, value = column.fact_name, f't."{column.fact_name}"'
    if not receiver.may(column) or _opaque(column):
        return "NULL"
    if name == "report_id":
        return f"coalesce(p.shown, {_id_shown(value, 'true', receiver)})"
    if name == "incident_id":
        return f"coalesce(a.shown, {_id_shown(value, 'true', receiver)})"
    if column.type is Type.ID and name != "organisation":
        return _id_shown(value, open_, receiver)
    value = _rounded(column, value, decimals)
    if column.type is Type.TEXT and column.sensitivity is Sensitivity.CODE and "incident_id" in names:
        value = _alias(value)  # what a finding hangs on can be a report
    if receiver.may_confidential(column):
        return value
    named = f"{open_} AND NOT coalesce(p.anonymous, false)" if "report_id" in names else open_
    return f"CASE WHEN {open_ if receiver.may_anonymous(column) else named} THEN {value} END"


def _id_shown(value: str, open_: str, receiver: Receiver) -> str:
    """Ids of other records: those of reports under their pseudonym, hidden those of rows only counted and odd ones."""
    salt = receiver.salt("pseudonym")
    leaves = f"{open_} AND {value} NOT IN (SELECT id FROM odd)"
    return f"CASE WHEN {leaves} THEN {_alias(value)} ELSE 'W-' || left(sha256('{salt}' || {value}), 12) END"


def _alias(value: str) -> str:
    """The value, or the pseudonym of the report that it names."""
    return f"coalesce((SELECT min(q.shown) FROM pass q WHERE q.report_id = {value}), {value})"


def _opaque(column: Column) -> bool:
    """JSON and lists of ids or sources can hold anything: no class of a column speaks for what is inside."""
    betrays = column.sensitivity in (Sensitivity.ID, Sensitivity.SOURCE)
    return column.type is Type.JSON or (column.type is Type.LIST and betrays)


def _decimals(receiver: Receiver, marker: str) -> str:
    open_to, shut_to = receiver.rules.coordinate_decimals, receiver.rules.protected_place_decimals
    if not receiver.coarsens or shut_to >= open_to:
        return str(open_to)
    return f"CASE WHEN {marker} IS NULL THEN {open_to} ELSE {shut_to} END"


def _rounded(column: Column, value: str, decimals: str) -> str:
    if column.type not in (Type.LATITUDE, Type.LONGITUDE) or column.sensitivity is Sensitivity.PROTECTED_PLACE:
        return value
    return f"round({value}, {decimals})"
