"""The register as the submission shows it: one entry for each incident in scope, with each source's account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.sections import AnnexRule
from dalil.errors import UsageError
from dalil.submit.release.redact import Released

__all__ = ["GRADES", "HELD", "Account", "Entry", "read_entries", "select"]

GRADES = ("high", "likely", "more_likely_than_not")
"""Grades of a finding that names somebody, the highest first."""

HELD = "held"
"""The state of a finding that a person holds back."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """What one organisation recorded, as far as it leaves: the row of `report`, and the sources that it names."""

    row: Row
    origin: str
    urls: tuple[str, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident: its number in this submission, the row of `incident`, the accounts that leave.

    `finding` is the row of `attribution` and `lines` those of `line`, where attribution was run.
    """

    number: int
    row: Row
    accounts: tuple[Account, ...]
    withheld: int
    coarse: bool
    finding: Row | None = None
    lines: tuple[Row, ...] = ()
    review: str = "unreviewed"

    @property
    def id(self) -> str:
        """The id in the register of the case."""
        return str(self.row["incident_id"])

    @property
    def sheet(self) -> str:
        """How the annex cites it: S-0012."""
        return f"S-{self.number:04d}"

    def toll(self, fate: str, group: str) -> tuple[int | None, int | None]:
        """(minimum, maximum) of killed or injured."""
        return self.row[f"{fate}_{group}_min"], self.row[f"{fate}_{group}_max"]


def read_entries(released: Released, only: tuple[str, ...] = ()) -> list[Entry]:
    """Takes the cut tables. Gives the incidents in scope in the order of time, numbered from 1.

    `only` keeps these ids or sheet numbers (numbers stay as in the whole register). Raises `UsageError` for one that
    the audience's register does not have.
    """
    facts = released.facts
    accounts = _accounts(released)
    counted = {row["incident_id"]: row["n"] for row in facts.rows(
        "SELECT incident_id, count(*) AS n FROM incident_report GROUP BY incident_id")}  # fmt: skip
    # An incident whose day does not leave stands after the days of its month.
    rows = facts.rows(
        "SELECT * FROM incident WHERE in_scope"
        " ORDER BY coalesce(strftime(earliest, '%Y-%m-%dT%H:%M:%S'), month_local || '-99'), latest, incident_id"
    )
    findings, evidence = _grouped(facts, "attribution", "party"), _grouped(facts, "line", "line")
    reviews = _grouped(facts, "review", "state")
    entries = []
    for number, row in enumerate(rows, 1):
        # Accounts that do not leave are counted beside those that do: their number is no secret, their words are.
        given = tuple(accounts.get(row["incident_id"], ()))
        reports = int(row["reports"] or counted.get(row["incident_id"], 0))
        coarse = row["incident_id"] in released.coarsened
        whole, lines, state = (group.get(row["incident_id"], []) for group in (findings, evidence, reviews))
        entries.append(
            Entry(
                number,
                row,
                given,
                max(reports - len(given), 0),
                coarse,
                finding=whole[0] if whole else None,
                lines=tuple(lines),
                review=str(state[0]["state"]) if state else "unreviewed",
            )
        )
    return _chosen(entries, only)


def _grouped(facts: Facts, table: str, order: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows(f'SELECT * FROM "{table}" ORDER BY incident_id, {order}'):
        groups[row["incident_id"]].append(row)
    return groups


def _accounts(released: Released) -> dict[str, list[Account]]:
    facts = released.facts
    urls: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for row in facts.rows("SELECT report_id, url FROM report_source ORDER BY report_id, position"):
        counts[row["report_id"]] += 1
        if row["url"]:
            urls[row["report_id"]].append(row["url"])
    accounts: dict[str, list[Account]] = defaultdict(list)
    sql = (
        "SELECT i.incident_id, i.origin_id, r.* FROM incident_report i JOIN report r USING (report_id)"
        " WHERE i.incident_id IN (SELECT incident_id FROM incident WHERE in_scope)"
        " ORDER BY i.incident_id, r.organisation, r.report_id"
    )
    for row in facts.rows(sql):
        incident, origin, report = row.pop("incident_id"), row.pop("origin_id") or "", str(row["report_id"])
        if report in released.accounts:
            accounts[incident].append(Account(row, origin, tuple(urls[report]), counts[report]))
    return accounts


def _chosen(entries: list[Entry], only: tuple[str, ...]) -> list[Entry]:
    if not only:
        return entries
    # All unknown ones at once: who sends a list by mail mends it once.
    known = {name for entry in entries for name in (entry.id, entry.sheet)}
    unknown = [name for name in only if name not in known]
    if unknown:
        raise UsageError(
            f"The register for this audience has no incident {unknown[0]}.",
            expected="ids as `dalil show CASE incidents` lists them, or sheet numbers such as S-0012",
            found=", ".join(unknown[:5]),
            do="mend the list; incidents out of scope or withheld from this audience cannot be chosen",
        )
    return [entry for entry in entries if entry.id in only or entry.sheet in only]


def select(entries: Sequence[Entry], rule: AnnexRule) -> list[Entry]:
    """The incidents that the rule gives a sheet, in the order of the register. An empty rule gives every one.

    The rule is applied to what leaves: a party or a grade that the audience may not have chooses nothing.
    """
    if not rule.chooses:
        return list(entries)
    return [entry for entry in entries if entry.id in rule.only or _meets(entry, rule)]


def _meets(entry: Entry, rule: AnnexRule) -> bool:
    """True where every condition that the rule states is met; one that states none chooses by `only` alone."""
    found = entry.finding if entry.review != HELD else None
    conditions = [
        (rule.grades, {found["grade"]} if found else set()),
        (rule.parties, set((found["party"] or "").split("+")) if found else set()),
        (rule.objects, set(entry.row["objects_hit"] or ())),
    ]
    stated = [(set(wanted), has) for wanted, has in conditions if wanted]
    return bool(stated) and all(wanted & has for wanted, has in stated)
